import { paletteNames, type PaletteName } from "../colours/palettes";
import type { Scaling } from "../colours/scale";
import type { AppStore, State } from "../state";
import { byId, fill, onChoice } from "./dom";

/** Palette, scale, range and, over a base map, opacity. */
export function addColours(store: AppStore, hasBaseMap: boolean): void {
  const palette = byId<HTMLSelectElement>("palette");
  fill(palette, paletteNames.map((name) => [name, name[0].toUpperCase() + name.slice(1)]), store.state.palette);
  palette.addEventListener("change", () => store.set({ palette: palette.value as PaletteName }));
  onChoice(byId("scaling"), (value) => store.set({ scaling: value as Scaling }));
  onChoice(byId("range"), (value) => store.set({ range: value as State["range"] }));

  const opacity = byId<HTMLInputElement>("opacity");
  byId("opacity-row").hidden = !hasBaseMap;
  opacity.addEventListener("input", () => store.set({ opacity: opacity.valueAsNumber / 100 }));
}
