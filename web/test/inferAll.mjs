// Infers with every exported model of a folder, as the dashboard does in a browser: NAME.onnx and NAME.json, samples as src/onnx/model.ts
// takes them (null where a count is missing), give NAME.fine, float32 one sample after the other.
import { build } from "esbuild";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const bundle = join(folder, "model.mjs");
await build({ entryPoints: ["src/onnx/model.ts"], outfile: bundle, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
const { OnnxModel } = await import(pathToFileURL(resolve(bundle)).href);
const runtime = await readFile("node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm");

for (const name of (await readdir(folder)).filter((file) => file.endsWith(".onnx")).map((file) => file.slice(0, -".onnx".length))) {
  const file = (ending) => join(folder, name + ending);
  const model = await OnnxModel.open(await readFile(file(".onnx")), runtime.buffer);
  const parts = [];
  for (const { coarse, ...sample } of JSON.parse(await readFile(file(".json"), "utf8"))) {
    const { fine } = await model.infer({ ...sample, coarse: Float32Array.from(coarse, (count) => count ?? NaN) });
    parts.push(Buffer.from(fine.buffer));
  }
  await writeFile(file(".fine"), Buffer.concat(parts));
}
process.exit(0);
