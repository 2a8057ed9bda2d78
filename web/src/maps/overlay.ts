import type { Map } from "maplibre-gl";
import { roundUp } from "../colours/scale";
import type { Box } from "../flow/cityGrid";
import { degrees } from "../flow/labels";
import { middleOf, type Corner, type ZoneState } from "../flow/zones";
import { svg } from "../ui/dom";

/** Pixels between lines of the graticule, at least. */
const spacing = 90;

/** Zones whose names are written on the map, at most: those of more would lie on each other. */
const mostNames = 60;

/** What is drawn over a map: the names of zones and the zone that is being drawn, its graticule with degrees and a compass where it has a place, and the edges of the coarse cells on request. */
export class Overlay {
  readonly #graticule = svg("path", { class: "graticule" });
  readonly #cells = svg("path", { class: "cells" });
  readonly #labels = svg("g", {});
  readonly #zones = svg("g", { class: "zones" });
  readonly #drawing = svg("path", { class: "drawing" });
  readonly #compass = svg("g", { class: "compass" }, svg("path", { d: "M0,-13 L5,3 L0,0 L-5,3 Z" }), svg("text", { y: 14 }, "N"));
  readonly element = svg("svg", { class: "overlay", "aria-hidden": "true" }, this.#graticule, this.#cells, this.#labels, this.#zones, this.#drawing, this.#compass);

  /** What was drawn last. */
  #drawn: unknown[] = [];

  /**
   * Draws it where it is not as it was drawn last: from slot to slot nothing of it changes.
   * @param box The edges of the city.
   * @param isPlaced Whether they are degrees on earth.
   * @param grid Rows and columns of the coarse cells; null where their edges are not asked for.
   */
  draw(map: Map, box: Box, isPlaced: boolean, grid: [rows: number, columns: number] | null, { zones, corners }: ZoneState): void {
    const { west, south, east, north } = box;
    const { width, height } = map.getCanvas();
    const asked = [map.getBounds().toString(), width, height, west, south, east, north, isPlaced, grid?.join(), zones, corners];
    if (asked.every((value, i) => value === this.#drawn[i])) return;
    this.#drawn = asked;
    this.#zones.replaceChildren(...(zones.length > mostNames ? [] : zones.map((zone) => {
      const { x, y } = map.project(middleOf(zone));
      return svg("text", { x, y }, zone.name);
    })));
    this.#drawing.setAttribute("d", corners ? strokes(map, corners) : "");
    this.#cells.setAttribute("d", grid ? edges(map, box, grid) : "");
    this.#compass.style.display = this.#graticule.style.display = this.#labels.style.display = isPlaced ? "" : "none";
    if (isPlaced) this.#drawGraticule(map, box);
  }

  #drawGraticule(map: Map, box: Box): void {
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const bounds = map.getBounds();
    const [topLeft, bottomRight] = [map.project([box.west, box.north]), map.project([box.east, box.south])];
    const longitudes = multiples(bounds.getWest(), bounds.getEast(), width);
    const latitudes = multiples(bounds.getSouth(), bounds.getNorth(), height);
    const xs = longitudes.values.map((longitude) => map.project([longitude, box.north]).x);
    const ys = latitudes.values.map((latitude) => map.project([box.west, latitude]).y);
    // The city itself stays free of lines.
    const vertical = xs.map((x) => isBetween(x, topLeft.x, bottomRight.x)
      ? `M${x},0 V${Math.max(topLeft.y, 0)} M${x},${bottomRight.y} V${Math.max(height, bottomRight.y)}` : `M${x},0 V${height}`);
    const horizontal = ys.map((y) => isBetween(y, topLeft.y, bottomRight.y)
      ? `M0,${y} H${Math.max(topLeft.x, 0)} M${bottomRight.x},${y} H${Math.max(width, bottomRight.x)}` : `M0,${y} H${width}`);
    this.#graticule.setAttribute("d", [...vertical, ...horizontal].join(" "));
    this.#labels.replaceChildren(
      ...longitudes.values.map((value, i) => svg("text", { x: xs[i] + 4, y: 13 }, degrees(value, "E", "W", longitudes.digits))),
      // Those at the top would lie on the longitudes, those at the bottom on the scale bar.
      ...latitudes.values.flatMap((value, i) => isBetween(ys[i], 40, height - 40)
        ? [svg("text", { x: 5, y: ys[i] - 4 }, degrees(value, "N", "S", latitudes.digits))] : []),
    );
    this.#compass.setAttribute("transform", `translate(${width - 22},34)`);
  }
}

/** The corners of a zone that is being drawn, a small square each, and the lines between them. */
function strokes(map: Map, corners: Corner[]): string {
  const places = corners.map((corner) => map.project(corner));
  return `${places.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x},${y}`).join(" ")} ${
    places.map(({ x, y }) => `M${x - 3},${y - 3} h6 v6 h-6 Z`).join(" ")}`;
}

/** The edges of coarse cells as a path. */
function edges(map: Map, box: Box, [rows, columns]: [number, number]): string {
  const [west, east] = [map.project([box.west, box.north]).x, map.project([box.east, box.north]).x];
  const ys = Array.from({ length: rows + 1 }, (_, row) => map.project([box.west, box.north - (row / rows) * (box.north - box.south)]).y);
  const xs = Array.from({ length: columns + 1 }, (_, column) => west + (column / columns) * (east - west));
  return [...ys.map((y) => `M${west},${y} H${east}`), ...xs.map((x) => `M${x},${ys[0]} V${ys[rows]}`)].join(" ");
}

/** Round values between two, as close as the spacing allows, and how many digits they have behind the point. */
function multiples(from: number, to: number, pixels: number): { values: number[]; digits: number } {
  const step = roundUp(((to - from) / Math.max(pixels, 1)) * spacing);
  const first = Math.ceil(from / step);
  const values = Array.from({ length: Math.max(Math.floor(to / step) - first + 1, 0) }, (_, i) => (first + i) * step);
  return { values, digits: Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)) };
}

function isBetween(value: number, low: number, high: number): boolean {
  return value > low && value < high;
}
