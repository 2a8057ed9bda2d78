import type { Settings } from "../api/types";
import { cellAt, cellBox, plainBox, type Box, type Cell } from "../flow/cityGrid";
import type { AppStore, Place, Shown, State, ViewName } from "../state";
import { cellNumbers } from "../ui/cellNumbers";
import { byId, facts } from "../ui/dom";
import { finishZone } from "../ui/zoneDrawing";
import { seen, view, viewNames } from "../views";
import { Pane, type Grid } from "./pane";
import { addSwipe } from "./swipe";
import { follow, Synchronised } from "./synchronised";
import { Tip } from "./tip";

/** The maps of all views, moved as one. */
export class Panes {
  readonly #host = byId("panes");
  readonly #panes: Pane[];
  readonly #tip = new Tip(this.#host);
  readonly #moved = new Synchronised();
  #box: Box | null = null;
  /** The pane under the pointer. */
  #pointed: Pane | null = null;
  /** Which maps may be opened: a picture comes before the first, which takes long, and the large one before the others. */
  #mayOpen: "none" | "large" | "all" = "none";

  constructor(readonly store: AppStore, readonly settings: Settings) {
    this.#panes = viewNames.map((name) => new Pane(name, settings));
    this.#host.append(...this.#panes.map((pane) => pane.element));
    addSwipe(this.#host);

    store.watch(["shown", "layout", "left", "right"], (state) => this.#arrange(state));
    store.watch(
      ["shown", "layout", "left", "right", "channel", "layer", "palette", "scaling", "range", "opacity", "isDark"],
      (state) => void this.#draw(state));
    store.watch(["ground", "isDark"], () => this.#underlay(this.#panes));
    store.watch(["cell"], () => this.#reveal());
    store.watch(["hasGrid", "zones", "zone", "corners"], () => this.#place());
    store.watch(["shown", "layout", "left", "right", "channel", "layer", "cell", "hovered"], (state) => this.#tell(state));
  }

  /** Shows the whole city. */
  fit(): void {
    this.store.set({ place: null });
    if (this.#box) this.#leader()?.city!.fit(this.#box);
  }

  /** Shows a part of the city. */
  go({ latitude, longitude, zoom }: Place): void {
    this.#leader()?.city!.map.jumpTo({ center: [longitude, latitude], zoom });
  }

  zoom(by: number): void {
    const map = this.#leader()?.city!.map;
    if (!map) return;
    this.store.set({ place: placeOf(map) });
    map.zoomTo(map.getZoom() + by, { duration: 150 });
  }

  /** Opens the maps that are seen, as far as they may be. */
  #open(names: ViewName[]): void {
    const wanted = this.#mayOpen === "all" ? names : this.#mayOpen === "large" ? [largeOf(this.store.state)] : [];
    for (const pane of this.#panes.filter(({ name, city }) => !city && wanted.includes(name))) {
      const { map } = pane.open();
      const leader = this.#leader();
      if (leader && leader !== pane) follow(map, leader.city!.map);
      this.#moved.add(map);
      this.#listen(pane);
      this.#underlay([pane]);
    }
  }

  #underlay(panes: Pane[]): void {
    const { ground, isDark } = this.store.state;
    for (const { city } of panes) void city?.underlay(ground, isDark);
  }

  #listen(pane: Pane): void {
    const { map } = pane.city!;
    const at = (event: { lngLat: { lng: number; lat: number } }): Cell | null => {
      const { shown } = this.store.state;
      return shown && cellAt(boxOf(shown), shown.inferred.rows, shown.inferred.columns, event.lngLat.lng, event.lngLat.lat);
    };
    map.on("click", (event) => {
      const { layout, right, corners } = this.store.state;
      const isSmall = layout === "main" && right !== pane.name;
      if (corners && !isSmall) this.store.set({ corners: [...corners, [event.lngLat.lng, event.lngLat.lat]] });
      else this.store.set(isSmall ? { right: pane.name } : { cell: at(event) });
    });
    map.on("dblclick", (event) => {
      if (!this.store.state.corners) return;
      event.preventDefault(); // the map would zoom
      finishZone(this.store);
    });
    map.on("mousemove", (event) => {
      this.#pointed = pane;
      const [before, now] = [this.store.state.hovered, at(event)];
      if (before?.row !== now?.row || before?.column !== now?.column) this.store.set({ hovered: now });
    });
    map.on("mouseout", () => this.store.set({ hovered: null }));
    map.on("move", (event) => {
      if (event.originalEvent && !this.store.state.place) this.store.set({ place: placeOf(map) });
      this.#place();
    });
    map.on("moveend", () => {
      if (this.store.state.place && this.#leader() === pane) this.store.set({ place: placeOf(map) });
    });
    map.on("resize", () => {
      const { place } = this.store.state;
      const leader = this.#leader();
      if (!place) this.fit();
      else if (leader === pane) this.go(place);
      else if (leader) follow(map, leader.city!.map);
      this.#place();
    });
  }

  /** Decides which panes are seen, and where. */
  #arrange(state: Readonly<State>): void {
    const { shown, layout, left, right } = state;
    const names = seen(state);
    this.#host.dataset.layout = layout;
    this.#host.dataset.count = String(names.length);
    this.#host.style.setProperty("--small", String(Math.max(names.length - 1, 1)));
    for (const { name, element } of this.#panes) {
      element.hidden = !names.includes(name);
      element.dataset.side = layout === "swipe" && name === left ? "left" : layout === "swipe" && name === right ? "right" : "";
      element.classList.toggle("small", layout === "main" && name !== right);
    }
    if (shown) this.#open(names);
  }

  /** Opens the maps of the first frame, whose flow is there before: the large one, then the others. */
  async #begin(): Promise<void> {
    this.#mayOpen = "large";
    await painted();
    performance.mark("first-map");
    for (const mayOpen of ["large", "all"] as const) {
      this.#mayOpen = mayOpen;
      this.#arrange(this.store.state);
      void this.#draw(this.store.state);
      await Promise.all(this.#panes.map(({ city }) => city?.isReady));
    }
    this.#host.dataset.drawn = "all";
  }

  async #draw(state: Readonly<State>): Promise<void> {
    const { shown, channel, opacity, place } = state;
    if (!shown) return;
    const box = boxOf(shown);
    for (const pane of this.#panes.filter(({ element, city }) => !element.hidden && (city || !place))) {
      const its = view(pane.name, state);
      if (its) pane.draw(its, channel, opacity, box);
    }
    if (this.#mayOpen === "none") return this.#begin();
    if (!this.#leader()) return;
    if (JSON.stringify(box) !== JSON.stringify(this.#box)) {
      const isFirst = this.#box === null;
      this.#box = box;
      if (isFirst && state.place) this.go(state.place);
      else this.fit();
    }
    this.#place();
    await painted();
    this.#host.dataset.slot = String(shown.index);
  }

  /** Brings the picked cell into sight where it was moved out of it. */
  #reveal(): void {
    const { shown, cell } = this.store.state;
    if (shown && cell) this.#leader()?.city!.reveal(cellBox(boxOf(shown), shown.inferred.rows, shown.inferred.columns, cell));
    this.#place();
  }

  /** The map that the others follow where nobody moves one: the large one, or the first. */
  #leader(): Pane | undefined {
    const open = this.#panes.filter(({ city, element }) => city && !element.hidden);
    return open.find(({ name }) => name === this.store.state.right) ?? open[0];
  }

  #place(): void {
    const { state } = this.store;
    const { shown, cell, hasGrid } = state;
    if (!shown) return;
    const grid = gridOf(shown);
    for (const pane of this.#panes) if (!pane.element.hidden) pane.place(cell, grid, hasGrid, state);
  }

  #tell({ shown, channel, cell, hovered, corners }: Readonly<State>): void {
    if (!shown) return;
    for (const pane of this.#panes) if (!pane.element.hidden) pane.tell(hovered ?? cell, channel, shown.source.factor);
    if (!hovered || corners || !this.#pointed || this.#pointed.element.hidden) return this.#tip.hide();
    const lines = [...cellNumbers(shown, hovered, channel), ["Fine cell", `row ${hovered.row}, column ${hovered.column}`] as [string, string]];
    this.#tip.show(facts(lines), this.#pointed.placeOf(hovered, gridOf(shown), this.#host));
  }
}

/** The large map, or the first of several that are equally large. */
function largeOf(state: Readonly<State>): ViewName {
  const names = seen(state);
  return names.includes(state.right) ? state.right : names[0];
}

/** After the next frame is on the screen. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function boxOf({ source }: Shown): Box {
  return source.box ?? plainBox(source.coarseRows, source.coarseColumns);
}

function gridOf(shown: Shown): Grid {
  const { inferred: { rows, columns }, source } = shown;
  return { box: boxOf(shown), isPlaced: source.box !== null, rows, columns, factor: source.factor };
}

function placeOf(map: { getCenter(): { lat: number; lng: number }; getZoom(): number }): Place {
  const { lat, lng } = map.getCenter();
  return { latitude: lat, longitude: lng, zoom: map.getZoom() };
}
