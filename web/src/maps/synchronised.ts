import type { Map } from "maplibre-gl";

/** Whoever is moved moves the others. */
export function synchronise(maps: Map[]): void {
  let isFollowing = false;
  for (const map of maps)
    map.on("move", () => {
      if (isFollowing) return;
      isFollowing = true;
      const [center, zoom] = [map.getCenter(), map.getZoom()];
      for (const other of maps)
        if (other !== map) other.jumpTo({ center, zoom });
      isFollowing = false;
    });
}
