import type { Feature, FeatureCollection, GeoJSON } from "geojson";

/** Streets and water to lie under the maps of a city, from a GeoJSON without counts. */
export type Ground = FeatureCollection;

/** What a feature is drawn as: a GeoJSON of OpenStreetMap has the key "highway" for roads; lines without it are coasts and streams. */
export type GroundKind = "area" | "road" | "line";

const shapes: Record<string, GroundKind> = { Polygon: "area", MultiPolygon: "area", LineString: "line", MultiLineString: "line" };

/** The ground that a parsed file holds: its lines and areas; null where it is something else, as counts are. */
export function readGround(parsed: unknown, counted: string[]): Ground | null {
  const { type, features } = (parsed ?? {}) as { type?: unknown; features?: unknown };
  if (type !== "FeatureCollection" || !Array.isArray(features)) return null;
  const isCounted = features.some((feature) => counted.some((name) => name in Object(feature?.properties)));
  const drawn = (features as Feature[]).filter((feature) => shapes[feature?.geometry?.type ?? ""] && hasNumbers(feature.geometry));
  if (isCounted || drawn.length === 0) return null;
  return { type: "FeatureCollection", features: drawn.map(withKind) };
}

/** The feature with nothing but its shape and what it is drawn as. */
function withKind({ geometry, properties }: Feature): Feature {
  const kind = shapes[geometry.type] === "line" && properties?.highway ? "road" : shapes[geometry.type];
  return { type: "Feature", properties: { kind }, geometry };
}

function hasNumbers(geometry: GeoJSON): boolean {
  const { coordinates } = geometry as { coordinates?: unknown };
  return Array.isArray(coordinates) && coordinates.flat(Infinity).every(Number.isFinite);
}
