import type { FlowMap } from "./flowMap";

/** What costs nothing and what is possible on one channel of one slot, as mean squared errors. */
export interface Bounds {
  /** Every fine cell gets the same part of its block. */
  evenSplit: number;
  /** What no method can go below, if the units of a block choose their cells independently, given the shares. */
  floor: number;
}

/** The bounds of a slot; null where the true counts are not whole. Docs: docs/evaluation.md. */
export function bounds(coarse: FlowMap, inferred: FlowMap, truth: FlowMap, channel: number): Bounds | null {
  const factor = truth.rows / coarse.rows;
  const cells = truth.rows * truth.columns;
  let [even, noise] = [0, 0];
  for (let row = 0; row < truth.rows; row += factor)
    for (let column = 0; column < truth.columns; column += factor) {
      const counts = block(truth, channel, row, column, factor);
      if (!counts.every(Number.isInteger)) return null;
      const units = sum(counts);
      even += sum(counts.map((count) => (count - units / counts.length) ** 2));
      if (units > 1) noise += sum(counts.map((count) => count * (units - count))) / (units - 1);
      if (units === 1) noise += singleUnit(block(inferred, channel, row, column, factor));
    }
  return { evenSplit: even / cells, floor: noise / cells };
}

/** The part of the removable error that a method removes; null where there is nothing to remove. */
export function removed({ evenSplit, floor }: Bounds, mse: number): number | null {
  return evenSplit > floor ? (evenSplit - mse) / (evenSplit - floor) : null;
}

/** The noise of one unit whose shares are in proportion to the inferred flow. */
function singleUnit(flow: number[]): number {
  const total = sum(flow);
  return 1 - sum(flow.map((value) => (total > 0 ? (value / total) ** 2 : 1 / flow.length ** 2)));
}

function block(map: FlowMap, channel: number, top: number, left: number, factor: number): number[] {
  const values: number[] = [];
  for (let row = top; row < top + factor; row++)
    for (let column = left; column < left + factor; column++) values.push(map.at(channel, row, column));
  return values;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
