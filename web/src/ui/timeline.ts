import { highestOf, named, type Span } from "../flow/day";
import { count, dayLabel } from "../flow/labels";
import { largest } from "../flow/flowMap";
import type { FrameSource } from "../sources/source";
import type { AppStore, State } from "../state";
import { byId, element, svg } from "./dom";

/** What the drawing is wide and high; it is stretched to its place. */
const [width, height] = [1000, 40];

/** Names of days have so much of the width, at least. */
const nameWidth = 0.18;

const [chart, names] = [byId<SVGSVGElement>("timeline"), byId("days")];

/** The city's total over all slots, with its days and the peak of each, over the slider. */
export function addTimeline(store: AppStore): void {
  const now = svg("line", { class: "now", y1: 0, y2: height });
  chart.addEventListener("click", (event) => {
    const { left, width: wide } = chart.getBoundingClientRect();
    const { source } = store.state;
    const index = Math.floor(((event.clientX - left) / wide) * source!.count());
    store.set({ index: Math.min(Math.max(index, 0), source!.count() - 1), isPlaying: false });
  });
  byId("peak-before").addEventListener("click", () => jump(store, -1));
  byId("peak-after").addEventListener("click", () => jump(store, 1));
  store.watch(["source", "channel", "frames"], (state) => drawChart(state, now));
  store.watch(["source", "frames", "shown"], ({ source, shown }) => {
    if (!source || shown?.source !== source) return;
    const x = (((shown.index + 0.5) / source.count()) * width).toFixed(1);
    now.setAttribute("x1", x);
    now.setAttribute("x2", x);
  });
  store.watch(["shown", "channel"], ({ shown, channel }) => {
    const total = shown?.source.totals()?.[channel][shown.index];
    byId("time-total").textContent = total === undefined ? "" : `${count(total)} in the city`;
  });
}

/** Goes to the peak of the day before or after, or of this day where that lies on the way. */
export function jump(store: AppStore, direction: -1 | 1): void {
  const { source, channel, index } = store.state;
  const peaks = source ? peaksOf(source, channel) : [];
  const next = direction > 0 ? peaks.find((peak) => peak > index) : peaks.findLast((peak) => peak < index);
  if (next !== undefined) store.set({ index: next, isPlaying: false });
}

/** The slot of each day with the largest total, of days with more than one slot. */
function peaksOf(source: FrameSource, channel: number): number[] {
  const totals = source.totals()?.[channel];
  return totals ? source.days().filter((day) => day.count > 1).map((day) => highestOf(totals, day)) : [];
}

function drawChart({ source, channel }: Readonly<State>, now: SVGLineElement): void {
  const totals = source?.totals()?.[channel];
  byId("timeline-place").hidden = !totals;
  for (const id of ["peak-before", "peak-after"]) byId(id).hidden = !totals;
  if (!source || !totals) return;
  const days = source.days();
  const x = (index: number) => (index / totals.length) * width;
  const top = largest(Float32Array.from(totals)) || 1;
  const y = (total: number) => height - (total / top) * (height - 5);
  const peaks = peaksOf(source, channel);
  chart.replaceChildren(
    svg("path", { class: "total", d: `M0,${height} ${columns(totals, x, y)} L${width},${height} Z` }),
    ...days.slice(1).map(({ from }) => svg("line", { class: "rule", x1: x(from), x2: x(from), y1: 0, y2: height })),
    ...peaks.map((peak) => svg("path", { class: "peak", d: `M${x(peak + 0.5)},${y(totals[peak])} v0` })),
    now,
  );
  chart.ariaLabel = `The city’s total over ${days.length} ${days.length === 1 ? "day" : "days"}, at most ${count(top)} ${source.unit}`;
  names.replaceChildren(...named(days, totals.length, nameWidth).map((i) => dayName(source, days[i], i, totals.length)));
}

/** Steps of the totals, of many slots the highest in each step of the drawing. */
function columns(totals: number[], x: (index: number) => number, y: (total: number) => number): string {
  const group = Math.ceil(totals.length / width);
  const steps = Array.from({ length: Math.ceil(totals.length / group) }, (_, i) => {
    const from = i * group;
    const to = Math.min(from + group, totals.length);
    const high = y(totals[highestOf(totals, { from, count: to - from })]).toFixed(1);
    return `L${x(from).toFixed(1)},${high} L${x(to).toFixed(1)},${high}`;
  });
  return steps.join(" ");
}

function dayName(source: FrameSource, { from }: Span, number: number, slots: number): HTMLElement {
  const time = source.time(from);
  const name = element("span", "", time ? dayLabel(time) : `Day ${number + 1}`);
  name.style.left = `${(100 * from) / slots}%`;
  return name;
}
