import { api } from "../api/client";
import type { InferenceBody, LiveEvent, ModelCard, ModelChoice } from "../api/types";
import type { Cell } from "../flow/cityGrid";
import type { FlowMap } from "../flow/flowMap";
import type { Span } from "../flow/day";
import type { Interval } from "../flow/interval";
import { intervalOf } from "./interval";
import { likeness } from "./likeness";
import { Recent } from "./recent";
import type { DayCurve, Frame, FrameSource } from "./source";

/** How many frames the server keeps, and so do we. */
const ring = 96;

/** Frames as they were sent to the server and inferred by one model. */
export class LiveSource implements FrameSource {
  readonly name = "live";
  readonly title = "Live";
  readonly unit;
  readonly channels;
  readonly factor;
  readonly coarseRows;
  readonly coarseColumns;
  readonly box;
  readonly isPlaced;
  readonly hasTruth = false;
  readonly coarseMaximum;
  readonly fineMaximum;
  readonly #events: (LiveEvent & { slot: number })[] = [];
  readonly #frames = new Recent<Pick<Frame, "coarse" | "inferred">>(ring);
  readonly #intervals = new Recent<Interval | null>(ring);

  /**
   * @param first The first frame's coarse map.
   * @param like The data whose place, channels and unit the frames share, if there are any of this size.
   */
  constructor(readonly card: ModelCard, first: FlowMap, like: FrameSource | null) {
    ({
      unit: this.unit, channels: this.channels, box: this.box, isPlaced: this.isPlaced,
      coarseMaximum: this.coarseMaximum, fineMaximum: this.fineMaximum,
    } = likeness(first, like));
    this.factor = card.upscaling_factor;
    this.coarseRows = first.rows;
    this.coarseColumns = first.columns;
  }

  /**
   * Adds a frame, in the place of the one that it replaces, or of its time among slots that are counted; the oldest goes when the ring is
   * full.
   */
  add(event: LiveEvent): void {
    const before = this.#events.findIndex(({ id }) => id === event.replaces);
    const later = event.is_counted ? this.#events.findIndex(({ is_counted, time }) => is_counted && time! > event.time!) : -1;
    const kept = { ...event, slot: before >= 0 ? this.#events[before].slot : event.id };
    if (before >= 0) this.#events[before] = kept;
    else this.#events.splice(later >= 0 ? later : this.#events.length, 0, kept);
    if (this.#events.length > ring) this.#events.shift();
  }

  /** What stays of a slot when its frame is replaced: the first frame's number. */
  slotOf(index: number): number {
    return this.#events[index].slot;
  }

  /** The place of a slot; the first where it is gone. */
  indexOf(slot: number): number {
    return Math.max(0, this.#events.findIndex((event) => event.slot === slot));
  }

  /** "20 of 256 counts observed" of a slot of single counts. */
  told(index: number): string {
    const event = this.#events[index];
    return event?.is_counted ? `${event.observed} of ${this.channels.length * this.coarseRows * this.coarseColumns} counts observed` : "";
  }

  count(): number {
    return this.#events.length;
  }

  time(index: number): string | null {
    return this.#events[index].time;
  }

  external(index: number): number[] | null {
    return this.#events[index].external;
  }

  totals(): null {
    return null;
  }

  days(): Span[] {
    return [{ from: 0, count: this.count() }];
  }

  async load(index: number): Promise<Frame> {
    const { id, warnings } = this.#events[index];
    return { ...(await this.#maps(id)), truth: null, warnings };
  }

  interval(index: number, model: ModelChoice): Promise<Interval | null> {
    const { id } = this.#events[index];
    return this.#intervals.get(String(id), async () => intervalOf((await this.#maps(id)).coarse, await this.request(index), model));
  }

  /** Of the frames that have come so far. */
  async curve(cell: Cell, channel: number): Promise<DayCurve> {
    const frames = await Promise.all(this.#events.map(({ id }) => this.#maps(id)));
    return { from: 0, inferred: frames.map(({ inferred }) => inferred.at(channel, cell.row, cell.column)), truth: null };
  }

  async request(index: number): Promise<InferenceBody> {
    const { coarse } = await this.#maps(this.#events[index].id);
    return {
      coarse: coarse.toLists(),
      time: this.time(index) ?? undefined,
      external: this.external(index) ?? undefined,
      bounding_box: this.box ?? undefined,
    };
  }

  #maps(id: number): Promise<Pick<Frame, "coarse" | "inferred">> {
    return this.#frames.get(String(id), async () => {
      const [coarse, inferred] = await Promise.all([api.liveFrame(id, "coarse"), api.liveFrame(id, "fine")]);
      return { coarse, inferred };
    });
  }
}
