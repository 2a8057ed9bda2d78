import type { Box } from "../flow/cityGrid";
import type { FlowMap } from "../flow/flowMap";
import type { FrameSource } from "./source";

/** What is known of maps that come alone, taken from data of the same size: where they are and what they count. */
export interface Likeness {
  unit: string;
  channels: string[];
  box: Box | null;
  isPlaced: boolean;
  coarseMaximum: number | null;
  fineMaximum: number | null;
}

export function likeness(coarse: FlowMap, like: FrameSource | null): Likeness {
  if (like !== null && like.coarseRows === coarse.rows && like.coarseColumns === coarse.columns && like.channels.length === coarse.channels)
    return like;
  const channels = Array.from({ length: coarse.channels }, (_, i) => `channel ${i + 1}`);
  return { unit: "counts", channels, box: null, isPlaced: false, coarseMaximum: null, fineMaximum: null };
}
