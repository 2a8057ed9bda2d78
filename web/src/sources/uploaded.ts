import { api } from "../api/client";
import type { InferenceBody, ModelChoice } from "../api/types";
import type { Cell } from "../flow/cityGrid";
import type { Interval } from "../flow/interval";
import type { UploadedFrame } from "../formats/upload";
import { intervalOf } from "./interval";
import { likeness } from "./likeness";
import { Recent } from "./recent";
import type { DayCurve, Frame, FrameSource } from "./source";

/** External factors, and whose they are, in words. */
export interface Factors {
  values: number[];
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

  /** @param factors The external factors that the frame is inferred with; null where none are known. */
  constructor(
    readonly title: string, readonly frame: UploadedFrame, factor: number, like: FrameSource | null, readonly factors: Factors | null) {
    const { coarse } = frame;
    ({ unit: this.unit, channels: this.channels, box: this.box, isPlaced: this.isPlaced } = likeness(coarse, like));
    this.factor = factor;
    this.coarseRows = coarse.rows;
    this.coarseColumns = coarse.columns;
    this.#body = {
      coarse: coarse.toLists(),
      time: frame.time ?? undefined,
      external: factors?.values,
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

  load(_index: number, model: ModelChoice): Promise<Frame> {
    return this.#frames.get(`${model.card.name} ${model.label}`, async () => {
      const inferred = await api.infer(this.#body, model);
      return { coarse: this.frame.coarse, inferred, truth: null, warnings: inferred.warnings };
    });
  }

  interval(_index: number, model: ModelChoice): Promise<Interval | null> {
    return this.#intervals.get(`${model.card.name} ${model.label}`, () => intervalOf(this.frame.coarse, this.#body, model));
  }

  async curve(cell: Cell, channel: number, index: number, model: ModelChoice): Promise<DayCurve> {
    const { inferred } = await this.load(index, model);
    return { from: 0, inferred: [inferred.at(channel, cell.row, cell.column)], truth: null };
  }

  async request(): Promise<InferenceBody> {
    return this.#body;
  }
}
