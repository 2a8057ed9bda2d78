import { fromOklab, toOklab } from "./oklab";
import type { Palette } from "./palettes";
import { mix, parse } from "./rgb";

const ground = toOklab(parse("15151f"));
const tooLow = toOklab(parse("5cbcff"));
const tooHigh = toOklab(parse("ff9a5c"));

/** Error: dark where there is none (position 0.5), blue where too little was inferred (0), orange where too much (1), equally light at equal size. */
export const diverging: Palette = (position) => {
  const share = Math.min(Math.max(2 * position - 1, -1), 1);
  return fromOklab(mix(ground, share < 0 ? tooLow : tooHigh, Math.abs(share)));
};
