import type { Panes } from "../maps/panes";
import { admitsIntervals } from "../flow/interval";
import { missing } from "../flow/missing";
import { saysIntervals } from "../sources/interval";
import type { AppStore, Layer, Layout, ViewName } from "../state";
import { available, viewNames, viewTitles } from "../views";
import { byId, choose, fill, onChoice } from "./dom";

/** How many maps are seen, and which. */
export function addViewsBar(store: AppStore, panes: Panes): void {
  const [left, right] = [byId<HTMLSelectElement>("left"), byId<HTMLSelectElement>("right")];
  onChoice(byId("layout"), (value) => store.set({ layout: value as Layout }));
  // A map cannot lie on itself: whoever takes the other's place gives it its own.
  left.addEventListener("change", () => {
    const { left: before, right: other } = store.state;
    store.set({ left: left.value as ViewName, right: other === left.value ? before : other });
  });
  right.addEventListener("change", () => {
    const { right: before, left: other } = store.state;
    store.set({ right: right.value as ViewName, left: other === right.value ? before : other });
  });
  onChoice(byId("layer"), (value) => store.set({ layer: value as Layer }));
  byId("fit").addEventListener("click", () => panes.fit());
  byId("grid").addEventListener("click", () => store.set({ hasGrid: !store.state.hasGrid }));
  store.watch(["layer"], ({ layer }) => choose(byId("layer"), layer));
  store.watch(["hasGrid"], ({ hasGrid }) => (byId("grid").ariaPressed = String(hasGrid)));

  store.watch(["layout", "left", "right", "shown"], ({ layout, left: first, right: second, shown }) => {
    const names = shown ? available(shown) : viewNames;
    const options = names.map((name): [string, string] => [name, viewTitles[name]]);
    byId("unit").textContent = shown ? `Colours: ${shown.source.unit}` : "";
    if (layout === "compare" && shown && !shown.other) return store.set({ layout: "main" });
    if (!names.includes(first) || !names.includes(second)) return store.set({ left: "coarse", right: "inferred" });
    fill(left, options, first);
    fill(right, options, second);
    choose(byId("layout"), layout);
    byId("compare-choice").hidden = !shown?.other;
    byId("left-pick").hidden = layout !== "swipe";
    byId("right-pick").hidden = layout === "all" || layout === "compare";
  });
  store.watch(["layout"], ({ layout }) => {
    byId("right-name").textContent = layout === "main" ? "Large map" : layout === "one" ? "Map" : "Right map";
  });
  store.watch(["isWaiting"], ({ isWaiting }) => (byId("waiting").hidden = !isWaiting));
  store.watch(["shown", "channel"], ({ shown, channel }) => {
    const unknown = shown ? missing(shown.coarse, channel).cells.length : 0;
    byId("layer").hidden = !shown || !saysIntervals(shown.model) || !admitsIntervals(shown.coarse);
    byId("missing").hidden = unknown === 0;
    byId("missing-count").textContent = `${unknown} ${unknown === 1 ? "count" : "counts"} missing, so inferred`;
  });
}
