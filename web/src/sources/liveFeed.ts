import { api } from "../api/client";
import { readEvents } from "../api/events";
import type { LiveEvent, ModelCard } from "../api/types";
import { LiveSource } from "./live";
import type { FrameSource } from "./source";

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
