import type { ModelChoice } from "./api/types";
import type { PaletteName } from "./colours/palettes";
import type { Scaling } from "./colours/scale";
import type { Cell } from "./flow/cityGrid";
import type { Conservation } from "./flow/conservation";
import type { FlowMap } from "./flow/flowMap";
import type { Interval, Widths } from "./flow/interval";
import type { Frame, FrameSource } from "./sources/source";
import type { Store } from "./store";

export type ViewName = "coarse" | "inferred" | "truth" | "error";
/** What the map of the model shows: its estimate, or how sure it is. */
export type Layer = "estimate" | keyof Widths;
export type Layout = "all" | "swipe" | "one";

/** A frame that is on the screen, and whose it is. */
export interface Shown extends Frame {
  source: FrameSource;
  index: number;
  model: ModelChoice;
  /** Inferred minus true, where the truth is known. */
  error: FlowMap | null;
  /** How sure the model is; null where that is not known. */
  interval: Interval | null;
  /** How wide the intervals are, where the model says how sure it is. */
  widths: Widths | null;
  conservation: Conservation;
}

/** All that the dashboard shows follows from this. */
export interface State {
  sources: FrameSource[];
  source: FrameSource | null;
  /** The models that fit the source. */
  models: ModelChoice[];
  model: ModelChoice | null;
  /** How many slots the source has by now. */
  frames: number;
  /** The slot asked for; what is on the screen is `shown`. */
  index: number;
  channel: number;
  shown: Shown | null;
  isPlaying: boolean;
  /** Whether a model is at work in this browser. */
  isWaiting: boolean;
  isLive: boolean;
  layout: Layout;
  left: ViewName;
  right: ViewName;
  layer: Layer;
  palette: PaletteName;
  scaling: Scaling;
  range: "all" | "slot";
  opacity: number;
  /** Of the fine grid. */
  cell: Cell | null;
  hovered: Cell | null;
}

export type AppStore = Store<State>;
