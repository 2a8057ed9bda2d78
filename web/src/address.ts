import { paletteNames } from "./colours/palettes";
import { switchTo } from "./loading";
import { keyOf } from "./models";
import type { Cell } from "./flow/cityGrid";
import type { FrameSource } from "./sources/source";
import type { AppStore, Layer, Layout, Place, State, ViewName } from "./state";
import type { ModelChoice } from "./api/types";
import { viewNames } from "./views";

/** Milliseconds without a change before the address is written. */
const pause = 250;

const layouts: Layout[] = ["main", "all", "compare", "swipe", "one"];
const layers: Layer[] = ["estimate", "width", "relative"];

/** What an address asks for, and what of it is not here. */
export interface Asked {
  changes: Partial<State>;
  unknown: string[];
}

/** Keeps what is shown in the page's address, so that it can be loaded again, kept and shared. */
export function keepAddress(store: AppStore, models: ModelChoice[], defaults: State, onAsked: (asked: Asked) => void): void {
  let timer = 0;
  const write = () => {
    const { source, isPlaying } = store.state;
    if (source && !isPlaying) history.replaceState(null, "", `#${addressOf(store.state, defaults)}`);
  };
  store.watch(
    ["source", "index", "model", "otherModel", "channel", "layout", "left", "right", "layer", "palette", "scaling", "range", "place", "cell", "hasGrid", "isPlaying"],
    () => {
      clearTimeout(timer);
      timer = window.setTimeout(write, pause);
    });
  addEventListener("hashchange", () => onAsked(asked(location.hash, models, store.state, defaults)));
}

/** The address of a state: only what differs from what the page would open with. */
export function addressOf(state: Readonly<State>, defaults: State): string {
  const { source, index, model, otherModel, cell, place } = state;
  const parts: [string, string | null][] = [];
  // An own frame and live frames are not what somebody else would find there.
  const isKept = state.sources[0] && source && source.totals() !== null;
  if (isKept) parts.push(["data", source === state.sources[0] ? null : source.name], ["slot", slotName(source, index)]);
  parts.push(["model", model && model !== state.models[0] ? keyOf(model) : null], ["with", otherModel && keyOf(otherModel)]);
  const changed = <K extends keyof State>(name: string, key: K) =>
    parts.push([name, state[key] === defaults[key] ? null : String(state[key])]);
  changed("flow", "channel");
  changed("layout", "layout");
  changed("view", "right");
  changed("left", "left");
  changed("layer", "layer");
  changed("palette", "palette");
  changed("scale", "scaling");
  changed("range", "range");
  parts.push(["grid", state.hasGrid ? "on" : null], ["cell", cell && `${cell.row},${cell.column}`]);
  parts.push(["at", place && `${place.latitude.toFixed(5)},${place.longitude.toFixed(5)},${place.zoom.toFixed(2)}`]);
  return parts.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${encoded(value!)}`).join("&");
}

/** What an address asks for, over what the page opens with. */
export function asked(hash: string, models: ModelChoice[], state: Readonly<State>, defaults: State): Asked {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const unknown: string[] = [];
  const named = <T>(name: string, among: T[], nameOf: (one: T) => string): T | undefined => {
    const value = parameters.get(name);
    const found = among.find((one) => nameOf(one) === value);
    if (value !== null && !found) unknown.push(`${name} “${value}”`);
    return found;
  };
  const source = named("data", state.sources, ({ name }) => name) ?? state.sources[0];
  if (!source) return { changes: {}, unknown };
  const start = switchTo(source, models, { ...state, model: null, otherModel: null, channel: 0 });
  const model = named("model", start.models!, keyOf) ?? start.models![0] ?? null;
  const index = slotOf(source, parameters.get("slot"));
  if (index === null) unknown.push(`slot “${parameters.get("slot")}”`);
  const one = <T extends string>(name: string, among: readonly T[], otherwise: T) => named<T>(name, [...among], (value) => value) ?? otherwise;
  const channel = Number(parameters.get("flow") ?? 0);
  return {
    unknown,
    changes: {
      ...start,
      model,
      otherModel: named("with", start.models!.filter((choice) => choice !== model), keyOf) ?? null,
      index: index ?? start.index,
      channel: source.channels[channel] === undefined ? 0 : channel,
      layout: one("layout", layouts, defaults.layout),
      right: one<ViewName>("view", viewNames, defaults.right),
      left: one<ViewName>("left", viewNames, defaults.left),
      layer: one("layer", layers, defaults.layer),
      palette: one("palette", paletteNames, defaults.palette),
      scaling: one<State["scaling"]>("scale", ["log", "linear"], defaults.scaling),
      range: one<State["range"]>("range", ["all", "slot"], defaults.range),
      hasGrid: parameters.get("grid") === "on",
      cell: cellOf(source, numbers(parameters.get("cell"), 2)),
      place: placeOf(numbers(parameters.get("at"), 3)),
    },
  };
}

/** "2026-05-11T19:00", or the number of a slot without a time, from 1. */
function slotName(source: FrameSource, index: number): string {
  return source.time(index)?.slice(0, 16) ?? String(index + 1);
}

/** The slot of a name or of a number; the source's own first one where nothing is asked for, null where there is no such slot. */
function slotOf(source: FrameSource, name: string | null): number | null | undefined {
  if (name === null) return undefined;
  const slots = Array.from({ length: source.count() }, (_, i) => i);
  return slots.find((i) => slotName(source, i) === name || String(i + 1) === name) ?? null;
}

function cellOf({ coarseRows, coarseColumns, factor }: FrameSource, given: number[] | null): Cell | null {
  const [row, column] = given ?? [-1, -1];
  const isThere = Number.isInteger(row) && Number.isInteger(column) && row >= 0 && row < coarseRows * factor && column >= 0 && column < coarseColumns * factor;
  return isThere ? { row, column } : null;
}

function placeOf(given: number[] | null): Place | null {
  const [latitude, longitude, zoom] = given ?? [];
  return given && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180 && zoom >= 0 && zoom <= 22 ? { latitude, longitude, zoom } : null;
}

function numbers(text: string | null, howMany: number): number[] | null {
  const values = text?.split(",").map((part) => (part.trim() === "" ? NaN : Number(part))) ?? [];
  return values.length === howMany && values.every(Number.isFinite) ? values : null;
}

function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%20", "+");
}
