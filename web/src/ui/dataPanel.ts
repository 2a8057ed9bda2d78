import type { ModelChoice } from "../api/types";
import { timeLabel } from "../flow/labels";
import { readUpload, type UploadedFrame } from "../formats/upload";
import { switchTo } from "../loading";
import { keyOf } from "../models";
import { LiveSource } from "../sources/live";
import { LiveFeed } from "../sources/liveFeed";
import type { FrameSource } from "../sources/source";
import { showFrame } from "../sources/ownFrame";
import { UploadedSource, type Factors } from "../sources/uploaded";
import type { AppStore, State } from "../state";
import { byId, facts, fill } from "./dom";
import { addDrop } from "./drop";
import { takeGround } from "./ground";
import { attempt, fail } from "./message";

const [sourceSelect, modelSelect, otherSelect, channelSelect] = ["source", "model", "other", "channel"].map((id) => byId<HTMLSelectElement>(id));
const [liveButton, liveState, upload] = [byId("live"), byId("live-state"), byId<HTMLInputElement>("upload")];

/** What is shown: a dataset, the user's own frame or the live feed; by which model, and which flow. */
export function addDataPanel(store: AppStore, models: ModelChoice[]): void {
  const go = (source: FrameSource) => store.set({ ...switchTo(source, models, store.state), isLive: false });
  sourceSelect.addEventListener("change", () => go(store.state.sources[sourceSelect.selectedIndex]));
  modelSelect.addEventListener("change", () => {
    const { models: fitting, otherModel } = store.state;
    const model = fitting[modelSelect.selectedIndex];
    store.set({ model, otherModel: otherModel === model ? null : otherModel });
  });
  addComparison(store);
  channelSelect.addEventListener("change", () => store.set({ channel: channelSelect.selectedIndex }));
  upload.addEventListener("change", () => {
    const [file] = upload.files!;
    if (file) void attempt(() => addFrame(store, models, file), "data");
    upload.value = "";
  });
  addDrop((file) => void attempt(() => addFrame(store, models, file), "data"));
  addLive(store, models);

  store.watch(["sources", "source"], ({ sources, source }) => {
    fill(sourceSelect, sources.map(({ name, title }) => [name, title]), source?.name ?? "");
  });
  store.watch(["source", "shown"], ({ source, shown }) => (byId("place").textContent = (shown?.source ?? source)?.title ?? ""));
  store.watch(["source"], ({ source }) => {
    const factors = source instanceof UploadedSource ? source.factors : null;
    byId("factors").hidden = factors === null;
    byId("factors").textContent = factors ? `${factors.values ? "External factors" : "Time"}: ${factors.of}` : "";
  });
  store.watch(["models", "model"], ({ models: fitting, model }) =>
    fill(modelSelect, fitting.map((choice) => [keyOf(choice), title(choice)]), model ? keyOf(model) : ""));
  store.watch(["model"], ({ model }) => byId("about").replaceChildren(...facts(model ? about(model) : [])));
  store.watch(["source", "channel"], ({ source, channel }) => {
    fill(channelSelect, (source?.channels ?? []).map((name, i) => [String(i), name]), String(channel));
    byId("channel-row").hidden = (source?.channels.length ?? 0) < 2;
  });
}

/** The second model, of those that are not the first; it is shown beside the first one and their difference as soon as it has inferred. */
function addComparison(store: AppStore): void {
  let isAsked = false;
  otherSelect.addEventListener("change", () => {
    const otherModel = store.state.models.find((choice) => keyOf(choice) === otherSelect.value) ?? null;
    isAsked = otherModel !== null;
    store.set({ otherModel });
  });
  store.watch(["shown"], ({ shown }) => {
    if (!isAsked || !shown?.other) return;
    isAsked = false;
    store.set({ layout: "compare" });
  });
  store.watch(["models", "model", "otherModel", "isLive", "source"], ({ models, model, otherModel, source }) => {
    const others = models.filter((choice) => choice !== model);
    fill(otherSelect, [["", "no other model"], ...others.map((choice): [string, string] => [keyOf(choice), title(choice)])],
      otherModel ? keyOf(otherModel) : "");
    // Live frames come as one model inferred them.
    byId("other-row").hidden = others.length === 0 || source?.name === "live";
  });
}

