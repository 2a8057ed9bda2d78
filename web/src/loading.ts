import { conservation, type Conservation } from "./flow/conservation";
import { difference } from "./flow/error";
import { admitsIntervals, widths } from "./flow/interval";
import { saysIntervals } from "./sources/interval";
import { highestOf } from "./flow/day";
import type { FrameSource } from "./sources/source";
import { fitting } from "./sources/source";
import type { AppStore, Shown, State } from "./state";
import type { ModelChoice } from "./api/types";

/** Intervals are asked for one at a time, so that a slider that is drawn along does not ask for all of them. */
let lastInterval: Promise<unknown> = Promise.resolve();

/** So are a model's answers in this browser, which has one model in work at a time. */
let lastInBrowser: Promise<unknown> = Promise.resolve();

/** Brings what is asked for onto the screen; an answer that is no longer wanted when it comes is dropped. */
export async function show(store: AppStore): Promise<void> {
  const { source, model, otherModel, index } = store.state;
  if (!source || !model) return;
  const isWanted = ({ state }: AppStore) =>
    state.source === source && state.model === model && state.otherModel === otherModel && state.index === index;
  const isInBrowser = model.browser !== null || Boolean(otherModel?.browser);
  if (isInBrowser) await lastInBrowser;
  if (!isWanted(store)) return;
  const loading = Promise.all([source.load(index, model), otherModel && source.load(index, otherModel)]);
  if (isInBrowser) {
    store.set({ isWaiting: true });
    lastInBrowser = loading.catch(() => {}).then(() => store.set({ isWaiting: false }));
  }
  const [frame, second] = await loading;
  if (!isWanted(store)) return;
  const { coarse, inferred, truth } = frame;
  const other = second && second.inferred;
  const shown: Shown = {
    ...frame, source, index, model, otherModel, other,
    difference: other && difference(other, inferred),
    error: truth && difference(inferred, truth),
    interval: null,
    widths: null,
    conservation: worst([inferred, ...(other ? [other] : [])].map((map) => conservation(coarse, map))),
  };
  // The estimate does not wait for its intervals, and playing does without them.
  const isEstimate = store.state.layer === "estimate" || !admitsIntervals(coarse) || !saysIntervals(model);
  if (isEstimate) store.set({ shown });
  if (isEstimate && store.state.isPlaying) return;

  await lastInterval;
  if (!isWanted(store)) return;
  const asked = source.interval(index, model);
  lastInterval = asked.catch(() => {}); // whoever asked hears of a failure
  const interval = await asked;
  if (!isWanted(store) || (isEstimate && (!interval || store.state.shown !== shown))) return;
  store.set({ shown: { ...shown, interval, widths: interval && widths(interval, inferred) } });
}

/** Asks for a slot that will soon be shown. A failure is told when it is. */
export function prepare({ source, model, otherModel }: Readonly<State>, index: number): void {
  for (const choice of [model, otherModel]) if (choice && !choice.browser) source?.load(index, choice).catch(() => {});
}

/** How well several maps add up: as well as the one that does worst. */
function worst(all: Conservation[]): Conservation {
  return { largest: Math.max(...all.map(({ largest }) => largest)), holds: all.every(({ holds }) => holds) };
}

/** The changes that go to a source: the same models and channel where they fit, its busiest slot. */
export function switchTo(source: FrameSource, models: ModelChoice[], { model, otherModel, channel, shown }: Readonly<State>): Partial<State> {
  const its = fitting(models, source);
  return {
    source,
    models: its,
    model: its.includes(model!) ? model : (its[0] ?? null),
    otherModel: its.includes(otherModel!) ? otherModel : null,
    frames: source.count(),
    index: busiest(source),
    channel: Math.min(channel, source.channels.length - 1),
    // What is on the screen stays until the first frame is there; without a model none will come.
    shown: its.length > 0 ? shown : null,
    cell: null,
    hovered: null,
    isPlaying: false,
  };
}

/** The slot with the largest total of all flows; the first where totals are not known. */
function busiest(source: FrameSource): number {
  const totals = source.totals();
  if (!totals) return 0;
  const all = totals[0].map((_, i) => totals.reduce((sum, channel) => sum + channel[i], 0));
  return highestOf(all, { from: 0, count: all.length });
}
