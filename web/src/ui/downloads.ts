import { api } from "../api/client";
import { frameCsv } from "../formats/csv";
import { fileName, save } from "../formats/save";
import { small, timeLabel } from "../flow/labels";
import type { AppStore, Shown, State } from "../state";
import { seen, view, type View } from "../views";
import { byId } from "./dom";
import { attempt } from "./message";
import { picture } from "./picture";

/** What is shown as a picture of the maps seen, as a GeoTIFF of the inferred map, as a table of all cells. */
export function addDownloads(store: AppStore): void {
  const offer = (id: string, ending: string, make: (shown: Shown, state: Readonly<State>) => Promise<Blob>) =>
    byId(id).addEventListener("click", () => attempt(async () => {
      const { state } = store;
      const { shown } = state;
      if (shown) save(`${nameOf(shown)}.${ending}`, await make(shown, state));
    }, "download"));

  store.watch(["shown"], ({ shown }) => {
    const isPlaced = shown?.source.isPlaced ?? false;
    byId<HTMLButtonElement>("png").disabled = byId<HTMLButtonElement>("csv").disabled = shown === null;
    byId<HTMLButtonElement>("geotiff").disabled = !isPlaced;
    byId("geotiff-reason").hidden = shown === null || isPlaced || byId("geotiff").hidden;
    byId("geotiff-reason").textContent =
      "No GeoTIFF: where these maps lie is not known. A bounding_box in the dataset's dataset.json says it.";
  });

  offer("png", "png", (shown, state) => picture(views(state), state.channel, heading(shown), subheading(shown)));
  offer("geotiff", "tif", async ({ source, index, model }) => api.geotiff(await source.request(index), model));
  offer("csv", "csv", async (shown, { channel }) => new Blob([frameCsv(shown, channel, shown.source.box)], { type: "text/csv" }));
}

function views(state: Readonly<State>): View[] {
  return seen(state).map((name) => view(name, state)!);
}

function nameOf({ source, index, model }: Shown): string {
  const time = source.time(index);
  return fileName(source.name, time ? time.slice(0, 16).replace(":", "") : `slot${index + 1}`, model.card.name);
}

function heading({ source, index }: Shown): string {
  const time = source.time(index);
  return time ? `${source.title}, ${timeLabel(time)}` : source.title;
}

function subheading({ model, conservation }: Shown): string {
  return `inferred by ${model.card.name}; largest residual of the block sums ${small(conservation.largest)} counts`;
}
