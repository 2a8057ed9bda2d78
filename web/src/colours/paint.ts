import type { Palette } from "./palettes";
import { parse } from "./rgb";
import type { Scale } from "./scale";

const levels = 1024;

/** A count that is missing. */
const grey = parse("5a606e");

/** Paints one channel into a canvas, a pixel a cell. */
export function paint(canvas: HTMLCanvasElement, values: Float32Array, rows: number, columns: number, scale: Scale, palette: Palette): void {
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(columns, rows);
  image.data.set(colours(values, scale, palette));
  context.putImageData(image, 0, 0);
}

/** Opaque red, green, blue, alpha of each value, grey where it is missing; the palette is looked up at 1,024 levels. */
export function colours(values: Float32Array, scale: Scale, palette: Palette): Uint8ClampedArray {
  const table = Array.from({ length: levels }, (_, level) => palette(level / (levels - 1)));
  const bytes = new Uint8ClampedArray(values.length * 4);
  values.forEach((value, i) => {
    const level = Math.min(Math.max(Math.round(scale.position(value) * (levels - 1)), 0), levels - 1);
    bytes.set(table[level] ?? grey, i * 4);
    bytes[i * 4 + 3] = 255;
  });
  return bytes;
}
