import type { Feature } from "geojson";
import type { Zone } from "../flow/zones";

/**
 * The zones of a GeoJSON text: the polygons of a FeatureCollection, each called by its property "name", or else by its number. What the
 * rings must be the server says.
 */
export function readZones(text: string): Zone[] {
  let parsed: { type?: unknown; features?: unknown } | null;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error("no JSON; a GeoJSON file of polygons was expected");
  }
  const features = parsed?.type === "Feature" ? [parsed] : parsed?.features;
  if (!Array.isArray(features) || features.length === 0) throw new Error('GeoJSON with a list of "features" was expected');
  return (features as (Feature | null)[]).map((feature, i) => {
    const geometry = feature?.geometry;
    if ((geometry?.type !== "Polygon" && geometry?.type !== "MultiPolygon") || !hasNumbers(geometry.coordinates))
      throw new Error(`feature ${i + 1} is a ${geometry?.type ?? "shape without coordinates"}; a Polygon or MultiPolygon was expected`);
    const { name } = feature!.properties ?? {};
    const isName = typeof name === "number" || (typeof name === "string" && name.trim() !== "");
    return { name: isName ? String(name).trim() : `Zone ${i + 1}`, geometry };
  });
}

function hasNumbers(coordinates: unknown): boolean {
  const flat = Array.isArray(coordinates) ? coordinates.flat(Infinity) : [];
  return flat.length >= 8 && flat.every(Number.isFinite);
}
