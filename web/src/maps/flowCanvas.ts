import { paint } from "../colours/paint";
import { element } from "../ui/dom";
import type { View } from "../views";

/**
 * One channel of a map of counts, a pixel a cell, stretched over its place. It lies over the base map as an element of its own: a new slot
 * costs the painting of its cells, and the base map is not drawn again.
 */
export class FlowCanvas {
  readonly element = element("canvas", "flow");

  draw({ map, scale, palette }: View, channel: number, opacity: number): void {
    paint(this.element, map.channel(channel), map.rows, map.columns, scale, palette, true);
    this.element.style.opacity = String(opacity);
  }

  /** Lays it over a rectangle of the pane. By its transform, for the page is not laid out again for that. */
  place([left, top, width, height]: [number, number, number, number]): void {
    const { width: columns, height: rows } = this.element;
    this.element.style.transform = `translate(${left}px, ${top}px) scale(${width / columns}, ${height / rows})`;
  }
}
