import { api } from "../api/client";
import type { DatasetDetails, InferenceBody, ModelChoice } from "../api/types";
import { isOnEarth, type Cell } from "../flow/cityGrid";
import { dayOf } from "../flow/day";
import type { FlowMap } from "../flow/flowMap";
import type { Interval } from "../flow/interval";
import { intervalOf } from "./interval";
import { Recent } from "./recent";
import type { DayCurve, Frame, FrameSource } from "./source";

/** The frames of a dataset that the server holds. */
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
  readonly coarseMaximum: number;
  readonly fineMaximum: number;
  readonly #maps = new Recent<FlowMap>(192);
  readonly #intervals = new Recent<Interval | null>(96);
  readonly #curves = new Recent<DayCurve>(32);

  constructor(readonly details: DatasetDetails) {
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

  async load(index: number, model: ModelChoice): Promise<Frame> {
    const { name } = this;
    const [coarse, inferred, truth] = await Promise.all([
      this.#coarse(index),
      this.#maps.get(`${index} ${versionOf(model)}`, () => api.inferred(name, index, model)),
      this.hasTruth ? this.#maps.get(`${index} fine`, () => api.frame(name, index, "fine")) : null,
    ]);
    return { coarse, inferred, truth, warnings: inferred.warnings };
  }

  interval(index: number, model: ModelChoice): Promise<Interval | null> {
    return this.#intervals.get(
      `${index} ${versionOf(model)}`, async () => intervalOf(await this.#coarse(index), await this.request(index), model));
  }

  async curve(cell: Cell, channel: number, index: number, model: ModelChoice): Promise<DayCurve> {
    const { times, frames, slot_minutes: minutes } = this.details;
    const { from, count } = dayOf(times, frames, minutes, index);
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
    return this.#maps.get(`${index} coarse`, () => api.frame(this.name, index, "coarse"));
  }
}

function versionOf({ card, label }: ModelChoice): string {
  return `${card.name} ${card.labels[label]}`;
}
