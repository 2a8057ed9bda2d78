import { api } from "../api/client";
import type { ModelChoice, ZoneAnswer } from "../api/types";
import type { Span } from "../flow/day";
import type { Zone } from "../flow/zones";
import { Recent } from "./recent";

/** Slots that are asked for at once: few enough that the curve of a day grows before one's eyes. */
const piece = 12;

/** The flow of one channel in one zone over the slots of a day; NaN in slots that have not come. */
export interface ZoneDay {
  from: number;
  flow: number[];
  lower: number[] | null;
  upper: number[] | null;
  truth: number[] | null;
}

/** The flow in zones as one model infers it in the slots of a dataset; what has come is remembered. */
export class ZoneTotals {
  readonly #pieces = new Recent<ZoneAnswer>(64);
  /** What has come, by its slot. */
  readonly #known = new Map<number, ZoneAnswer>();

  constructor(readonly dataset: string, readonly zones: Zone[], readonly model: ModelChoice) {}

  /** The answer that has a slot; undefined where none has come. */
  known(index: number): ZoneAnswer | undefined {
    return this.#known.get(index);
  }

  /** Asks for a slot alone, which is there soonest. */
  async slot(index: number): Promise<void> {
    if (!this.#known.has(index)) await this.#ask(index, 1);
  }

  /** Asks for the slots of a day, some at a time, as long as they are wanted. */
  async day({ from, count }: Span, onPiece: () => void, isWanted: () => boolean): Promise<void> {
    for (let first = from; first < from + count && isWanted(); first += piece) {
      await this.#ask(first, Math.min(piece, from + count - first));
      if (isWanted()) onPiece();
    }
  }

  /** A zone's day, as far as it has come. */
  dayOf(zone: number, channel: number, { from, count }: Span): ZoneDay {
    const slots = Array.from({ length: count }, (_, i) => from + i);
    const of = (name: "flow" | "lower" | "upper" | "true") => slots.map((slot) => {
      const answer = this.#known.get(slot);
      return answer?.zones[zone][name]?.[channel][slot - answer.from] ?? NaN;
    });
    const some = (values: number[]) => (values.every(Number.isNaN) ? null : values);
    return { from, flow: of("flow"), lower: some(of("lower")), upper: some(of("upper")), truth: some(of("true")) };
  }

  async #ask(from: number, count: number): Promise<void> {
    const answer = await this.#pieces.get(`${from} ${count}`, () => api.zones(this.dataset, this.zones, from, count, this.model));
    for (let slot = from; slot < from + count; slot++) this.#known.set(slot, answer);
  }
}
