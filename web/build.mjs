// Bundles the dashboard into the folder given (by default where the server looks for it).
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const out = process.argv[2] ?? "../src/FineFlow.AspNetCore/wwwroot";

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: { dashboard: "src/main.ts", "onnx-worker": "src/onnx/worker.ts", style: "style/dashboard.css" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none", // every licence is in licences.txt
  logLevel: "warning",
});
await cp("index.html", join(out, "index.html"));
await cp("icon.svg", join(out, "icon.svg"));
await cp("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", join(out, "maplibre-worker.js"));
const runtime = await readFile("node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm");
await writeFile(join(out, "onnxruntime.wasm.gz"), gzipSync(runtime, { level: 9 }));
for (const name of await readdir(out)) {
  if ([".js", ".css", ".svg"].includes(extname(name))) {
    await writeFile(join(out, `${name}.br`), brotliCompressSync(await readFile(join(out, name))));
  }
}
await writeFile(join(out, "licences.txt"), await licences()); // last: the build takes it for the sign that all is there

/** The licences of all packages that are part of the bundle. */
async function licences() {
  const { packages } = JSON.parse(await readFile("package-lock.json", "utf8"));
  const shipped = Object.entries(packages).filter(([path, entry]) => path !== "" && !entry.dev && !entry.optional);
  const texts = await Promise.all(shipped.map(async ([path, entry]) => {
    const name = path.replace(/^.*node_modules\//, "");
    const file = (await readdir(path)).find((name) => /^licen[cs]e/i.test(name));
    const own = name.startsWith("onnxruntime") ? "licences/onnxruntime.txt" : null; // its packages come without
    const text = file ?? own ? await readFile(file ? join(path, file) : own, "utf8") : `Licence: ${entry.license}\n`;
    return `${name} ${entry.version}\n\n${text.trim()}\n`;
  }));
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