function title({ card, label, browser }: ModelChoice): string {
  const name = label === "canary" ? `${card.name}, canary version ${card.labels.canary}` : `${card.name}: ${card.title}`;
  return browser ? `${name} (in this browser)` : name;
}

/** What the model's card says. */
function about({ card, label, browser }: ModelChoice): [string, string][] {
  return [
    ["Runs", browser ? "in this browser" : "on the server"],
    ["Network", card.network],
    ["Parameters", card.parameters.toLocaleString("en-US")],
    ...(card.trained_on ? [["Trained on", card.trained_on] as [string, string]] : []),
    ...(label === "stable" ? [["SHA-256 of its weights", `${card.sha256.slice(0, 12)}…`] as [string, string]] : []),
  ];
}

/** Reads a file, takes it as the ground of the maps or shows it as a source of its own, in place of the one uploaded before. */
async function addFrame(store: AppStore, models: ModelChoice[], file: File): Promise<void> {
  const content = await file.arrayBuffer();
  if (takeGround(store, file.name, content)) return;
  const { source } = store.state;
  const grid = source?.box
    ? { box: source.box, channels: source.channels, rows: source.coarseRows, columns: source.coarseColumns } : null;
  const frame = readUpload(file.name, content, grid);
  await showFrame(store, models, file.name, frame, factorsOf(frame, store.state));
}

/** The factors that an own frame is inferred with: the file's, or those of the slot on the screen, which the next frames keep. */
function factorsOf(frame: UploadedFrame, { source, index }: Readonly<State>): Factors | null {
  if (frame.external) return { values: frame.external, time: frame.time, of: "the file's own" };
  if (source instanceof UploadedSource) return source.factors;
  const [values, time] = [source?.external(index) ?? null, source?.time(index) ?? null];
  if (!values && !time) return null;
  return { values, time, of: `${values ? "those" : "that"} of ${time ? timeLabel(time) : `slot ${index + 1} of ${source!.title}`}; for others, show their slot first` };
}

function addLive(store: AppStore, models: ModelChoice[]): void {
  let feed: LiveFeed | null = null;
  // Live frames come from the server as it inferred them.
  const served = models.filter(({ browser }) => !browser);
  liveButton.addEventListener("click", () => {
    const { isLive, model } = store.state;
    store.set({ isLive: !isLive, model: served.find(({ card, label }) => card === model?.card && label === model.label) ?? model });
  });

  const follow = (live: LiveSource) => {
    const { source, sources, frames, index } = store.state;
    if (source !== live)
      store.set({ ...switchTo(live, served, store.state), index: live.count() - 1, sources: [...sources.filter(({ name }) => name !== live.name), live] });
    else
      store.set({
        frames: live.count(),
        index: index === frames - 1 ? live.count() - 1 : live.indexOf(slot),
        // A frame that was replaced is another one at the same place.
        revision: store.state.revision + 1,
      });
  };
  let slot = 0;
  store.watch(["source", "index", "frames"], ({ source, index }) => {
    if (source instanceof LiveSource && source.count() > 0) slot = source.slotOf(Math.min(index, source.count() - 1));
  });
  store.watch(["isLive"], ({ isLive, model, source }) => {
    feed?.close();
    feed = isLive && model ? new LiveFeed(model.card, source, follow) : null;
    feed?.follow().catch((error) => {
      store.set({ isLive: false });
      fail(error, "data");
    });
  });
  store.watch(["isLive", "frames", "shown"], ({ isLive, model, source, shown }) => {
    liveButton.ariaPressed = String(isLive);
    modelSelect.disabled = isLive;
    liveState.hidden = !isLive;
    const told = shown?.source instanceof LiveSource ? shown.source.told(shown.index) : "";
    liveState.textContent = source?.name === "live"
      ? `Following: ${source.count()} frames so far${told && `; in this slot ${told}`}` : `Waiting for frames of ${model?.card.name}…`;
  });
}
