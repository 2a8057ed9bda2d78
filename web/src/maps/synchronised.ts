import type { Map } from "maplibre-gl";

/** Maps that show the same part of the world: each that is moved moves the others, small ones at a smaller scale. */
export class Synchronised {
  readonly #maps: Map[] = [];
  #isFollowing = false;

  add(map: Map): void {
    this.#maps.push(map);
    map.on("move", () => this.#lead(map));
  }

  #lead(moved: Map): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    for (const other of this.#maps) if (other !== moved) follow(other, moved);
    this.#isFollowing = false;
  }
}

/** Moves a map to where another is. */
export function follow(map: Map, moved: Map): void {
  const [own, its] = [extent(map), extent(moved)];
  if (own > 0 && its > 0) map.jumpTo({ center: moved.getCenter(), zoom: moved.getZoom() + Math.log2(own / its) });
}

/** The shorter side in pixels; 0 where the map is hidden. */
function extent(map: Map): number {
  const { clientWidth, clientHeight } = map.getContainer();
  return Math.min(clientWidth, clientHeight);
}
