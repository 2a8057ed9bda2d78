import { paint } from "../colours/paint";
import { Scale } from "../colours/scale";
import { element } from "../ui/dom";
import { tickLabel, type View } from "../views";

const resolution = 256;
const tickWidth = 44;

/** A bar of a view's colours with ticks in real units. */
export class Legend {
  readonly #bar = element("canvas");
  readonly #ticks = element("div", "ticks");
  readonly element = element("div", "legend", this.#bar, this.#ticks);
  #view: View | null = null;

  constructor() {
    this.element.setAttribute("role", "img");
    new ResizeObserver(() => this.#place()).observe(this.element);
  }

  draw(view: View): void {
    const before = this.#view;
    this.#view = view;
    if (before && isAlike(before, view)) return;
    const positions = Float32Array.from({ length: resolution }, (_, i) => (i + 0.5) / resolution);
    paint(this.#bar, positions, 1, resolution, new Scale(1, "linear"), view.palette);
    this.#place();
  }

  #place(): void {
    const view = this.#view;
    const width = this.element.clientWidth;
    if (!view || width === 0) return;
    const ticks = view.scale.ticks(tickWidth / width);
    this.#ticks.replaceChildren(...ticks.map((value) => tick(view, value)));
    this.element.ariaLabel = `Colours from ${view.label(ticks[0])} to ${view.label(view.scale.top)} ${view.unit}`;
    this.element.title = view.unit;
  }
}

/** Whether two views, as of one slot and of the next, have the same colours and ticks. */
function isAlike(one: View, other: View): boolean {
  return one.palette === other.palette && one.label === other.label && one.unit === other.unit && one.isClipped === other.isClipped
    && one.scale.top === other.scale.top && one.scale.scaling === other.scale.scaling && one.scale.isSigned === other.scale.isSigned;
}

/** A label under its place; those of the ends stay within the bar. */
function tick(view: View, value: number): HTMLElement {
  const label = element("span", "", tickLabel(view, value));
  const position = view.scale.position(value);
  label.style.left = `${100 * position}%`;
  label.style.transform = `translateX(${-100 * (position < 0.01 ? 0 : position > 0.99 ? 1 : 0.5)}%)`;
  return label;
}
