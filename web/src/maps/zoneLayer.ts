import type { Map } from "maplibre-gl";
import { mercator, type Box } from "../flow/cityGrid";
import { middleOf, ringsOf, type Corner, type Zone, type ZoneState } from "../flow/zones";
import { svg } from "../ui/dom";

/** Zones whose names are written on the map, at most: those of more would lie on each other. */
const mostNames = 60;

/** The edges and names of zones, the picked one stronger, and the zone that is being drawn. */
export class ZoneLayer {
  readonly #edges = svg("g", {});
  readonly #names = svg("g", { class: "names" });
  readonly #drawing = svg("path", { class: "drawing" });
  readonly element = svg("g", { class: "zones" }, this.#edges, this.#names, this.#drawing);
  /** The zones, the picked one and the city's corner whose edges are there. */
  #drawn: unknown[] = [];

  draw(map: Map, box: Box, { zones, zone, corners }: ZoneState): void {
    const asked = [zones, zone, box.west, box.north];
    if (asked.some((value, i) => value !== this.#drawn[i])) {
      this.#drawn = asked;
      const shapes = zones.map((shape) => pathOf(shape, box));
      // White on black, which is seen over every palette.
      this.#edges.replaceChildren(...["under", "over"].flatMap((side) =>
        shapes.map((d, number) => svg("path", { class: number === zone ? `${side} picked` : side, d }))));
    }
    this.#edges.setAttribute("transform", placed(map, box));
    this.#names.replaceChildren(...(zones.length > mostNames ? [] : zones.map((shape) => {
      const { x, y } = map.project(middleOf(shape));
      return svg("text", { x, y }, shape.name);
    })));
    this.#drawing.setAttribute("d", corners ? strokes(map, corners) : "");
  }
}

/** A zone's rings in degrees east and Mercator's degrees south of the city's corner: a map that is moved moves them as a whole. */
function pathOf(zone: Zone, { west, north }: Box): string {
  const top = mercator(north);
  return ringsOf(zone).map((ring) =>
    `M${ring.map(([longitude, latitude]) => `${longitude - west},${top - mercator(latitude)}`).join("L")}Z`).join("");
}

/** What puts such a path onto the screen. */
function placed(map: Map, { west, south, east, north }: Box): string {
  const [topLeft, bottomRight] = [map.project([west, north]), map.project([east, south])];
  const across = (bottomRight.x - topLeft.x) / (east - west);
  const down = (bottomRight.y - topLeft.y) / (mercator(north) - mercator(south));
  return `translate(${topLeft.x},${topLeft.y}) scale(${across},${down})`;
}

/** The corners of a zone that is being drawn, a small square each, and the lines between them. */
function strokes(map: Map, corners: Corner[]): string {
  const places = corners.map((corner) => map.project(corner));
  return `${places.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x},${y}`).join(" ")} ${
    places.map(({ x, y }) => `M${x - 3},${y - 3} h6 v6 h-6 Z`).join(" ")}`;
}
