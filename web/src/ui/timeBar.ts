import { timeLabel } from "../flow/labels";
import { prepare, show } from "../loading";
import type { FrameSource } from "../sources/source";
import type { AppStore, State } from "../state";
import { byId } from "./dom";
import { announce, attempt, fail } from "./message";

const [slider, play, time, wait] = [byId<HTMLInputElement>("slider"), byId("play"), byId("time"), byId("time-wait")];

/** The slider over the slots, and playback. */
export function addTimeBar(store: AppStore): void {
  slider.addEventListener("input", () => store.set({ index: slider.valueAsNumber, isPlaying: false }));
  byId("previous").addEventListener("click", () => step(store, -1));
  byId("next").addEventListener("click", () => step(store, 1));
  play.addEventListener("click", () => togglePlay(store));

  store.watch(["source", "index", "frames"], (state) => drawSlider(state));
  store.watch(["source", "index", "shown"], (state) => drawTime(state));
  store.watch(["isPlaying"], ({ isPlaying }) => {
    play.classList.toggle("playing", isPlaying);
    play.ariaLabel = isPlaying ? "Pause" : "Play";
    if (isPlaying) playOn(store).catch(fail);
    else void attempt(() => show(store));
  });
  store.watch(["source", "model", "otherModel", "index", "layer", "revision"], ({ isPlaying }) => {
    if (!isPlaying) void attempt(() => show(store));
  });
  store.watch(["shown"], ({ shown, isPlaying }) => {
    if (shown && !isPlaying) announce(slotLabel(shown.source, shown.index));
  });
}

/** Goes some slots on or back, and stops playing. */
export function step(store: AppStore, by: number): void {
  const { source, index } = store.state;
  if (source) store.set({ index: Math.min(Math.max(index + by, 0), source.count() - 1), isPlaying: false });
}

export function togglePlay(store: AppStore): void {
  const { source, model, isPlaying } = store.state;
  if (source && model && source.count() > 1) store.set({ isPlaying: !isPlaying });
}

/**
 * Slot after slot at the pace that is chosen, from the last one back to the first. The one behind is asked for while one is seen; one that
 * comes late is seen for a shorter time.
 */
async function playOn(store: AppStore): Promise<void> {
  let next = performance.now();
  while (store.state.isPlaying) {
    const { source, index } = store.state;
    const pace = 1000 / Number(byId<HTMLSelectElement>("speed").value);
    next = Math.max(next + pace, performance.now());
    store.set({ index: (index + 1) % source!.count() });
    try {
      await show(store);
      prepare(store.state, (index + 2) % source!.count());
      await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
    } catch (error) {
      store.set({ isPlaying: false });
      throw error;
    }
  }
}

function drawSlider({ source, index }: Readonly<State>): void {
  if (!source) return;
  slider.max = String(source.count() - 1);
  slider.value = String(index);
  slider.disabled = source.count() < 2;
  slider.ariaValueText = slotLabel(source, index);
}

/** The time that is said belongs to the maps on the screen; the one asked for stands beside it until its maps are there. */
function drawTime({ source, index, shown }: Readonly<State>): void {
  if (!source) return;
  const isThere = shown?.source === source && shown.index === index;
  time.textContent = shown ? slotLabel(shown.source, shown.index) : "";
  wait.textContent = isThere ? "" : `then ${slotLabel(source, index)}`;
}

/** "Monday 11 May 2026, 19:00", or "Slot 12 of 240". */
export function slotLabel(source: FrameSource, index: number): string {
  const at = source.time(index);
  return at ? timeLabel(at) : source.count() > 1 ? `Slot ${index + 1} of ${source.count()}` : source.title;
}
