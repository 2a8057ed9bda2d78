import { FlowMap } from "../flow/flowMap";
import { readGeoJson, type CoarseGrid } from "./geojson";
import { readNpy } from "./npy";
import { readPlainCsv } from "./plainCsv";

/** A coarse frame that the user brought, NaN where a count is missing, with what else the file says. */
export interface UploadedFrame {
  coarse: FlowMap;
  time: string | null;
  external: number[] | null;
}

/**
 * Reads a .npy array, a .csv of rows, JSON, either a list of rows (or of channels) or an object as the server's infer takes it, or GeoJSON
 * with counts on a grid. Errors are one clear line.
 */
export function readUpload(name: string, buffer: ArrayBuffer, grid: CoarseGrid | null = null): UploadedFrame {
  if (name.toLowerCase().endsWith(".npy")) {
    const { shape, values } = readNpy(buffer);
    return { coarse: toMap(shape, values), time: null, external: null };
  }
  const text = new TextDecoder().decode(buffer);
  if (name.toLowerCase().endsWith(".csv")) {
    const { shape, values } = readPlainCsv(text);
    return { coarse: toMap(shape, values), time: null, external: null };
  }
  return readJson(text, grid);
}

function readJson(text: string, grid: CoarseGrid | null): UploadedFrame {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error("neither a .npy file nor JSON, and no .csv by its name");
  }
  if ((parsed as { type?: unknown } | null)?.type === "FeatureCollection") {
    const { features, time } = parsed as { features?: unknown; time?: string };
    return { coarse: readGeoJson(features, grid), time: time ?? null, external: null };
  }
  const body = Array.isArray(parsed) ? { coarse: parsed } : (parsed as { coarse?: unknown; time?: string; external?: number[] } | null);
  if (!Array.isArray(body?.coarse)) throw new Error('JSON without "coarse": a list of rows, or of channels, was expected');
  const shape = shapeOf(body.coarse);
  const flat: unknown[] = body.coarse.flat(2);
  if (flat.length !== shape.reduce((product, size) => product * size, 1)) throw new Error("the rows of \"coarse\" are not equally long");
  const wrong = flat.findIndex((value) => typeof value !== "number" && value !== null);
  if (wrong >= 0) throw new Error(`value ${wrong + 1} of "coarse" is neither a number nor null`);
  return { coarse: toMap(shape, Float32Array.from(flat as (number | null)[], (value) => value ?? NaN)), time: body.time ?? null, external: body.external ?? null };
}

function shapeOf(list: unknown[]): number[] {
  const [first] = list;
  return Array.isArray(first) ? [list.length, ...shapeOf(first)] : [list.length];
}

function toMap(shape: number[], values: Float32Array): FlowMap {
  if (shape.length !== 2 && shape.length !== 3)
    throw new Error(`[rows, columns] or [channels, rows, columns] was expected, not ${shape.length} dimensions`);
  const bad = values.findIndex((value) => value < 0 || value === Infinity);
  if (bad >= 0) throw new Error(`value ${bad + 1} is ${values[bad]}; counts are finite and not negative, or missing`);
  const [channels, rows, columns] = shape.length === 3 ? shape : [1, ...shape];
  return new FlowMap(channels, rows, columns, values);
}
