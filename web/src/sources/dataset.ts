import { api } from "../api/client";
import type { DatasetDetails, Frames, InferenceBody, ModelChoice } from "../api/types";
import { isOnEarth, type Cell } from "../flow/cityGrid";
import { dayOf, daysOf, type Span } from "../flow/day";
import type { FlowMap } from "../flow/flowMap";
import type { Interval } from "../flow/interval";
import { versionOf } from "../models";
import { intervalOf } from "./interval";
import { Recent } from "./recent";
import type { DayCurve, Frame, FrameSource } from "./source";

/** The frames of a dataset that the server or the page holds. */
export class DatasetSource implements FrameSource {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly channels: string[];
  readonly factor: number;
  readonly coarseRows: number;
  readonly coarseColumns: number;
  readonly box;
  readonly isPlaced;
  readonly hasTruth: boolean;
  readonly fingerprint: string;
  readonly coarseMaximum: number;
  readonly fineMaximum: number;
  readonly #maps = new Recent<FlowMap>(192);
  readonly #intervals = new Recent<Interval | null>(96);
  readonly #curves = new Recent<DayCurve>(32);

  constructor(readonly details: DatasetDetails, readonly store: Frames) {
    this.name = details.name;
    this.title = details.title;
    this.unit = details.unit ?? "counts";
    this.channels = details.channels;
    this.factor = details.upscaling_factor;
    this.coarseRows = details.coarse_rows;
    this.coarseColumns = details.coarse_columns;
    this.box = details.bounding_box && isOnEarth(details.bounding_box) ? details.bounding_box : null;
    this.isPlaced = details.bounding_box !== null;
    this.hasTruth = details.has_truth;
    this.fingerprint = details.fingerprint;
    this.coarseMaximum = details.coarse_maximum;
    this.fineMaximum = details.fine_maximum;
  }

  count(): number {
    return this.details.frames;
  }

  time(index: number): string | null {
    return this.details.times[index];
  }

  external(index: number): number[] | null {
    return this.details.external?.[index] ?? null;
  }

  totals(): number[][] {
    return this.details.totals;
  }

  days(): Span[] {
    const { times, frames, slot_minutes: minutes } = this.details;
    return daysOf(times, frames, minutes);
  }

  async load(index: number, model: ModelChoice): Promise<Frame> {
    const [coarse, inferred, truth] = await Promise.all([
      this.#coarse(index),
      this.#maps.get(inferredKey(index, model), () => this.#infer(index, model)),
      this.hasTruth ? this.#maps.get(`${index} fine`, () => this.store.frame(index, "fine")) : null,
    ]);
    return { coarse, inferred, truth, warnings: inferred.warnings };
  }

  interval(index: number, model: ModelChoice): Promise<Interval | null> {
    return this.#intervals.get(
      `${index} ${versionOf(model)}`, async () => intervalOf(await this.#coarse(index), await this.request(index), model));
  }

  async curve(cell: Cell, channel: number, index: number, model: ModelChoice): Promise<DayCurve> {
    const { times, frames, slot_minutes: minutes } = this.details;
    const span = dayOf(times, frames, minutes, index);
    if (model.browser) return this.#curveSoFar(cell, channel, span, model);
    const { from, count } = span;
    return this.#curves.get(`${from} ${cell.row} ${cell.column} ${channel} ${versionOf(model)}`, async () => {
      const answer = await api.cell(this.name, cell.row, cell.column, from, count, channel, model);
      return { from, inferred: answer.inferred, truth: answer.true };
    });
  }

  async request(index: number): Promise<InferenceBody> {
    const coarse = await this.#coarse(index);
    return {
      coarse: coarse.toLists(),
      below: this.details.below ?? undefined,
      time: this.details.times[index] ?? undefined,
      external: this.external(index) ?? undefined,
      bounding_box: this.box ?? undefined,
    };
  }

  #coarse(index: number): Promise<FlowMap> {
    return this.#maps.get(`${index} coarse`, () => this.store.frame(index, "coarse"));
  }

  async #infer(index: number, model: ModelChoice): Promise<FlowMap> {
    return model.browser ? model.browser.infer(await this.request(index)) : api.inferred(this.name, index, model);
  }

  /** The server infers whole days in advance; this browser has inferred what was shown. Other slots are NaN. */
  async #curveSoFar({ row, column }: Cell, channel: number, { from, count }: Span, model: ModelChoice): Promise<DayCurve> {
    const [maps, truth] = await Promise.all([
      Promise.all(Array.from({ length: count }, (_, i) => this.#maps.peek(inferredKey(from + i, model)))),
      this.hasTruth ? this.store.cell(row, column, from, count, channel) : null,
    ]);
    return { from, inferred: maps.map((map) => map?.at(channel, row, column) ?? NaN), truth };
  }
}

function inferredKey(index: number, model: ModelChoice): string {
  return `${index} ${versionOf(model)}`;
}
