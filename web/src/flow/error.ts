import { FlowMap } from "./flowMap";

/** Inferred minus true, cell by cell. */
export function difference(inferred: FlowMap, truth: FlowMap): FlowMap {
  return new FlowMap(inferred.channels, inferred.rows, inferred.columns, inferred.values.map((value, i) => value - truth.values[i]));
}

/** Mean absolute and root mean squared error of one channel, in counts. */
export function scores(error: Float32Array): { mae: number; rmse: number } {
  let absolute = 0;
  let squared = 0;
  for (const value of error) {
    absolute += Math.abs(value);
    squared += value * value;
  }
  return { mae: absolute / error.length, rmse: Math.sqrt(squared / error.length) };
}
