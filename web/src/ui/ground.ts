import { readGround, type Ground } from "../formats/ground";
import { grounds } from "../sources/kept";
import type { AppStore } from "../state";
import { byId } from "./dom";

const overGround = 0.75;

/** What lies under the maps of the data on the screen, as the user gave it once. */
export function addGround(store: AppStore): void {
  byId("ground-remove").addEventListener("click", () => {
    const { source } = store.state;
    if (source) grounds.set(source.name, null);
    lay(store, null);
  });
  store.watch(["source"], ({ source, ground }) => {
    // Own frames lie where the data before them lie.
    if (source && source.totals()) lay(store, grounds.get(source.name));
    else if (!source?.box && ground) lay(store, null);
  });
  store.watch(["ground"], ({ ground }) => {
    byId("ground").hidden = !ground;
    byId("ground-size").textContent = `Ground: ${ground?.features.length} lines and areas`;
  });
}

/** Takes a file as the ground of the maps, if it is GeoJSON without counts. */
export function takeGround(store: AppStore, name: string, buffer: ArrayBuffer): boolean {
  const { source } = store.state;
  if (!/\.(geo)?json$/i.test(name) || !source?.box || !source.totals()) return false;
  const ground = readGround(parse(buffer), ["count", ...source.channels]);
  if (!ground) return false;
  grounds.set(source.name, ground);
  lay(store, ground);
  return true;
}

/** Over a ground the maps are not opaque. */
function lay(store: AppStore, ground: Ground | null): void {
  if (ground !== store.state.ground) store.set({ ground, opacity: ground ? overGround : store.state.opacity });
}

function parse(buffer: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(buffer));
  } catch {
    return null; // what reads counts says what is wrong
  }
}
