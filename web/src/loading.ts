import { conservation } from "./flow/conservation";
import { difference } from "./flow/error";
import { widths } from "./flow/interval";
import type { FrameSource } from "./sources/source";
import { fits } from "./sources/source";
import type { AppStore, State } from "./state";
import type { ModelChoice } from "./api/types";

/** Intervals are asked for one at a time, so that a slider that is drawn along does not ask for all of them. */
let lastInterval: Promise<unknown> = Promise.resolve();

/** So are a model's answers in this browser, which has one model in work at a time. */
let lastInBrowser: Promise<unknown> = Promise.resolve();

/** Brings what is asked for onto the screen; an answer that is no longer wanted when it comes is dropped. */
export async function show(store: AppStore): Promise<void> {
  const { source, model, index } = store.state;
  if (!source || !model) return;
  const isWanted = ({ state }: AppStore) => state.source === source && state.model === model && state.index === index;
  if (model.browser) await lastInBrowser;
  if (!isWanted(store)) return;
  const loading = source.load(index, model);
  if (model.browser) {
    store.set({ isWaiting: true });
    lastInBrowser = loading.catch(() => {}).then(() => store.set({ isWaiting: false }));
  }
  const frame = await loading;
  await lastInterval;
  if (!isWanted(store)) return;
  const asked = source.interval(index, model);
  lastInterval = asked.catch(() => {}); // whoever asked hears of a failure
  const interval = await asked;
  if (!isWanted(store)) return;

  const { coarse, inferred, truth } = frame;
  store.set({
    shown: {
      ...frame, source, index, model, interval,
      error: truth && difference(inferred, truth),
      widths: interval && widths(interval, inferred),
      conservation: conservation(coarse, inferred),
    },
  });
}

/** The changes that go to a source: the same model and channel where they fit, its first slot. */
export function switchTo(source: FrameSource, models: ModelChoice[], { model, channel, shown }: Readonly<State>): Partial<State> {
  const fitting = models.filter((choice) => fits(choice, source));
  return {
    source,
    models: fitting,
    model: fitting.includes(model!) ? model : (fitting[0] ?? null),
    frames: source.count(),
    index: 0,
    channel: Math.min(channel, source.channels.length - 1),
    // What is on the screen stays until the first frame is there; without a model none will come.
    shown: fitting.length > 0 ? shown : null,
    cell: null,
    hovered: null,
    isPlaying: false,
  };
}
