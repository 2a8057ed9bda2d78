import type { Settings } from "../api/types";
import { element } from "../ui/dom";
import { cellBox, type Box, type Cell } from "../flow/cityGrid";
import { viewTitles, type View } from "../views";
import type { ViewName } from "../state";
import { CityMap } from "./cityMap";
import { Legend } from "./legend";

/** One view on the screen: its title, the value under the pointer, its legend and its map. */
export class Pane {
  readonly element: HTMLElement;
  readonly city: CityMap;
  readonly #title = element("h2");
  readonly #detail = element("p", "quiet");
  readonly #legend = new Legend();
  readonly #block = element("div", "outline block");
  readonly #cell = element("div", "outline");
  #view: View | null = null;

  constructor(readonly name: ViewName, settings: Settings) {
    const container = element("div", "map");
    this.element = element("article", "pane", element("header", "", element("div", "", this.#title, this.#detail), this.#legend.element), container);
    this.element.dataset.view = name;
    this.city = new CityMap(container, viewTitles[name], settings);
    container.append(this.#block, this.#cell);
  }

  async draw(view: View, channel: number, opacity: number, box: Box): Promise<void> {
    this.#view = view;
    this.#title.textContent = view.title;
    this.#legend.draw(view);
    await this.city.place(box);
    await this.city.draw(view, channel, opacity);
    const { cells, rows, columns } = view.missing ?? { cells: [], rows: 1, columns: 1 };
    await this.city.hatch(cells.map((cell) => cellBox(box, rows, columns, cell)));
  }

  /** Says a fine cell's value, or, without a cell, the size of the map. */
  tell(cell: Cell | null, channel: number, factor: number): void {
    const view = this.#view;
    if (!view) return;
    const { rows, columns } = view.map;
    const size = view.name === "coarse" ? factor : 1;
    this.#detail.textContent = cell
      ? `${view.label(view.map.at(channel, Math.floor(cell.row / size), Math.floor(cell.column / size)))} here`
      : `${rows} × ${columns} cells`;
    this.element.classList.toggle("telling", cell !== null);
  }

  /** Where a fine cell is on the screen, in pixels of an element that holds the pane: left, top, width, height. */
  place(cell: Cell, box: Box, rows: number, columns: number, holder: HTMLElement): [number, number, number, number] {
    const [left, top, width, height] = this.city.onScreen(cellBox(box, rows, columns, cell));
    const [map, frame] = [this.city.map.getContainer().getBoundingClientRect(), holder.getBoundingClientRect()];
    return [left + map.left - frame.left, top + map.top - frame.top, width, height];
  }

  /** Outlines a fine cell and the block it is part of. */
  outline(cell: Cell | null, box: Box, rows: number, columns: number, factor: number): void {
    this.#block.hidden = this.#cell.hidden = cell === null;
    if (!cell) return;
    frame(this.#cell, this.city.onScreen(cellBox(box, rows, columns, cell)));
    const block = { row: Math.floor(cell.row / factor), column: Math.floor(cell.column / factor) };
    frame(this.#block, this.city.onScreen(cellBox(box, rows / factor, columns / factor, block)));
  }
}

function frame(outline: HTMLElement, [left, top, width, height]: [number, number, number, number]): void {
  outline.style.transform = `translate(${left}px, ${top}px)`;
  outline.style.width = `${width}px`;
  outline.style.height = `${height}px`;
}
