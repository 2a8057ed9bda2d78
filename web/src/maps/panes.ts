import type { Settings } from "../api/types";
import { cellAt, cellBox, plainBox, type Box, type Cell } from "../flow/cityGrid";
import type { AppStore, Shown, State, ViewName } from "../state";
import { cellNumbers } from "../ui/cellNumbers";
import { byId, facts } from "../ui/dom";
import { available, view, viewNames } from "../views";
import { Pane } from "./pane";
import { addSwipe } from "./swipe";
import { synchronise } from "./synchronised";
import { Tip } from "./tip";

/** The maps of all views, moved as one. */
export class Panes {
  readonly #host = byId("panes");
  readonly #panes: Pane[];
  readonly #tip = new Tip(this.#host);
  #box: Box | null = null;
  /** The pane under the pointer. */
  #pointed: Pane | null = null;
  /** Whether the whole city is seen, and shall be after a change of size. */
  #isWhole = true;

  constructor(readonly store: AppStore, settings: Settings) {
    this.#panes = viewNames.map((name) => new Pane(name, settings));
    this.#host.append(...this.#panes.map((pane) => pane.element));
    synchronise(this.#panes.map((pane) => pane.city.map));
    addSwipe(this.#host);
    for (const pane of this.#panes) this.#listen(pane);

    store.watch(["shown", "layout", "left", "right"], (state) => this.#arrange(state));
    store.watch(["shown", "channel", "layer", "palette", "scaling", "range", "opacity"], (state) => this.#draw(state));
    store.watch(["cell"], () => this.#follow());
    store.watch(["shown", "channel", "layer", "cell", "hovered"], (state) => this.#tell(state));
  }

  /** Shows the whole city. */
  fit(): void {
    if (this.#box) this.#seen()?.city.fit(this.#box);
    this.#isWhole = true;
  }

  zoom(by: number): void {
    const { map } = this.#panes[0].city;
    this.#isWhole = false;
    map.zoomTo(map.getZoom() + by, { duration: 150 });
  }

  #listen(pane: Pane): void {
    const { map } = pane.city;
    const at = (event: { lngLat: { lng: number; lat: number } }): Cell | null => {
      const { shown } = this.store.state;
      return shown && cellAt(boxOf(shown), shown.inferred.rows, shown.inferred.columns, event.lngLat.lng, event.lngLat.lat);
    };
    map.on("click", (event) => this.store.set({ cell: at(event) }));
    map.on("mousemove", (event) => {
      this.#pointed = pane;
      const [before, now] = [this.store.state.hovered, at(event)];
      if (before?.row !== now?.row || before?.column !== now?.column) this.store.set({ hovered: now });
    });
    map.on("mouseout", () => this.store.set({ hovered: null }));
    map.on("move", (event) => {
      if (event.originalEvent) this.#isWhole = false;
      this.#outline();
    });
    map.on("resize", () => {
      if (this.#isWhole) this.fit();
      this.#outline();
    });
  }

  /** Decides which panes are seen, and where. */
  #arrange({ shown, layout, left, right }: Readonly<State>): void {
    const views = shown ? available(shown) : viewNames;
    const seen: ViewName[] = layout === "all" ? views : layout === "one" ? [right] : [left, right];
    this.#host.dataset.layout = layout;
    this.#host.dataset.count = String(seen.length);
    for (const { name, element } of this.#panes) {
      element.hidden = !seen.includes(name);
      element.dataset.side = layout === "swipe" && name === left ? "left" : layout === "swipe" && name === right ? "right" : "";
    }
  }

  #draw(state: Readonly<State>): void {
    const { shown, channel, opacity } = state;
    if (!shown) return;
    const box = boxOf(shown);
    for (const pane of this.#panes) {
      const drawn = view(pane.name, state);
      if (drawn) void pane.draw(drawn, channel, opacity, box);
    }
    if (JSON.stringify(box) !== JSON.stringify(this.#box)) {
      this.#box = box;
      this.fit();
    }
    this.#outline();
  }

  /** Outlines the picked cell, and brings it into sight where it was moved out of it. */
  #follow(): void {
    const { shown, cell } = this.store.state;
    if (shown && cell) this.#seen()?.city.reveal(cellBox(boxOf(shown), shown.inferred.rows, shown.inferred.columns, cell));
    this.#outline();
  }

  #seen(): Pane | undefined {
    return this.#panes.find((pane) => !pane.element.hidden);
  }

  #outline(): void {
    const { shown, cell } = this.store.state;
    if (!shown) return;
    const { rows, columns } = shown.inferred;
    for (const pane of this.#panes) pane.outline(cell, boxOf(shown), rows, columns, shown.source.factor);
  }

  #tell({ shown, channel, cell, hovered }: Readonly<State>): void {
    if (!shown) return;
    for (const pane of this.#panes) pane.tell(hovered ?? cell, channel, shown.source.factor);
    if (!hovered || !this.#pointed) return this.#tip.hide();
    const { rows, columns } = shown.inferred;
    this.#tip.show(facts(cellNumbers(shown, hovered, channel)), this.#pointed.place(hovered, boxOf(shown), rows, columns, this.#host));
  }
}

function boxOf({ source }: Shown): Box {
  return source.box ?? plainBox(source.coarseRows, source.coarseColumns);
}
