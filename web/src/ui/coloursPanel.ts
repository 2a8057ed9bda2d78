import { paletteNames, type PaletteName } from "../colours/palettes";
import type { Scaling } from "../colours/scale";
import type { AppStore, State } from "../state";
import { byId, choose, fill, onChoice } from "./dom";

/** Palette, scale, range and, over a base map or an own ground, opacity. */
export function addColours(store: AppStore, hasBaseMap: boolean): void {
  const palette = byId<HTMLSelectElement>("palette");
  fill(palette, paletteNames.map((name) => [name, name[0].toUpperCase() + name.slice(1)]), store.state.palette);
  palette.addEventListener("change", () => store.set({ palette: palette.value as PaletteName }));
  onChoice(byId("scaling"), (value) => store.set({ scaling: value as Scaling }));
  onChoice(byId("range"), (value) => store.set({ range: value as State["range"] }));
  store.watch(["palette", "scaling", "range"], (state) => {
    palette.value = state.palette;
    choose(byId("scaling"), state.scaling);
    choose(byId("range"), state.range);
  });

  const opacity = byId<HTMLInputElement>("opacity");
  store.watch(["ground"], ({ ground }) => (byId("opacity-row").hidden = !hasBaseMap && !ground));
  store.watch(["opacity"], (state) => (opacity.value = String(100 * state.opacity)));
  opacity.addEventListener("input", () => store.set({ opacity: opacity.valueAsNumber / 100 }));
}
