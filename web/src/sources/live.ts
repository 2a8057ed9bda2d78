import { api } from "../api/client";
import { readEvents } from "../api/events";
import type { InferenceBody, LiveEvent, ModelCard } from "../api/types";
import type { Cell } from "../flow/cityGrid";
import type { FlowMap } from "../flow/flowMap";
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
  readonly hasTruth = false;
  readonly coarseMaximum;
  readonly fineMaximum;
  readonly #events: LiveEvent[] = [];
  readonly #frames = new Recent<Frame>(ring);

  /**
   * @param first The first frame's coarse map.
   * @param like The data whose place, channels and unit the frames share, if there are any of this size.
   */
  constructor(readonly card: ModelCard, first: FlowMap, like: FrameSource | null) {
    ({
      unit: this.unit, channels: this.channels, box: this.box, coarseMaximum: this.coarseMaximum, fineMaximum: this.fineMaximum,
    } = likeness(first, like));
    this.factor = card.upscaling_factor;
    this.coarseRows = first.rows;
    this.coarseColumns = first.columns;
  }

  /** Adds a frame; the oldest goes when the ring is full. */
  add(event: LiveEvent): void {
    this.#events.push(event);
    if (this.#events.length > ring) this.#events.shift();
  }

  count(): number {
    return this.#events.length;
  }

  time(index: number): string | null {
    return this.#events[index].time;
  }

  load(index: number): Promise<Frame> {
    const { id } = this.#events[index];
    return this.#frames.get(String(id), async () => {
      const [coarse, inferred] = await Promise.all([api.liveFrame(id, "coarse"), api.liveFrame(id, "fine")]);
      return { coarse, inferred, truth: null };
    });
  }

  /** Of the frames that have come so far. */
  async curve(cell: Cell, channel: number): Promise<DayCurve> {
    const frames = await Promise.all(this.#events.map((_, index) => this.load(index)));
    return { from: 0, inferred: frames.map(({ inferred }) => inferred.at(channel, cell.row, cell.column)), truth: null };
  }

  async request(index: number): Promise<InferenceBody> {
    const { coarse } = await this.load(index);
    return { coarse: coarse.toLists(), time: this.time(index) ?? undefined, bounding_box: this.box ?? undefined };
  }
}

/** Follows the frames of one model: those that the server still has, and new ones as they come. */
export class LiveFeed {
  readonly #end = new AbortController();
  #source: LiveSource | null = null;
  #lastId = 0;

  /** @param onFrames Called with the source whenever it has new frames. */
  constructor(readonly card: ModelCard, readonly like: FrameSource | null, readonly onFrames: (source: LiveSource) => void) {}

  /** Follows until the feed is closed; where the line breaks, it is taken up again. */
  async follow(): Promise<void> {
    await this.#receive(await api.liveFrames());
    while (!this.#end.signal.aborted) {
      try {
        await this.#listen();
      } catch (error) {
        if (!this.#end.signal.aborted && !(error instanceof TypeError)) throw error; // fetch and read fail with a TypeError when the line breaks
      }
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }

  close(): void {
    this.#end.abort();
  }

  async #listen(): Promise<void> {
    const { body } = await api.liveEvents(this.#lastId, this.#end.signal);
    for await (const { name, data } of readEvents(body!))
      if (name === "frame") await this.#receive([JSON.parse(data) as LiveEvent]);
  }

  async #receive(events: LiveEvent[]): Promise<void> {
    const own = events.filter(({ model }) => model === this.card.name);
    this.#lastId = events.at(-1)?.id ?? this.#lastId;
    if (own.length === 0) return;
    this.#source ??= new LiveSource(this.card, await api.liveFrame(own[0].id, "coarse"), this.like);
    own.forEach((event) => this.#source!.add(event));
    this.onFrames(this.#source);
  }
}
