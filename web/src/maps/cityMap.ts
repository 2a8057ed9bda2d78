import type { FeatureCollection } from "geojson";
import { LngLat, Map, ScaleControl, type GeoJSONSource, type StyleSpecification } from "maplibre-gl";
import type { Settings } from "../api/types";
import type { Box } from "../flow/cityGrid";
import type { Ground } from "../formats/ground";
import { isPhone } from "../ui/dom";

/** Pixels around the whole city. */
export const margin = 4;

/** What lies under the flow of a city and is moved with it: the operator's base map if there is one, and the user's ground. */
export class CityMap {
  readonly map: Map;
  readonly #isReady: Promise<unknown>;

  constructor(container: HTMLElement, title: string, settings: Settings) {
    this.map = new Map({
      container,
      style: style(settings),
      locale: { "Map.Title": `${title} map` },
      center: [0, 0],
      zoom: 8,
      attributionControl: settings.tile_url ? { compact: true } : false,
      dragRotate: false,
      touchPitch: false,
      keyboard: false,
      cooperativeGestures: isPhone, // one finger scrolls the page, two move the map
      renderWorldCopies: false,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new ScaleControl({ maxWidth: 120, unit: "metric" }), "bottom-left");
    this.map.getCanvas().tabIndex = -1;
    this.#isReady = this.map.once("load");
  }

  /** Done when the map has been drawn first. */
  get isReady(): Promise<unknown> {
    return this.#isReady;
  }

  /** Draws what lies under the flow, in colours of a light or a dark page. */
  async underlay(ground: Ground | null, isDark: boolean): Promise<void> {
    await this.#isReady;
    const source = this.map.getSource<GeoJSONSource>("ground");
    if (!source && !ground) return;
    const data = ground ?? { type: "FeatureCollection", features: [] };
    if (source) source.setData(data);
    else addGroundLayers(this.map, data);
    const { water, street } = isDark ? { water: "#1c3350", street: "#3a3f50" } : { water: "#b9d3ea", street: "#ffffff" };
    this.map.setPaintProperty("ground-area", "fill-color", water);
    this.map.setPaintProperty("ground-line", "line-color", ["match", ["get", "kind"], "road", street, water]);
  }

  /** Shows a whole box. */
  fit({ west, south, east, north }: Box): void {
    this.map.fitBounds([west, south, east, north], { padding: margin, duration: 0 });
  }

  /** Moves a box to the middle if it is out of sight. */
  reveal({ west, south, east, north }: Box): void {
    const middle = new LngLat((west + east) / 2, (south + north) / 2);
    if (!this.map.getBounds().contains(middle)) this.map.jumpTo({ center: middle });
  }

  /** Where a box is on the screen: left, top, width, height in pixels of the container. */
  onScreen({ west, south, east, north }: Box): [number, number, number, number] {
    const topLeft = this.map.project([west, north]);
    const bottomRight = this.map.project([east, south]);
    return [topLeft.x, topLeft.y, bottomRight.x - topLeft.x, bottomRight.y - topLeft.y];
  }
}

function addGroundLayers(map: Map, data: FeatureCollection): void {
  map.addSource("ground", { type: "geojson", data });
  map.addLayer({ id: "ground-area", type: "fill", source: "ground", filter: ["==", ["get", "kind"], "area"] });
  map.addLayer({ id: "ground-line", type: "line", source: "ground", filter: ["!=", ["get", "kind"], "area"], paint: { "line-width": 1.5 } });
}

function style({ tile_url: url, attribution }: Settings): StyleSpecification {
  if (!url) return { version: 8, sources: {}, layers: [] };
  return {
    version: 8,
    sources: { base: { type: "raster", tiles: [url], tileSize: 256, maxzoom: 19, attribution: attribution ?? "" } },
    layers: [{ id: "base", type: "raster", source: "base" }],
  };
}
