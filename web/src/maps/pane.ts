import type { Settings } from "../api/types";
import { element, write } from "../ui/dom";
import { cellBox, mercator, type Box, type Cell } from "../flow/cityGrid";
import type { ZoneState } from "../flow/zones";
import { viewTitles, type View } from "../views";
import type { ViewName } from "../state";
import { CityMap, margin } from "./cityMap";
import { FlowCanvas } from "./flowCanvas";
import { Legend } from "./legend";
import { Overlay } from "./overlay";

/** The city's grid on the screen. */
export interface Grid {
  box: Box;
  /** Whether the box is where the city is on earth. */
  isPlaced: boolean;
  /** Of the fine cells. */
  rows: number;
  columns: number;
  factor: number;
}

/** One view on the screen: its title, the value under the pointer, its legend and its map, which is opened when it is first seen. */
export class Pane {
  readonly element: HTMLElement;
  readonly #container = element("div", "map");
  readonly #title = element("h2");
  readonly #words = element("p", "words quiet");
  readonly #detail = element("p", "detail quiet");
  readonly #legend = new Legend();
  readonly #block = element("div", "outline block");
  readonly #cell = element("div", "outline");
  readonly #flow = new FlowCanvas();
  readonly #overlay: Overlay;
  #city: CityMap | null = null;
  #view: View | null = null;

  constructor(readonly name: ViewName, readonly settings: Settings) {
    this.#overlay = new Overlay(name);
    const head = element("div", "", element("div", "names", this.#title, this.#detail), this.#words);
    this.element = element("article", "pane", element("header", "", head, this.#legend.element), this.#container);
    this.element.dataset.view = name;
  }

  /** The map; null before it is opened. */
  get city(): CityMap | null {
    return this.#city;
  }

  open(): CityMap {
    this.#city = new CityMap(this.#container, viewTitles[this.name], this.settings);
    this.#container.append(this.#flow.element, this.#overlay.element, this.#block, this.#cell);
    return this.#city;
  }

  /** Draws a view: over its map, or where the whole city will lie once that is opened. */
  draw(view: View, channel: number, opacity: number, box: Box): void {
    this.#view = view;
    this.#flow.draw(view, channel, opacity);
    if (!this.#city) {
      const { clientWidth, clientHeight } = this.#container;
      this.#flow.place(whole(box, clientWidth, clientHeight));
      this.#container.append(this.#flow.element);
    }
    write(this.#title, view.title);
    this.#words.title = view.words;
    write(this.#words, view.words);
    this.#legend.draw(view);
  }

  /** Says a fine cell's value, or, without a cell, the size of the map. */
  tell(cell: Cell | null, channel: number, factor: number): void {
    const view = this.#view;
    if (!view) return;
    const { rows, columns } = view.map;
    const size = view.name === "coarse" ? factor : 1;
    write(this.#detail, cell
      ? `${view.label(view.map.at(channel, Math.floor(cell.row / size), Math.floor(cell.column / size)))} here`
      : `${rows} × ${columns} cells`);
    this.element.classList.toggle("telling", cell !== null);
  }

  /** Where a fine cell is on the screen, in pixels of an element that holds the pane: left, top, width, height. */
  placeOf(cell: Cell, { box, rows, columns }: Grid, holder: HTMLElement): [number, number, number, number] {
    const [left, top, width, height] = this.#city!.onScreen(cellBox(box, rows, columns, cell));
    const [map, frame] = [this.#container.getBoundingClientRect(), holder.getBoundingClientRect()];
    return [left + map.left - frame.left, top + map.top - frame.top, width, height];
  }

  /** Lays the flow, and what is drawn over it, where the map is: its overlay, outlines of a fine cell and of the block it is part of. */
  place(cell: Cell | null, { box, isPlaced, rows, columns, factor }: Grid, hasGrid: boolean, zones: ZoneState): void {
    if (!this.#city) return;
    this.#flow.place(this.#city.onScreen(box));
    this.element.classList.toggle("placed", isPlaced);
    const missing = this.#view?.missing?.cells.length ? this.#view.missing : null;
    this.#overlay.draw(this.#city.map, { box, isPlaced, cells: hasGrid ? [rows / factor, columns / factor] : null, missing, zones });
    this.#block.hidden = this.#cell.hidden = cell === null;
    if (!cell) return;
    frame(this.#cell, this.#city.onScreen(cellBox(box, rows, columns, cell)));
    const block = { row: Math.floor(cell.row / factor), column: Math.floor(cell.column / factor) };
    frame(this.#block, this.#city.onScreen(cellBox(box, rows / factor, columns / factor, block)));
  }
}

/** Where a box lies that fills a container but for the usual margin, on a map of Mercator: left, top, width, height in pixels. */
function whole({ west, south, east, north }: Box, width: number, height: number): [number, number, number, number] {
  const [wide, high] = [east - west, mercator(north) - mercator(south)];
  const scale = Math.min((width - 2 * margin) / wide, (height - 2 * margin) / high);
  return [(width - wide * scale) / 2, (height - high * scale) / 2, wide * scale, high * scale];
}

function frame(outline: HTMLElement, [left, top, width, height]: [number, number, number, number]): void {
  outline.style.transform = `translate(${left}px, ${top}px)`;
  outline.style.width = `${width}px`;
  outline.style.height = `${height}px`;
}
