import { FlowMap } from "./flowMap";

/** The 90 % interval of every fine cell: its quantiles at 0.05 and 0.95, whole counts. */
export interface Interval {
  low: FlowMap;
  high: FlowMap;
}

/** How wide the intervals are. */
export interface Widths {
  /** In counts. */
  width: FlowMap;
  /** As a part of the estimate, or of 1 where that is smaller. */
  relative: FlowMap;
}

/** The server's limit for quantiles. */
const largestCount = 1_000_000;

/** Whether intervals follow from coarse counts: they are whole and not too large, where they are not missing. */
export function admitsIntervals({ values }: FlowMap): boolean {
  return values.every((count) => Number.isNaN(count) || (Number.isInteger(count) && count <= largestCount));
}

export function widths({ low, high }: Interval, inferred: FlowMap): Widths {
  const { channels, rows, columns } = inferred;
  const width = high.values.map((count, i) => count - low.values[i]);
  const relative = width.map((count, i) => count / Math.max(inferred.values[i], 1));
  return { width: new FlowMap(channels, rows, columns, width), relative: new FlowMap(channels, rows, columns, relative) };
}

/** The part of one channel's true counts that lie in their intervals, ends included. */
export function inside({ low, high }: Interval, truth: FlowMap, channel: number): number {
  const [from, to] = [low.channel(channel), high.channel(channel)];
  const counts = truth.channel(channel);
  return counts.filter((count, i) => from[i] <= count && count <= to[i]).length / counts.length;
}
