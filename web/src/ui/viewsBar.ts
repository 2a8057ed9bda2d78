import type { Panes } from "../maps/panes";
import { missing } from "../flow/missing";
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

  store.watch(["layout", "left", "right", "shown"], ({ layout, left: first, right: second, shown }) => {
    const names = shown ? available(shown) : viewNames;
    const options = names.map((name): [string, string] => [name, viewTitles[name]]);
    byId("unit").textContent = shown ? `Colours: ${shown.source.unit}` : "";
    if (!names.includes(first) || !names.includes(second)) return store.set({ left: "coarse", right: "inferred" });
    fill(left, options, first);
    fill(right, options, second);
    choose(byId("layout"), layout);
    byId("left-pick").hidden = layout !== "swipe";
    byId("right-pick").hidden = layout === "all";
  });
  store.watch(["isWaiting"], ({ isWaiting }) => (byId("waiting").hidden = !isWaiting));
  store.watch(["shown", "channel"], ({ shown, channel }) => {
    const unknown = shown ? missing(shown.coarse, channel).cells.length : 0;
    byId("layer").hidden = !shown?.widths;
    byId("missing").hidden = unknown === 0;
    byId("missing-count").textContent = `${unknown} ${unknown === 1 ? "count" : "counts"} missing, so inferred`;
  });
}
