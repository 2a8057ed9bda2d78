import { OnnxModel, type OnnxInputs, type OnnxOutput } from "./model";

/** What the page asks: first to open a model, then to infer with it. */
export type Question = { id: number } & ({ file: ArrayBuffer; runtime: ArrayBuffer } | { inputs: OnnxInputs });

/** The answer to the question of the same id. */
export type Answer = { id: number; output?: OnnxOutput; failure?: string };

/** The types of the page have no worker's. */
const worker = self as unknown as { onmessage: (event: MessageEvent<Question>) => void; postMessage(answer: Answer, moved: Transferable[]): void };

let model: Promise<OnnxModel>;

/** ONNX Runtime works in here, so that the page stays awake meanwhile. */
worker.onmessage = async ({ data }) => {
  const { id } = data;
  try {
    if ("file" in data) {
      model = OnnxModel.open(new Uint8Array(data.file), data.runtime);
      await model;
      return worker.postMessage({ id }, []);
    }
    const output = await (await model).infer(data.inputs);
    worker.postMessage({ id, output }, [output.fine.buffer]);
  } catch (error) {
    worker.postMessage({ id, failure: error instanceof Error ? error.message : String(error) }, []);
  }
};
