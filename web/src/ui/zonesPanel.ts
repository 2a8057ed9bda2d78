import { api } from "../api/client";
import type { ZoneAnswer } from "../api/types";
import type { Span } from "../flow/day";
import { clock, count, percent } from "../flow/labels";
import { fileName, save } from "../formats/save";
import { readZones } from "../formats/zones";
import { versionOf } from "../models";
import { DatasetSource } from "../sources/dataset";
import { keptZones } from "../sources/kept";
import { ZoneTotals, type ZoneDay } from "../sources/zoneTotals";
import type { AppStore, Shown, State } from "../state";
import { drawCurve } from "./curve";
import { byId, element } from "./dom";
import { attempt, fail } from "./message";

const [table, hint, chart, file] = [byId("zone-table"), byId("zone-hint"), byId("zone-day"), byId<HTMLInputElement>("zone-file")];

/** The flow in zones of the slot that is shown, and the day of the picked one. */
export function addZones(store: AppStore): void {
  let totals: ZoneTotals | null = null;
  file.addEventListener("change", () => {
    const [chosen] = file.files!;
    file.value = "";
    if (chosen) void attempt(async () => store.set({ zones: readZones(await chosen.text()), zone: 0, corners: null }), "zones");
  });
  for (const format of ["csv", "geojson"] as const)
    byId(`zone-${format}`).addEventListener("click", () => attempt(() => download(store.state, format), "zones"));

  store.watch(["source"], ({ source, zones }) => {
    // Own frames lie where the data before them lie.
    if (source instanceof DatasetSource) store.set({ zones: keptZones.get(source.name) ?? [], zone: 0 });
    else if (!source?.box && zones.length > 0) store.set({ zones: [], zone: 0 });
  });
  store.watch(["zones"], ({ source, zones }) => {
    if (source instanceof DatasetSource) void attempt(async () => keptZones.set(source.name, zones.length > 0 ? zones : null), "zones");
  });
  store.watch(["shown", "zones", "zone", "channel", "isPlaying"], (state) => {
    const reason = reasonAgainst(state);
    byId<HTMLButtonElement>("zone-draw").disabled = file.disabled = state.source?.box == null;
    hint.hidden = reason === null;
    hint.textContent = reason;
    table.hidden = chart.hidden = byId("zone-files").hidden = true;
    if (reason !== null && state.zones.length === 0) return;
    totals = reason === null ? totalsOf(state, totals) : null;
    draw(store, totals);
    if (totals && !state.isPlaying) void follow(store, totals).catch((error) => fail(error, "zones"));
  });
}

/** Why there are no numbers; null where there can be. */
function reasonAgainst({ shown, source, zones }: Readonly<State>): string | null {
  if (source && !source.box) return "Where these maps lie is not known, so that zones cannot be drawn on them.";
  if (zones.length === 0) return "Draw a zone on a map, or load the polygons of a GeoJSON file, to see the flow in it.";
  if (!shown || !(shown.source instanceof DatasetSource)) return "Zones are counted in the slots of the data; choose them above.";
  return shown.model.browser ? "Zones are counted by models on the server; choose one above." : null;
}

/** The totals so far, or new ones where they are those of other zones or another model. */
function totalsOf({ shown, zones }: Readonly<State>, before: ZoneTotals | null): ZoneTotals {
  const { source, model } = shown!;
  const isSame = before?.dataset === source.name && before.zones === zones && versionOf(before.model) === versionOf(model);
  return isSame ? before : new ZoneTotals(source.name, zones, model);
}

/** Asks for the slot that is shown, then for its day; what is no longer wanted when it comes is not drawn. */
async function follow(store: AppStore, totals: ZoneTotals): Promise<void> {
  const { shown, zones } = store.state;
  const isWanted = () => store.state.shown === shown && store.state.zones === zones && !store.state.isPlaying;
  await totals.slot(shown!.index);
  if (!isWanted()) return;
  draw(store, totals);
  await totals.day(dayOf(shown!), () => draw(store, totals), isWanted);
  if (byId("message").dataset.cause === "zones") byId("message").hidden = true;
}

