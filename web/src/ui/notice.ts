import type { ModelChoice } from "../api/types";
import type { FrameSource } from "../sources/source";
import type { AppStore } from "../state";
import { byId, element } from "./dom";

/** In place of maps that cannot be: what is missing, and the command that mends it. */
export function addNotice(store: AppStore, models: ModelChoice[]): void {
  const notice = byId("notice");
  store.watch(["source", "model"], ({ source, model }) => {
    notice.hidden = source !== null && model !== null;
    for (const part of document.querySelectorAll<HTMLElement>("#panes, .toolbar, .time")) part.hidden = !notice.hidden;
    notice.replaceChildren();
    if (notice.hidden) return;
    byId("badge").hidden = true;
    byId("facts").replaceChildren();
    notice.replaceChildren(...(source ? withoutModel(source, models) : withoutData()));
  });
}

function withoutData(): HTMLElement[] {
  return [
    element("h2", "", "No data to show"),
    element("p", "", "This server was started without a dataset. Start it with one, or with the made-up city:"),
    element("pre", "", "fineflow serve --models MODELS --data DATASET\nfineflow serve --demo"),
    element("p", "", "Meanwhile the models here infer an own frame, or follow live frames: see “Data and model”."),
  ];
}

function withoutModel(source: FrameSource, models: ModelChoice[]): HTMLElement[] {
  const { name, title, channels, coarseRows, coarseColumns, factor } = source;
  const externals = source.external(0) ? "" : " They bring no external factors.";
  return [
    element("h2", "", "No model fits this data"),
    element("p", "",
      `${title} has maps of ${channels.length} × ${coarseRows} × ${coarseColumns} coarse counts, to be refined ${factor} times.`
      + `${externals} Served here:`),
    element("ul", "", ...models.filter(({ browser }) => !browser).map((choice) => element("li", "", describe(choice)))),
    element("p", "", "Train a model on this data, and start the server with it:"),
    element("pre", "", `fineflow train --data ${name} --out models/${name}\nfineflow serve --models models --data ${name}`),
  ];
}

function describe({ card, label }: ModelChoice): string {
  const size = `${card.channels} × ${card.coarse_rows ?? "any"} × ${card.coarse_columns ?? "any"}`;
  const needs = card.external === "required" ? ", with external factors" : "";
  return `${card.name}${label === "canary" ? " (canary)" : ""}: ${size} counts, refined ${card.upscaling_factor} times${needs}`;
}
