import { fromOklab, toOklab } from "./oklab";
import type { Palette } from "./palettes";
import { mix, parse } from "./rgb";

const lab = (hex: string) => toOklab(parse(hex));
const [dark, light] = [
  { ground: lab("15151f"), tooLow: lab("5cbcff"), tooHigh: lab("ff9a5c") },
  { ground: lab("f6f6fa"), tooLow: lab("1a6fbc"), tooHigh: lab("b04a00") },
];
const [onDark, onLight] = [between(dark), between(light)];

/**
 * Signed values: the page's ground where there is nothing (position 0.5), blue below (0) and orange above (1), equally strong at equal size.
 * The same one each time.
 */
export function diverging(isDark: boolean): Palette {
  return isDark ? onDark : onLight;
}

function between({ ground, tooLow, tooHigh }: typeof dark): Palette {
  return (position) => {
    const share = Math.min(Math.max(2 * position - 1, -1), 1);
    return fromOklab(mix(ground, share < 0 ? tooLow : tooHigh, Math.abs(share)));
  };
}