/** Draws what is known of the slot that is shown; without numbers where nothing of it has come. */
function draw(store: AppStore, totals: ZoneTotals | null): void {
  const { shown, zones, zone, channel } = store.state;
  const answer = totals?.known(shown!.index);
  table.hidden = false;
  byId("zone-table").replaceChildren(...rows(store, shown ? answer : undefined));
  const outside = answer?.zones.filter((one) => one.outside > 0.01) ?? [];
  byId("zone-outside").textContent = outside.map((one) => `${percent(one.outside)} of ${one.name} lies outside the map.`).join(" ");
  chart.hidden = byId("zone-files").hidden = !answer;
  if (!answer || !shown) return;
  const day = totals!.dayOf(zone, channel, dayOf(shown));
  const slots = day.flow.map((_, i) => slotText(shown, day.from + i));
  const band = day.lower && day.upper && { lower: day.lower, upper: day.upper };
  drawCurve(byId<SVGSVGElement>("zone-curve"), { inferred: day.flow, truth: day.truth, band, slots, now: shown.index - day.from });
  byId("zone-caption").replaceChildren(...caption(zones[zone].name, day, shown));
}

function rows(store: AppStore, answer: ZoneAnswer | undefined): HTMLElement[] {
  const { zones, shown, channel } = store.state;
  const slot = answer ? shown!.index - answer.from : 0;
  const hasTruth = answer?.zones[0].true != null;
  const head = ["Zone", "Flow", "90 % interval", ...(hasTruth ? ["True"] : [])].map((name) => headOf(name, "col"));
  head.push(element("th", "", element("span", "hidden", "Delete")));
  const lines = zones.map(({ name }, number) => {
    const flow = answer?.zones[number];
    const at = (values: number[][] | null | undefined) => (values ? count(values[channel][slot]) : "");
    const ends = flow?.lower && flow.upper ? `${at(flow.lower)}–${at(flow.upper)}` : "";
    const numbers = [at(flow?.flow) || "…", ends, ...(hasTruth ? [at(flow?.true)] : [])];
    return element("tr", "", zoneHead(store, name, number), ...numbers.map((text) => element("td", "", text)), element("td", "", deletion(store, name, number)));
  });
  const said = shown ? ` ${slotText(shown, shown.index)}` : "";
  return [element("caption", "hidden", `The flow in zones${said}`), element("thead", "", element("tr", "", ...head)), element("tbody", "", ...lines)];
}

/** The name of a zone, which picks it. */
function zoneHead(store: AppStore, name: string, number: number): HTMLElement {
  const pick = element("button", "plain", name);
  pick.type = "button";
  pick.title = name;
  pick.ariaPressed = String(number === store.state.zone);
  pick.addEventListener("click", () => {
    store.set({ zone: number });
    table.querySelectorAll<HTMLElement>("tbody th button")[number].focus();
  });
  const head = headOf("", "row");
  head.append(pick);
  return head;
}

function deletion(store: AppStore, name: string, number: number): HTMLElement {
  const button = element("button", "plain", "×");
  button.type = "button";
  button.ariaLabel = `Delete ${name}`;
  button.addEventListener("click", () => {
    const { zones, zone } = store.state;
    const left = zones.filter((_, i) => i !== number);
    store.set({ zones: left, zone: Math.max(0, Math.min(zone > number ? zone - 1 : zone, left.length - 1)) });
    (table.querySelector<HTMLElement>("tbody button") ?? byId("zone-draw")).focus();
  });
  return button;
}

function headOf(name: string, scope: string): HTMLTableCellElement {
  const cell = element("th", "", name);
  cell.scope = scope;
  return cell;
}

function caption(name: string, { truth, upper, flow }: ZoneDay, { source }: Shown): (Node | string)[] {
  const key = (kind: string) => element("i", `key ${kind}`);
  const so = flow.some(Number.isNaN) ? "inferred so far " : "inferred ";
  return [key("inferred"), so, ...(truth ? [key("true"), "true "] : []), ...(upper ? ["· shaded: 90 % interval "] : []), `· ${name}, ${source.unit}`];
}

function dayOf({ source, index }: Shown): Span {
  return source.days().find(({ from, count }) => from <= index && index < from + count)!;
}

function slotText({ source }: Shown, index: number): string {
  const time = source.time(index);
  return time ? clock(time) : String(index + 1);
}

/** The day of the slot that is shown as a file. */
async function download({ shown, zones }: Readonly<State>, format: "csv" | "geojson"): Promise<void> {
  const { from, count } = dayOf(shown!);
  const { source, model } = shown!;
  const day = source.time(from)?.slice(0, 10) ?? `slots${from + 1}`;
  save(`${fileName(source.name, "zones", day, model.card.name)}.${format}`, await api.zoneFile(source.name, zones, from, count, model, format));
}
