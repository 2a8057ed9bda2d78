import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";

/** One sample as an exported model takes it: docs/onnx.md. */
export interface OnnxInputs {
  /** [C, H, W], NaN where a count is missing. */
  coarse: Float32Array;
  shape: number[];
  external?: number[];
  /** Start of the slot, seconds since 1970 on the local clock. */
  time?: number;
}

/** What an exported model infers: [C, N*H, N*W]. */
export interface OnnxOutput {
  fine: Float32Array<ArrayBuffer>;
  shape: number[];
  seconds: number;
}

/** An exported model, computed by ONNX Runtime's WebAssembly. */
export class OnnxModel {
  private constructor(readonly session: InferenceSession) {}

  /**
   * Opens a file.
   * @param runtime ONNX Runtime's WebAssembly. One thread computes: more need headers that static file hosts do not send.
   */
  static async open(file: Uint8Array, runtime: ArrayBuffer): Promise<OnnxModel> {
    env.wasm.numThreads = 1;
    env.wasm.wasmBinary = runtime;
    env.logLevel = "error";
    return new OnnxModel(await InferenceSession.create(file, { executionProviders: ["wasm"] }));
  }

  async infer({ coarse, shape, external, time }: OnnxInputs): Promise<OnnxOutput> {
    const names = this.session.inputNames;
    const feeds: Record<string, Tensor> = { coarse: new Tensor("float32", coarse, [1, ...shape]) };
    if (names.includes("external")) {
      if (!external) throw new Error('this model needs external factors: "external" in a JSON frame');
      feeds.external = new Tensor("float32", external, [1, external.length]);
    }
    if (names.includes("time")) {
      if (time === undefined) throw new Error('this model needs the time of the slot: "time" in a JSON frame');
      feeds.time = new Tensor("int64", [BigInt(time)], [1]);
    }
    const start = performance.now();
    const { fine } = await this.session.run(feeds);
    const seconds = (performance.now() - start) / 1000;
    return { fine: Float32Array.from(fine.data as Float32Array), shape: fine.dims.slice(1), seconds };
  }
}
