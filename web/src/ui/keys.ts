import type { Panes } from "../maps/panes";
import type { AppStore, Layout } from "../state";
import { moveCell } from "./cellPanel";
import { byId } from "./dom";
import { togglePanel } from "./panelToggle";
import { step, togglePlay } from "./timeBar";
import { jump } from "./timeline";
import { startZone } from "./zoneDrawing";

const layouts: Layout[] = ["main", "all", "swipe", "one"];

/** The keys of the page, as its own help lists them. Fields keep their keys. */
export function addKeys(store: AppStore, panes: Panes): void {
  const dialog = byId<HTMLDialogElement>("keys");
  byId("help").addEventListener("click", () => dialog.showModal());

  const keys: Record<string, () => void> = {
    " ": () => togglePlay(store),
    ArrowLeft: () => step(store, -1),
    ArrowRight: () => step(store, 1),
    "Shift+ArrowUp": () => moveCell(store, -1, 0),
    "Shift+ArrowDown": () => moveCell(store, 1, 0),
    "Shift+ArrowLeft": () => moveCell(store, 0, -1),
    "Shift+ArrowRight": () => moveCell(store, 0, 1),
    "+": () => panes.zoom(0.5),
    "-": () => panes.zoom(-0.5),
    "0": () => panes.fit(),
    g: () => store.set({ hasGrid: !store.state.hasGrid }),
    z: () => startZone(store),
    p: togglePanel,
    "[": () => jump(store, -1),
    "]": () => jump(store, 1),
    "?": () => dialog.showModal(),
  };
  layouts.forEach((layout, i) => (keys[String(i + 1)] = () => store.set({ layout })));

  document.addEventListener("keydown", (event) => {
    const { target, key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || dialog.open || takesKey(target as Element, key)) return;
    const action = keys[key.startsWith("Arrow") && event.shiftKey ? `Shift+${key}` : key] ?? keys[key.toLowerCase()];
    if (!action) return;
    action();
    event.preventDefault();
  });
}

/** Whether the focused element does something of its own with the key. */
function takesKey(target: Element, key: string): boolean {
  return target.closest("input, select") !== null || (key === " " && target.closest("button, summary") !== null)
    || (key.startsWith("Arrow") && target.closest(".scroll") !== null);
}
