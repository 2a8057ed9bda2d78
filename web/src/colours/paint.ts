import type { Palette } from "./palettes";
import { parse } from "./rgb";
import type { Scale } from "./scale";

const levels = 1024;
const tables = new WeakMap<Palette, Uint32Array>();

/** Values that labels write as 0. */
const nothing = 0.005;

/** A count that is missing. */
const grey = packed([...parse("5a606e")], 255);

/** Paints one channel into a canvas, a pixel a cell; where the page's ground or a base map shall be seen through empty cells, these are clear. */
export function paint(
  canvas: HTMLCanvasElement, values: Float32Array, rows: number, columns: number, scale: Scale, palette: Palette, isClear = false): void {
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(columns, rows);
  image.data.set(colours(values, scale, palette, isClear));
  context.putImageData(image, 0, 0);
}

/** Red, green, blue, alpha of each value, grey where it is missing; the palette is looked up at 1,024 levels. */
export function colours(values: Float32Array, scale: Scale, palette: Palette, isClear = false): Uint8ClampedArray {
  const table = tableOf(palette);
  const pixels = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isClear && Math.abs(value) < nothing) continue;
    const level = Math.round(scale.position(value) * (levels - 1));
    pixels[i] = Number.isNaN(level) ? grey : table[Math.min(Math.max(level, 0), levels - 1)];
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** The palette's colour at each level, looked up once. */
function tableOf(palette: Palette): Uint32Array {
  let table = tables.get(palette);
  if (!table) tables.set(palette, table = Uint32Array.from({ length: levels }, (_, level) => packed(palette(level / (levels - 1)), 255)));
  return table;
}

/** Four bytes in the order in which canvases keep them. */
function packed(colour: readonly number[], alpha: number): number {
  return new Uint32Array(Uint8ClampedArray.from([...colour, alpha]).buffer)[0];
}
