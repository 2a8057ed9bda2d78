import { cellAt, type Box } from "../flow/cityGrid";
import { FlowMap } from "../flow/flowMap";

/** The coarse grid that features are counted on. */
export interface CoarseGrid {
  box: Box;
  channels: string[];
  rows: number;
  columns: number;
}

interface Feature {
  geometry?: { coordinates?: unknown } | null;
  properties?: Record<string, unknown> | null;
}

/**
 * Counts of a GeoJSON FeatureCollection: each feature's property "count" (of several flows, a property with each one's name) goes to the
 * coarse cell in which the middle of the feature lies, and adds to what is there. A cell without a feature, or with null, is missing (NaN).
 */
export function readGeoJson(features: unknown, grid: CoarseGrid | null): FlowMap {
  if (!grid) throw new Error("GeoJSON is laid on the grid of data with a place on earth; there is none on the screen");
  if (!Array.isArray(features) || features.length === 0) throw new Error('GeoJSON with a list of "features" was expected');
  const { box, channels, rows, columns } = grid;
  const names = channels.length === 1 ? ["count"] : channels;
  const values = new Float32Array(channels.length * rows * columns).fill(NaN);
  (features as Feature[]).forEach((feature, i) => {
    const [longitude, latitude] = middle(feature, i);
    const cell = cellAt(box, rows, columns, longitude, latitude);
    if (!cell) throw new Error(`feature ${i + 1} lies outside of the data’s bounding box`);
    names.forEach((name, channel) => {
      const count = feature.properties?.[name];
      if (count === null) return;
      if (typeof count !== "number" || !(count >= 0 && count < Infinity))
        throw new Error(`the property "${name}" of feature ${i + 1} is ${JSON.stringify(count)}; a count, or null, was expected`);
      const at = (channel * rows + cell.row) * columns + cell.column;
      values[at] = (Number.isNaN(values[at]) ? 0 : values[at]) + count;
    });
  });
  return new FlowMap(channels.length, rows, columns, values);
}

/** The middle of the box around a feature, in degrees. */
function middle({ geometry }: Feature, number: number): [number, number] {
  const flat: unknown[] = Array.isArray(geometry?.coordinates) ? geometry.coordinates.flat(Infinity) : [];
  const size = widthOfPositions(geometry?.coordinates);
  if (flat.length === 0 || !flat.every((value) => typeof value === "number" && Number.isFinite(value)))
    throw new Error(`feature ${number + 1} has no geometry with coordinates`);
  const of = (offset: number) => flat.filter((_, i) => i % size === offset) as number[];
  return [0, 1].map((offset) => (Math.min(...of(offset)) + Math.max(...of(offset))) / 2) as [number, number];
}

/** How many numbers a position has: 2, or 3 with a height. */
function widthOfPositions(coordinates: unknown): number {
  let inner = coordinates;
  while (Array.isArray(inner) && Array.isArray(inner[0])) inner = inner[0];
  return Array.isArray(inner) ? Math.max(inner.length, 1) : 1;
}
