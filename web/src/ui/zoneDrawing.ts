import { cellBox, plainBox } from "../flow/cityGrid";
import { placeLabel } from "../flow/labels";
import { freeName, polygonOf, type Corner } from "../flow/zones";
import type { AppStore, State } from "../state";
import { byId } from "./dom";
import { announce, attempt } from "./message";

const [bar, said] = [byId("drawing"), byId("drawing-corners")];
const [finish, cell] = [byId<HTMLButtonElement>("drawing-finish"), byId<HTMLButtonElement>("drawing-cell")];

/** Draws a zone: its corners are clicks on a map or picked cells; a double click or Enter finishes it, Escape drops it. */
export function addZoneDrawing(store: AppStore): void {
  byId("zone-draw").addEventListener("click", () => startZone(store));
  finish.addEventListener("click", () => finishZone(store));
  byId("drawing-cancel").addEventListener("click", () => stop(store));
  cell.addEventListener("click", () => {
    const corner = middleOfCell(store.state);
    if (corner && store.state.corners) store.set({ corners: [...store.state.corners, corner] });
  });
  document.addEventListener("keydown", (event) => {
    if (!store.state.corners || document.querySelector("dialog[open]")) return;
    const isAtWork = (event.target as Element).closest("button, input, select, summary, a") !== null;
    if (event.key === "Escape") stop(store);
    else if (event.key === "Enter" && !isAtWork) finishZone(store);
  });
  store.watch(["corners", "cell"], ({ corners, cell: picked }) => {
    bar.hidden = !corners;
    cell.disabled = !picked;
    if (!corners) return;
    const count = corners.length;
    finish.disabled = polygonOf(corners) === null;
    said.textContent = count === 0 ? "Click the corners of the zone" : `${count} corner${count === 1 ? "" : "s"}`;
  });
  store.watch(["corners"], ({ corners }) => {
    const last = corners?.at(-1);
    if (last) announce(`Corner ${corners!.length}: ${placeLabel(last[1], last[0])}`);
  });
  // What is drawn is a place in this city.
  store.watch(["source"], () => store.set({ corners: null }));
}

/** Begins a zone, where zones can be. */
export function startZone(store: AppStore): void {
  if (byId<HTMLButtonElement>("zone-draw").disabled || byId("zones").hidden) return;
  store.set({ corners: [], isPlaying: false });
  byId("panes").scrollIntoView({ block: "nearest" });
  byId("drawing-cancel").focus();
  announce("Drawing a zone. Click its corners, or pick cells and press the button for each. Enter finishes, Escape cancels.");
}

/** Makes a zone of the corners, once there are three. */
export function finishZone(store: AppStore): void {
  const { corners, zones } = store.state;
  const geometry = corners && polygonOf(corners);
  if (!geometry) return;
  void attempt(async () => {
    store.set({ zones: [...zones, { name: freeName(zones), geometry }], zone: zones.length, corners: null });
    byId("zone-draw").focus();
  }, "zones");
}

function stop(store: AppStore): void {
  store.set({ corners: null });
  byId("zone-draw").focus();
}

/** The middle of the picked cell. */
function middleOfCell({ shown, cell }: Readonly<State>): Corner | null {
  if (!shown || !cell) return null;
  const { source, inferred: { rows, columns } } = shown;
  const { west, east, south, north } = cellBox(source.box ?? plainBox(source.coarseRows, source.coarseColumns), rows, columns, cell);
  return [(west + east) / 2, (south + north) / 2];
}
