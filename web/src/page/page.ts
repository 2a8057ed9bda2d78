import type { DatasetDetails, Frames, ModelCard, Settings } from "../api/types";
import { FlowMap } from "../flow/flowMap";
import { unpack } from "../formats/gzip";
import { BrowserModel } from "../onnx/browserModel";

/** What `fineflow export` writes into a page that needs no server. */
interface PageContent {
  settings: Settings;
  model: ModelCard;
  dataset: DatasetDetails;
}

/** The page that holds a model and its data itself; null where a server holds them. */
export function readPage(): { content: PageContent; frames: Frames; model: BrowserModel } | null {
  const text = document.getElementById("page-content")?.textContent;
  if (!text) return null;
  const content = JSON.parse(text) as PageContent;
  const model = new BrowserModel({
    worker: () => address("onnx-worker.js"),
    runtime: () => read("onnxruntime.wasm"),
    file: () => read("model.onnx"),
  });
  return { content, frames: framesOf(content.dataset), model };
}

/** An address of a script that the page holds. Workers of a page that was opened as a file cannot be modules at addresses of blobs. */
export async function address(name: string): Promise<string> {
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(new TextDecoder().decode(await read(name)))}`;
}

/** A file that the page holds, packed with gzip and written in base64. */
function read(name: string): Promise<ArrayBuffer> {
  const text = document.querySelector(`script[data-file="${name}"]`)!.textContent!;
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = packed.charCodeAt(i);
  return unpack(new Blob([bytes]).stream());
}

/** The frames of both levels, float32 one after the other. */
function framesOf({ channels, coarse_rows: rows, coarse_columns: columns, upscaling_factor: factor }: DatasetDetails): Frames {
  const levels = { coarse: read("coarse"), fine: read("fine") };
  const frame = async (index: number, level: "coarse" | "fine") => {
    const times = level === "fine" ? factor : 1;
    const [height, width] = [rows * times, columns * times];
    const size = channels.length * height * width;
    return new FlowMap(channels.length, height, width, new Float32Array(await levels[level], index * size * 4, size));
  };
  return {
    frame,
    cell: async (row, column, from, count, channel) =>
      Promise.all(Array.from({ length: count }, async (_, i) => (await frame(from + i, "fine")).at(channel, row, column))),
  };
}
