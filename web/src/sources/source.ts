import type { InferenceBody, ModelChoice } from "../api/types";
import type { Box, Cell } from "../flow/cityGrid";
import type { Span } from "../flow/day";
import type { FlowMap } from "../flow/flowMap";
import type { Interval } from "../flow/interval";

/** What is shown at one time. */
export interface Frame {
  coarse: FlowMap;
  inferred: FlowMap;
  truth: FlowMap | null;
  /** How the coarse map is unlike those that the model was trained on. */
  warnings: string[];
}

/** One fine cell over the slots of a day. */
export interface DayCurve {
  /** The slot's number of the first value. */
  from: number;
  inferred: number[];
  truth: number[] | null;
}

/** Where frames come from: a dataset, the user's file, the live feed. */
export interface FrameSource {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly channels: string[];
  readonly factor: number;
  readonly coarseRows: number;
  readonly coarseColumns: number;
  /** Where the maps are drawn; null where the place is unknown, or not in degrees. */
  readonly box: Box | null;
  /** Whether it is known where the maps lie, in whichever coordinates. */
  readonly isPlaced: boolean;
  readonly hasTruth: boolean;
  /** The fingerprint of the dataset that the frames are of; none of frames that come alone. */
  readonly fingerprint?: string;
  /** The largest counts of all frames, where they are known. */
  readonly coarseMaximum: number | null;
  readonly fineMaximum: number | null;

  count(): number;
  time(index: number): string | null;
  /** The external factors of a slot, where they are known. */
  external(index: number): number[] | null;
  /** For each channel the total of every slot; null where they are not known. */
  totals(): number[][] | null;
  /** The slots of each day. */
  days(): Span[];
  load(index: number, model: ModelChoice): Promise<Frame>;
  /** How sure a model is of a frame; null where that is not known. */
  interval(index: number, model: ModelChoice): Promise<Interval | null>;
  curve(cell: Cell, channel: number, index: number, model: ModelChoice): Promise<DayCurve>;
  /** What a model needs to infer the frame again. */
  request(index: number): Promise<InferenceBody>;
}

/** The models that can infer a source's frames: those that were trained on its data before those of other cities, the browser's last. */
export function fitting(models: ModelChoice[], source: FrameSource): ModelChoice[] {
  const rank = ({ card, browser }: ModelChoice) =>
    (browser ? 2 : 0) + (source.fingerprint !== undefined && card.data_fingerprint === source.fingerprint ? 0 : 1);
  return models.filter((choice) => fits(choice, source)).sort((one, other) => rank(one) - rank(other));
}

/** Whether a model can infer this source's frames. */
export function fits(choice: ModelChoice, source: FrameSource): boolean {
  return takes(choice, source.channels.length, source.coarseRows, source.coarseColumns)
    && choice.card.upscaling_factor === source.factor
    && (choice.card.external !== "required" || source.external(0) !== null);
}

/** Whether a model admits coarse maps of a size. */
export function takes({ card }: ModelChoice, channels: number, rows: number, columns: number): boolean {
  return card.channels === channels && (card.coarse_rows ?? rows) === rows && (card.coarse_columns ?? columns) === columns;
}
