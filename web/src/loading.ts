import { conservation } from "./flow/conservation";
import { difference } from "./flow/error";
import { widths } from "./flow/interval";
import type { FrameSource } from "./sources/source";
import { fits } from "./sources/source";
import type { AppStore, Shown, State } from "./state";
import type { ModelChoice } from "./api/types";

/** Brings what is asked for onto the screen; an answer that is no longer wanted when it comes is dropped. */
export async function show(store: AppStore): Promise<void> {
  const { source, model, index } = store.state;
  if (!source || !model) return;
  const shown = await load(source, index, model);
  const now = store.state;
  if (now.source === source && now.model === model && now.index === index) store.set({ shown });
}

async function load(source: FrameSource, index: number, model: ModelChoice): Promise<Shown> {
  const frame = await source.load(index, model);
  const { coarse, inferred, truth, interval } = frame;
  return {
    ...frame, source, index, model,
    error: truth && difference(inferred, truth),
    widths: interval && widths(interval, inferred),
    conservation: conservation(coarse, inferred),
  };
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
