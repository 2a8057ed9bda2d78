import type { FlowMap } from "./flowMap";

/** How well the blocks of a fine map sum to the coarse counts. */
export interface Conservation {
  /** The largest |block sum - coarse count|, in counts. */
  largest: number;
  /** Whether every block is within 1e-6 x max(1, count) x N, the promise of FineFlow's own recovery. */
  holds: boolean;
}

/** Sums every block of the fine map and compares it with its coarse count, unless that is missing. */
export function conservation(coarse: FlowMap, fine: FlowMap): Conservation {
  const factor = fine.rows / coarse.rows;
  let largest = 0;
  let holds = true;
  for (let c = 0; c < coarse.channels; c++)
    for (let row = 0; row < coarse.rows; row++)
      for (let column = 0; column < coarse.columns; column++) {
        const count = coarse.at(c, row, column);
        if (Number.isNaN(count)) continue;
        const residual = Math.abs(blockSum(fine, c, row * factor, column * factor, factor) - count);
        largest = Math.max(largest, residual);
        holds &&= residual <= 1e-6 * Math.max(1, count) * factor;
      }
  return { largest, holds };
}

function blockSum(fine: FlowMap, channel: number, top: number, left: number, factor: number): number {
  let sum = 0;
  for (let row = top; row < top + factor; row++)
    for (let column = left; column < left + factor; column++)
      sum += fine.at(channel, row, column);
  return sum;
}
