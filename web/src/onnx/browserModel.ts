import type { InferenceBody } from "../api/types";
import { FlowMap } from "../flow/flowMap";
import type { OnnxInputs, OnnxOutput } from "./model";
import type { Answer, Question } from "./worker";

/** The parts that a model needs to run in a browser. */
export interface OnnxParts {
  /** The address of the worker's script. */
  worker(): Promise<string>;
  /** ONNX Runtime's WebAssembly. */
  runtime(): Promise<ArrayBuffer>;
  /** The exported model. */
  file(): Promise<ArrayBuffer>;
}

/** A model that this browser computes. Its parts are fetched when it infers for the first time. */
export class BrowserModel {
  #session: Promise<Session> | null = null;

  constructor(readonly parts: OnnxParts) {}

  /** What the model infers of a frame; the server's warnings are not made here. */
  async infer({ coarse, external, time }: InferenceBody): Promise<FlowMap> {
    this.#session ??= Session.open(this.parts);
    this.#session.catch(() => (this.#session = null)); // asked again, fetched again
    const session = await this.#session;
    const map = FlowMap.fromLists(coarse);
    const { fine, shape, seconds } = await session.infer({
      coarse: map.values, shape: [map.channels, map.rows, map.columns], external, time: time === undefined ? undefined : secondsOf(time),
    });
    const [channels, rows, columns] = shape;
    return new FlowMap(channels, rows, columns, fine, [], seconds);
  }
}

/** Seconds since 1970 of a time on the local clock, "2026-05-11T19:00:00". */
function secondsOf(time: string): number {
  return Date.parse(`${time.slice(0, 19)}Z`) / 1000;
}

/** A worker that has opened a model. */
class Session {
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  #last = 0;

  private constructor(readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const { resolve, reject } = this.#waiting.get(data.id)!;
      this.#waiting.delete(data.id);
      if (data.failure === undefined) resolve(data);
      else reject(new Error(data.failure));
    };
    worker.onerror = ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(message || "the model's worker does not start in this browser"));
      this.#waiting.clear();
    };
  }

  static async open(parts: OnnxParts): Promise<Session> {
    const [address, runtime, file] = await Promise.all([parts.worker(), parts.runtime(), parts.file()]);
    const session = new Session(new Worker(address, { type: "module" }));
    try {
      await session.#ask({ file, runtime }, [file, runtime]);
    } catch (error) {
      session.worker.terminate();
      throw error;
    }
    return session;
  }

  async infer(inputs: OnnxInputs): Promise<OnnxOutput> {
    return (await this.#ask({ inputs }, [])).output!;
  }

  #ask(question: { file: ArrayBuffer; runtime: ArrayBuffer } | { inputs: OnnxInputs }, moved: Transferable[]): Promise<Answer> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...question } satisfies Question, moved);
    });
  }
}
