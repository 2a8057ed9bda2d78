import type { FeatureCollection } from "geojson";
import { LngLat, Map, ScaleControl, type CanvasSource, type ExpressionSpecification, type GeoJSONSource, type StyleSpecification } from "maplibre-gl";
import type { Settings } from "../api/types";
import { hatching } from "../colours/hatching";
import { paint } from "../colours/paint";
import type { Box } from "../flow/cityGrid";
import { collectionOf, type ZoneState } from "../flow/zones";
import type { Ground } from "../formats/ground";
import { isPhone } from "../ui/dom";
import type { View } from "../views";

/** Pixels around the whole city. */
export const margin = 4;

const corners = ({ west, south, east, north }: Box): [[number, number], [number, number], [number, number], [number, number]] =>
  [[west, north], [east, north], [east, south], [west, south]];

/** A map of the city with one picture of flow on it, a pixel a cell, over the operator's base map if there is one. */
export class CityMap {
  readonly map: Map;
  readonly #picture = document.createElement("canvas");
  readonly #isReady: Promise<unknown>;
  #isHatched = false;

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
    this.#picture.width = this.#picture.height = 1;
    this.#isReady = this.map.once("load");
  }

  /** Puts the picture there. */
  async place(box: Box): Promise<void> {
    await this.#isReady;
    const source = this.map.getSource<CanvasSource>("flow");
    if (source) {
      source.setCoordinates(corners(box));
      return;
    }
    this.map.addSource("flow", { type: "canvas", canvas: this.#picture, animate: false, coordinates: corners(box) });
    this.map.addLayer({ id: "flow", type: "raster", source: "flow", paint: { "raster-resampling": "nearest", "raster-fade-duration": 0 } });
    this.map.addImage("hatching", hatching());
    this.map.addSource("missing", { type: "geojson", data: areas([]) });
    this.map.addLayer({ id: "missing", type: "fill", source: "missing", paint: { "fill-pattern": "hatching" } });
  }

  /** Draws a view's channel. */
  async draw({ map, scale, palette }: View, channel: number, opacity: number): Promise<void> {
    await this.#isReady;
    paint(this.#picture, map.channel(channel), map.rows, map.columns, scale, palette, true);
    this.map.setPaintProperty("flow", "raster-opacity", opacity);
    // A canvas source that does not play copies its canvas when it is stopped.
    const source = this.map.getSource<CanvasSource>("flow")!;
    const isSeen = this.map.once("render");
    source.play();
    source.pause();
    await isSeen;
  }

  /** Draws what lies under the flow, in colours of a light or a dark page. */
  async underlay(ground: Ground | null, isDark: boolean): Promise<void> {
    await this.#isReady;
    const source = this.map.getSource<GeoJSONSource>("ground");
    if (!source && !ground) return;
    const data = ground ?? areas([]);
    if (source) source.setData(data);
    else addGroundLayers(this.map, data);
    const { water, street } = isDark ? { water: "#1c3350", street: "#3a3f50" } : { water: "#b9d3ea", street: "#ffffff" };
    this.map.setPaintProperty("ground-area", "fill-color", water);
    this.map.setPaintProperty("ground-line", "line-color", ["match", ["get", "kind"], "road", street, water]);
  }

  /** Draws zones over the flow, the picked one stronger. */
  async zones({ zones, zone }: ZoneState): Promise<void> {
    await this.#isReady;
    if (!this.map.getLayer("flow")) return;
    const source = this.map.getSource<GeoJSONSource>("zones");
    if (!source && zones.length === 0) return;
    const data = collectionOf(zones, (number) => ({ isPicked: number === zone }));
    if (source) source.setData(data);
    else addZoneLayers(this.map, data);
  }

  /** Hatches blocks whose coarse count is missing. */
  async hatch(blocks: Box[]): Promise<void> {
    await this.#isReady;
    if (blocks.length === 0 && !this.#isHatched) return;
    this.map.getSource<GeoJSONSource>("missing")!.setData(areas(blocks));
    this.#isHatched = blocks.length > 0;
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

/** Under the flow if that is there. */
function addGroundLayers(map: Map, data: FeatureCollection): void {
  map.addSource("ground", { type: "geojson", data });
  const below = map.getLayer("flow") ? "flow" : undefined;
  map.addLayer({ id: "ground-area", type: "fill", source: "ground", filter: ["==", ["get", "kind"], "area"] }, below);
  map.addLayer({ id: "ground-line", type: "line", source: "ground", filter: ["!=", ["get", "kind"], "area"], paint: { "line-width": 1.5 } }, below);
}

/** White on black, which is seen over every palette. */
function addZoneLayers(map: Map, data: FeatureCollection): void {
  map.addSource("zones", { type: "geojson", data });
  const width = (more: number): ExpressionSpecification => ["case", ["get", "isPicked"], 2.5 + more, 1.25 + more];
  map.addLayer({ id: "zone-edge", type: "line", source: "zones", paint: { "line-color": "#000000", "line-opacity": 0.6, "line-width": width(2) } });
  map.addLayer({ id: "zone-line", type: "line", source: "zones", paint: { "line-color": "#ffffff", "line-width": width(0) } });
}

function areas(boxes: Box[]): FeatureCollection {
  const rings = boxes.map((box) => [...corners(box), corners(box)[0]]);
  return {
    type: "FeatureCollection",
    features: rings.map((ring) => ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } })),
  };
}

function style({ tile_url: url, attribution }: Settings): StyleSpecification {
  if (!url) return { version: 8, sources: {}, layers: [] };
  return {
    version: 8,
    sources: { base: { type: "raster", tiles: [url], tileSize: 256, maxzoom: 19, attribution: attribution ?? "" } },
    layers: [{ id: "base", type: "raster", source: "base" }],
  };
}
