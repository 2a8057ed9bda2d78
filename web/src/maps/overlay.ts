import type { Map } from "maplibre-gl";
import { roundUp } from "../colours/scale";
import type { Box } from "../flow/cityGrid";
import { degrees } from "../flow/labels";
import type { Missing } from "../flow/missing";
import type { ZoneState } from "../flow/zones";
import { svg } from "../ui/dom";
import { ZoneLayer } from "./zoneLayer";

/** Pixels between lines of the graticule, at least. */
const spacing = 90;

/** What is drawn over a map's flow. */
export interface Drawn {
  /** The edges of the city. */
  box: Box;
  /** Whether they are degrees on earth. */
  isPlaced: boolean;
  /** Rows and columns of the coarse cells; null where their edges are not asked for. */
  cells: [rows: number, columns: number] | null;
  /** The coarse cells without a count, which are hatched; null where there are none. */
  missing: Missing | null;
  zones: ZoneState;
}

/** A graticule with degrees and a compass where the map has a place, the edges of coarse cells on request, hatching where a count is missing, zones. */
export class Overlay {
  readonly #graticule = svg("path", { class: "graticule" });
  readonly #hatched = svg("path", { class: "missing" });
  readonly #cells = svg("path", { class: "cells" });
  readonly #labels = svg("g", {});
  readonly #zones = new ZoneLayer();
  readonly #compass = svg("g", { class: "compass" }, svg("path", { d: "M0,-13 L5,3 L0,0 L-5,3 Z" }), svg("text", { y: 14 }, "N"));
  readonly element: SVGSVGElement;
  /** What was drawn last. */
  #drawn: unknown[] = [];

  /** @param name Tells its pattern from those of other overlays. */
  constructor(name: string) {
    const pattern = svg("pattern", { id: `hatching-${name}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svg("path", { class: "hatching", d: "M-1,1 L1,-1 M0,8 L8,0 M7,9 L9,7" }));
    this.#hatched.style.fill = `url(#hatching-${name})`;
    this.element = svg("svg", { class: "overlay", "aria-hidden": "true" },
      pattern, this.#hatched, this.#graticule, this.#cells, this.#labels, this.#zones.element, this.#compass);
  }

  /** Draws it where it is not as it was drawn last: from slot to slot hardly anything of it changes. */
  draw(map: Map, { box, isPlaced, cells, missing, zones }: Drawn): void {
    const { width, height } = map.getCanvas();
    const asked = [
      map.getBounds().toString(), width, height, Object.values(box).join(), isPlaced, cells?.join(), missing, zones.zones, zones.zone, zones.corners,
    ];
    if (asked.every((value, i) => value === this.#drawn[i])) return;
    this.#drawn = asked;
    this.#zones.draw(map, box, zones);
    this.#cells.setAttribute("d", cells ? edges(lines(map, box, cells)) : "");
    this.#hatched.setAttribute("d", missing ? blocks(lines(map, box, [missing.rows, missing.columns]), missing) : "");
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

/** Where the lines between the rows and columns of a grid are on the screen. */
interface Lines {
  xs: number[];
  ys: number[];
}

function lines(map: Map, { west, south, east, north }: Box, [rows, columns]: [number, number]): Lines {
  const [left, right] = [map.project([west, north]).x, map.project([east, north]).x];
  return {
    xs: Array.from({ length: columns + 1 }, (_, column) => left + (column / columns) * (right - left)),
    ys: Array.from({ length: rows + 1 }, (_, row) => map.project([west, north - (row / rows) * (north - south)]).y),
  };
}

function edges({ xs, ys }: Lines): string {
  return [...ys.map((y) => `M${xs[0]},${y} H${xs.at(-1)}`), ...xs.map((x) => `M${x},${ys[0]} V${ys.at(-1)}`)].join(" ");
}

function blocks({ xs, ys }: Lines, { cells }: Missing): string {
  return cells.map(({ row, column }) => `M${xs[column]},${ys[row]} H${xs[column + 1]} V${ys[row + 1]} H${xs[column]} Z`).join(" ");
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
