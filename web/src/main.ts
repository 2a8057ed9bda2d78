import { setWorkerUrl } from "maplibre-gl";
import { api } from "./api/client";
import type { ModelCard, ModelChoice } from "./api/types";
import { switchTo } from "./loading";
import { Panes } from "./maps/panes";
import { DatasetSource } from "./sources/dataset";
import type { AppStore, State } from "./state";
import { Store } from "./store";
import { addCellPanel } from "./ui/cellPanel";
import { addColours } from "./ui/coloursPanel";
import { addDataPanel } from "./ui/dataPanel";
import { addDownloads } from "./ui/downloads";
import { addFacts } from "./ui/factsPanel";
import { isPhone } from "./ui/dom";
import { addKeys } from "./ui/keys";
import { attempt } from "./ui/message";
import { addNotice } from "./ui/notice";
import { addTheme } from "./ui/theme";
import { addTimeBar } from "./ui/timeBar";
import { addViewsBar } from "./ui/viewsBar";

async function start(): Promise<void> {
  setWorkerUrl(new URL("maplibre-worker.js", document.baseURI).href);
  const [settings, cards, datasets] = await Promise.all([api.settings(), api.models(), api.datasets()]);
  const sources = await Promise.all(datasets.map(async ({ name }) => new DatasetSource(await api.dataset(name))));
  const models = cards.sort(byError).flatMap(choices);

  const store: AppStore = new Store<State>({ ...initial, sources, opacity: settings.tile_url ? 0.75 : 1 });
  const panes = new Panes(store, settings);
  addNotice(store, models);
  addViewsBar(store, panes);
  addDataPanel(store, models);
  addFacts(store);
  addCellPanel(store);
  addColours(store, settings.tile_url !== null);
  addDownloads(store);
  addTimeBar(store);
  addKeys(store, panes);
  store.set(sources.length > 0 ? switchTo(sources[0], models, store.state) : { models, model: models[0] ?? null });
}

const initial: State = {
  sources: [],
  source: null,
  models: [],
  model: null,
  frames: 0,
  index: 0,
  channel: 0,
  shown: null,
  isPlaying: false,
  isLive: false,
  layout: isPhone ? "swipe" : "all",
  left: "coarse",
  right: "inferred",
  layer: "estimate",
  palette: "magma",
  scaling: "log",
  range: "all",
  opacity: 1,
  cell: null,
  hovered: null,
};

/** The model that erred least in its validation comes first. */
function byError(one: ModelCard, other: ModelCard): number {
  return (one.metrics?.mse ?? Infinity) - (other.metrics?.mse ?? Infinity) || 0;
}

/** A model as it serves, and its version under trial if there is one. */
function choices(card: ModelCard): ModelChoice[] {
  return card.labels.canary ? [{ card, label: "stable" }, { card, label: "canary" }] : [{ card, label: "stable" }];
}

addTheme();
await attempt(start);
