import { api } from "../api/client";
import type { InferenceBody, ModelChoice } from "../api/types";
import type { Cell } from "../flow/cityGrid";
import type { Span } from "../flow/day";
import type { Interval } from "../flow/interval";
import type { UploadedFrame } from "../formats/upload";
import { versionOf } from "../models";
import { intervalOf } from "./interval";
import { likeness } from "./likeness";
import { Recent } from "./recent";
import type { DayCurve, Frame, FrameSource } from "./source";

/** What a frame is inferred with beside its counts, and whose that is, in words. */
export interface Factors {
  /** External factors. */
  values: number[] | null;
  /** The start of its slot. */
  time: string | null;
  of: string;
}

/** One coarse frame that the user brought, in the place of the data shown before if it is of the same size. */
export class UploadedSource implements FrameSource {
  readonly name = "uploaded";
  readonly unit;
  readonly channels;
  readonly factor;
  readonly coarseRows;
  readonly coarseColumns;
  readonly box;
  readonly isPlaced;
  readonly hasTruth = false;
  readonly coarseMaximum = null;
  readonly fineMaximum = null;
  readonly #frames = new Recent<Frame>(8);
  readonly #intervals = new Recent<Interval | null>(8);
  readonly #body: InferenceBody;

  /** @param factors What the frame is inferred with where it does not say so itself; null where nothing is known. */
  constructor(
    readonly title: string, readonly frame: UploadedFrame, factor: number, like: FrameSource | null, readonly factors: Factors | null) {
    const { coarse } = frame;
    ({ unit: this.unit, channels: this.channels, box: this.box, isPlaced: this.isPlaced } = likeness(coarse, like));
    this.factor = factor;
    this.coarseRows = coarse.rows;
    this.coarseColumns = coarse.columns;
    this.#body = {
      coarse: coarse.toLists(),
      time: frame.time ?? factors?.time ?? undefined,
      external: factors?.values ?? undefined,
      bounding_box: this.box ?? undefined,
    };
  }

  count(): number {
    return 1;
  }

  time(): string | null {
    return this.frame.time;
  }

  external(): number[] | null {
    return this.factors?.values ?? null;
  }

  totals(): null {
    return null;
  }

  days(): Span[] {
    return [{ from: 0, count: this.count() }];
  }

  load(_index: number, model: ModelChoice): Promise<Frame> {
    return this.#frames.get(versionOf(model), async () => {
      const inferred = await (model.browser ? model.browser.infer(this.#body) : api.infer(this.#body, model));
      return { coarse: this.frame.coarse, inferred, truth: null, warnings: inferred.warnings };
    });
  }

  interval(_index: number, model: ModelChoice): Promise<Interval | null> {
    return this.#intervals.get(versionOf(model), () => intervalOf(this.frame.coarse, this.#body, model));
  }

  async curve(cell: Cell, channel: number, index: number, model: ModelChoice): Promise<DayCurve> {
    const { inferred } = await this.load(index, model);
    return { from: 0, inferred: [inferred.at(channel, cell.row, cell.column)], truth: null };
  }

  async request(): Promise<InferenceBody> {
    return this.#body;
  }
}
