import type { ModelChoice } from "../api/types";
import { timeLabel } from "../flow/labels";
import { readUpload, type UploadedFrame } from "../formats/upload";
import { switchTo } from "../loading";
import type { LiveSource } from "../sources/live";
import { LiveFeed } from "../sources/liveFeed";
import { takes, type FrameSource } from "../sources/source";
import { UploadedSource, type Factors } from "../sources/uploaded";
import type { AppStore, State } from "../state";
import { byId, fill } from "./dom";
import { attempt, fail } from "./message";

const [sourceSelect, modelSelect, channelSelect] = ["source", "model", "channel"].map((id) => byId<HTMLSelectElement>(id));
const [liveButton, liveState, upload] = [byId("live"), byId("live-state"), byId<HTMLInputElement>("upload")];

/** What is shown: a dataset, the user's own frame or the live feed; by which model, and which flow. */
export function addDataPanel(store: AppStore, models: ModelChoice[]): void {
  const go = (source: FrameSource) => store.set({ ...switchTo(source, models, store.state), isLive: false });
  sourceSelect.addEventListener("change", () => go(store.state.sources[sourceSelect.selectedIndex]));
  modelSelect.addEventListener("change", () => store.set({ model: store.state.models[modelSelect.selectedIndex] }));
  channelSelect.addEventListener("change", () => store.set({ channel: channelSelect.selectedIndex }));
  upload.addEventListener("change", () => {
    const [file] = upload.files!;
    if (file) void attempt(() => addFrame(store, models, file));
    upload.value = "";
  });
  addLive(store, models);

  store.watch(["sources", "source"], ({ sources, source }) => {
    fill(sourceSelect, sources.map(({ name, title }) => [name, title]), source?.name ?? "");
    byId("place").textContent = source?.title ?? "";
  });
  store.watch(["source"], ({ source }) => {
    const factors = source instanceof UploadedSource ? source.factors : null;
    byId("factors").hidden = factors === null;
    byId("factors").textContent = factors ? `External factors: ${factors.of}` : "";
  });
  store.watch(["models", "model"], ({ models: fitting, model }) =>
    fill(modelSelect, fitting.map((choice) => [key(choice), title(choice)]), model ? key(model) : ""));
  store.watch(["source", "channel"], ({ source, channel }) => {
    fill(channelSelect, (source?.channels ?? []).map((name, i) => [String(i), name]), String(channel));
    byId("channel-row").hidden = (source?.channels.length ?? 0) < 2;
  });
}

function key({ card, label }: ModelChoice): string {
  return `${card.name} ${label}`;
}

function title({ card, label }: ModelChoice): string {
  return label === "canary" ? `${card.name}, canary version ${card.labels.canary}` : `${card.name}: ${card.title}`;
}

/** Reads a file and shows it as a source of its own, in place of the one uploaded before. */
async function addFrame(store: AppStore, models: ModelChoice[], file: File): Promise<void> {
  const frame = readUpload(file.name, await file.arrayBuffer());
  const { source, model, sources } = store.state;
  const { channels, rows, columns } = frame.coarse;
  const taking = models.filter((choice) => takes(choice, channels, rows, columns));
  if (taking.length === 0) throw new Error(`${file.name}: no model here takes ${channels} x ${rows} x ${columns} counts`);

  const factors = factorsOf(frame, store.state);
  const choices = taking.filter(({ card }) => factors || card.external !== "required");
  if (choices.length === 0)
    throw new Error(`${file.name}: ${taking[0].card.name} needs external factors. `
      + 'Put "external" into a JSON frame, or show the slot whose factors it shall have.');

  const { card } = choices.includes(model!) ? model! : choices[0];
  const uploaded = new UploadedSource(file.name, frame, card.upscaling_factor, source, factors);
  const changes = switchTo(uploaded, models, store.state);
  await uploaded.load(0, changes.model!);
  store.set({ ...changes, isLive: false, sources: [...sources.filter(({ name }) => name !== uploaded.name), uploaded] });
}

/** The external factors that an own frame is inferred with: the file's, or those of the slot on the screen, which the next frames keep. */
function factorsOf(frame: UploadedFrame, { source, index }: Readonly<State>): Factors | null {
  if (frame.external) return { values: frame.external, of: "the file's own" };
  if (source instanceof UploadedSource) return source.factors;
  const values = source?.external(index);
  if (!values) return null;
  const time = source!.time(index);
  return { values, of: `those of ${time ? timeLabel(time) : `slot ${index + 1} of ${source!.title}`}; for others, show their slot first` };
}

function addLive(store: AppStore, models: ModelChoice[]): void {
  let feed: LiveFeed | null = null;
  liveButton.addEventListener("click", () => store.set({ isLive: !store.state.isLive }));

  const follow = (live: LiveSource) => {
    const { source, sources, frames, index } = store.state;
    if (source !== live)
      store.set({ ...switchTo(live, models, store.state), index: live.count() - 1, sources: [...sources.filter(({ name }) => name !== live.name), live] });
    else
      store.set({ frames: live.count(), index: index === frames - 1 ? live.count() - 1 : index });
  };
  store.watch(["isLive"], ({ isLive, model, source }) => {
    feed?.close();
    feed = isLive && model ? new LiveFeed(model.card, source, follow) : null;
    feed?.follow().catch((error) => {
      store.set({ isLive: false });
      fail(error);
    });
  });
  store.watch(["isLive", "frames"], ({ isLive, model, source }) => {
    liveButton.ariaPressed = String(isLive);
    modelSelect.disabled = isLive;
    liveState.hidden = !isLive;
    liveState.textContent = source?.name === "live" ? `Following: ${source.count()} frames so far` : `Waiting for frames of ${model?.card.name}…`;
  });
}
