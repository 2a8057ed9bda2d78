import type { ModelChoice } from "./api/types";
import type { PaletteName } from "./colours/palettes";
import type { Scaling } from "./colours/scale";
import type { Cell } from "./flow/cityGrid";
import type { Conservation } from "./flow/conservation";
import type { FlowMap } from "./flow/flowMap";
import type { Ground } from "./formats/ground";
import type { Interval, Widths } from "./flow/interval";
import type { ZoneState } from "./flow/zones";
import type { Frame, FrameSource } from "./sources/source";
import type { Store } from "./store";

export type ViewName = "coarse" | "inferred" | "other" | "difference" | "truth" | "error";
/** What the map of the model shows: its estimate, or how sure it is. */
export type Layer = "estimate" | keyof Widths;
/** One large map with the others small, all in a grid, two models and their difference, two on each other, one alone. */
export type Layout = "main" | "all" | "compare" | "swipe" | "one";

/** A frame that is on the screen, and whose it is. */
export interface Shown extends Frame {
  source: FrameSource;
  index: number;
  model: ModelChoice;
  /** What a second model infers; null without one. */
  other: FlowMap | null;
  otherModel: ModelChoice | null;
  /** The second model's map minus the first's. */
  difference: FlowMap | null;
  /** Inferred minus true, where the truth is known. */
  error: FlowMap | null;
  /** How sure the model is; null where that is not known. */
  interval: Interval | null;
  /** How wide the intervals are, where the model says how sure it is. */
  widths: Widths | null;
  conservation: Conservation;
}

/** The middle of what is seen, in degrees, and the zoom of web maps. */
export interface Place {
  latitude: number;
  longitude: number;
  zoom: number;
}

/** All that the dashboard shows follows from this. */
export interface State extends ZoneState {
  sources: FrameSource[];
  source: FrameSource | null;
  /** The models that fit the source. */
  models: ModelChoice[];
  model: ModelChoice | null;
  /** The model to compare with. */
  otherModel: ModelChoice | null;
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
  /** How often frames of the source were replaced by others. */
  revision: number;
  layout: Layout;
  left: ViewName;
  /** The large map, the one alone, or the right one of two. */
  right: ViewName;
  layer: Layer;
  palette: PaletteName;
  scaling: Scaling;
  range: "all" | "slot";
  opacity: number;
  /** Whether the edges of the coarse cells are drawn. */
  hasGrid: boolean;
  isDark: boolean;
  /** Coast, water and streets under the maps; null without. */
  ground: Ground | null;
  /** What is seen of the city; null where that is all of it. */
  place: Place | null;
  /** Of the fine grid. */
  cell: Cell | null;
  hovered: Cell | null;
}

export type AppStore = Store<State>;
