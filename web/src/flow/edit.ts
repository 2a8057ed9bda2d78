import type { Cell } from "./cityGrid";
import { FlowMap } from "./flowMap";

/** Coarse counts with all of them multiplied, and then one set. */
export function edited(coarse: FlowMap, channel: number, times: number, cell: Cell | null, count: number): FlowMap {
  const { channels, rows, columns } = coarse;
  const values = coarse.values.map((value) => value * times);
  if (cell) values[(channel * rows + cell.row) * columns + cell.column] = count;
  return new FlowMap(channels, rows, columns, values);
}
