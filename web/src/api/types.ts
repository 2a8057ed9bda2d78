import type { Box } from "../flow/cityGrid";
import type { FlowMap } from "../flow/flowMap";
import type { BrowserModel } from "../onnx/browserModel";

/** A model as the server describes it. */
export interface ModelCard {
  name: string;
  title: string;
  network: string;
  version: string;
  labels: { stable: string; canary: string | null };
  channels: number;
  upscaling_factor: number;
  /** Null where any size is admitted. */
  coarse_rows: number | null;
  coarse_columns: number | null;
  external: "none" | "optional" | "required";
  /** Whether it says how sure it is. */
  gives_distribution: boolean;
  parameters: number;
  /** SHA-256 of its weights. */
  sha256: string;
  trained_on: string | null;
  /** Of the dataset that it was trained on; null where its card does not say. */
  data_fingerprint: string | null;
  /** Of the validation split, where they were kept. */
  metrics: { mse: number } | null;
}

/** A dataset whose frames the server holds. */
export interface DatasetCard {
  name: string;
  title: string;
  frames: number;
  channels: string[];
  unit: string | null;
  slot_minutes: number | null;
  upscaling_factor: number;
  coarse_rows: number;
  coarse_columns: number;
  bounding_box: Box | null;
  fine_maximum: number;
  coarse_maximum: number;
  has_truth: boolean;
  /** Missing counts are known to be smaller than this; null where nothing is known of them. */
  below: number | null;
  /** SHA-256 over its files. */
  fingerprint: string;
}

/** A dataset with what is known of each frame. */
export interface DatasetDetails extends DatasetCard {
  /** Null where unknown. */
  times: (string | null)[];
  external: number[][] | null;
  /** For each channel the sum of every frame's coarse counts, without those that are missing. */
  totals: number[][];
}

/** Where a dataset's own frames are: on the server, or in the page. */
export interface Frames {
  frame(index: number, level: "coarse" | "fine"): Promise<FlowMap>;
  /** The true counts of one fine cell over some frames. */
  cell(row: number, column: number, from: number, count: number, channel: number): Promise<number[]>;
}

/** What the operator set for the dashboard. */
export interface Settings {
  tile_url: string | null;
  attribution: string | null;
  /** Whether the server hands models out as ONNX files. */
  shares_models: boolean;
  demo: boolean;
}

/** Body of an inference. */
export interface InferenceBody {
  /** NaN, which JSON writes as null, where a count is missing. */
  coarse: number[][][];
  /** Missing counts are known to be smaller than this. */
  below?: number;
  time?: string;
  external?: number[];
  bounding_box?: Box;
}

/** What the server says of a live frame. */
export interface LiveEvent {
  id: number;
  model: string;
  version: string;
  time: string | null;
  external: number[] | null;
  warnings: string[];
  /** Coarse counts that were observed. */
  observed: number;
  /** Whether it is of counts that were told one by one. */
  is_counted: boolean;
  /** The frame of the same slot with fewer counts, whose place it takes. */
  replaces: number | null;
}

/** The flow in one zone: of each channel, a number a slot. */
export interface ZoneFlow {
  name: string;
  /** The share of its area outside the map. */
  outside: number;
  flow: number[][];
  /** The ends of 90 % intervals; null where the model does not say how sure it is. */
  lower: number[][] | null;
  upper: number[][] | null;
  true: number[][] | null;
}

/** The flow in zones over some slots. */
export interface ZoneAnswer {
  /** The first slot. */
  from: number;
  zones: ZoneFlow[];
}

/** A model, for the version under trial its label, and what computes it. */
export interface ModelChoice {
  card: ModelCard;
  label: "stable" | "canary";
  /** Computes it in this browser; null where the server does. */
  browser: BrowserModel | null;
}
