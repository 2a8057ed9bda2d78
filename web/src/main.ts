import { setWorkerUrl } from "maplibre-gl";
import { asked, keepAddress, type Asked } from "./address";
import { api } from "./api/client";
import type { ModelChoice, Settings } from "./api/types";
import { unpack } from "./formats/gzip";
import { Panes } from "./maps/panes";
import { choicesOf } from "./models";
import { BrowserModel } from "./onnx/browserModel";
import { address, readPage } from "./page/page";
import { DatasetSource } from "./sources/dataset";
import type { AppStore, State } from "./state";
import { Store } from "./store";
import { addCellPanel } from "./ui/cellPanel";
import { addColours } from "./ui/coloursPanel";
import { addDataPanel } from "./ui/dataPanel";
import { addDownloads } from "./ui/downloads";
import { addFacts } from "./ui/factsPanel";
import { byId, isPhone } from "./ui/dom";
import { addEdit } from "./ui/editPanel";
import { addGround } from "./ui/ground";
import { addKeys } from "./ui/keys";
import { attempt, fail } from "./ui/message";
import { addNotice } from "./ui/notice";
import { addPanelToggle } from "./ui/panelToggle";
import { addTheme, followTheme, isDark } from "./ui/theme";
import { addTimeBar } from "./ui/timeBar";
import { addTimeline } from "./ui/timeline";
import { addViewsBar } from "./ui/viewsBar";
import { addZoneDrawing } from "./ui/zoneDrawing";
import { addZones } from "./ui/zonesPanel";

/** What is shown, of a server or of a page that needs none. */
interface Content {
  settings: Settings;
  models: ModelChoice[];
  sources: DatasetSource[];
}

async function start(): Promise<void> {
  const { settings, models, sources } = (await ofPage()) ?? (await ofServer());
  const defaults: State = { ...initial, sources, isDark: isDark(), opacity: settings.tile_url ? 0.75 : 1 };
  const store: AppStore = new Store<State>(defaults);
  const panes = new Panes(store, settings);
  followTheme(store);
  addNotice(store, models);
  addViewsBar(store, panes);
  addDataPanel(store, models);
  addFacts(store);
  addCellPanel(store);
  addEdit(store, models);
  addZones(store);
  addZoneDrawing(store);
  addColours(store, settings.tile_url !== null);
  addGround(store);
  addDownloads(store);
  addTimeBar(store);
  addTimeline(store);
  addPanelToggle();
  addKeys(store, panes);
  const open = ({ changes, unknown }: Asked) => {
    store.set(changes);
    if (unknown.length > 0) fail(new Error(`the address asks for what is not here: ${unknown.join(", ")}`), "data");
  };
  if (sources.length > 0) open(asked(location.hash, models, store.state, defaults));
  else store.set({ models, model: models[0] ?? null });
  keepAddress(store, models, defaults, (asked) => {
    open(asked);
    if (asked.changes.place) panes.go(asked.changes.place);
    else panes.fit();
  });
}

const initial: State = {
  sources: [],
  source: null,
  models: [],
  model: null,
  otherModel: null,
  frames: 0,
  index: 0,
  channel: 0,
  shown: null,
  isPlaying: false,
  isWaiting: false,
  isLive: false,
  revision: 0,
  layout: isPhone ? "swipe" : "main",
  left: "coarse",
  right: "inferred",
  layer: "estimate",
  palette: "magma",
  scaling: "log",
  range: "all",
  opacity: 1,
  hasGrid: false,
  isDark: false,
  ground: null,
  place: null,
  cell: null,
  hovered: null,
  zones: [],
  zone: 0,
  corners: null,
};

async function ofServer(): Promise<Content> {
  setWorkerUrl(file("maplibre-worker.js"));
  const [settings, cards, datasets] = await Promise.all([api.settings(), api.models(), api.datasets()]);
  const sources = await Promise.all(datasets.map(async ({ name }) => new DatasetSource(await api.dataset(name), api.frames(name))));
  const open = (choice: ModelChoice) => new BrowserModel({
    worker: async () => file("onnx-worker.js"),
    runtime: async () => unpack((await fetch(file("onnxruntime.wasm.gz"))).body!),
    file: () => api.onnx(choice),
  });
  return { settings, sources, models: choicesOf(cards, settings.shares_models ? open : null) };
}

/** The page's own content; null where a server has it. What only a server does is not offered. */
async function ofPage(): Promise<Content | null> {
  const page = readPage();
  if (!page) return null;
  setWorkerUrl(await address("maplibre-worker.js"));
  const { settings, model, dataset } = page.content;
  document.title = `${model.name}: ${dataset.title}`;
  for (const id of ["live", "geotiff", "zones"]) byId(id).hidden = true;
  byId<HTMLDetailsElement>("about-model").open = true;
  return { settings, sources: [new DatasetSource(dataset, page.frames)], models: [{ card: model, label: "stable", browser: page.model }] };
}

/** The address of a file beside this script, of the same build. */
function file(name: string): string {
  return new URL(name, import.meta.url).href;
}

addTheme();
await attempt(start);
