import { mix, parse, type Rgb } from "./rgb";

/**
 * Perceptually uniform colour maps, at 33 equal steps of their published tables of 256; between the steps colours are mixed, which is
 * nowhere more than two of 255 levels off. Magma, inferno, viridis: S. van der Walt and N. Smith, 2015 (public domain, CC0). Cividis:
 * J. R. Nunez, C. R. Anderton and R. S. Renslow, PLOS ONE 13(7), 2018.
 */
const tables = {
  magma: "0000030303110a0722120d331c1046281159350f6a430f7550127b5d177e691c807621818225818f2a809c2e7fa9327cb63679" +
    "c23a75ce4070da4769e55063ee5b5ef4685bf8775cfb8660fd9567fda470feb37bfec286fdd193fddfa1fceeb0fbfcbf",
  inferno: "0000030302120a0723140b36200c4a2e0a5a3c09654a0b6a570f6d63146e70196e7d1d6c892269962666a32b61af315bbb3754" +
    "c53d4dd04544da4e3be35832ea6428f0701ef57e14f98c09fb9b06fbaa0efbb91ef8c931f5d948f1e864f2f485fcfea4",
  viridis: "440154460c5f47186a482273472c7b4536814240853e49893a528b365a8c32628d2f6a8d2c728e287a8e26818e23898d20908c" +
    "1e978a1e9e8821a68527ad8030b47a3dbb744bc26c5bc8626dce5881d34c95d73faadb32bfdf24d4e11ae9e419fde724",
  cividis: "00224e00285b002e6a0533711a386f273e6e32436d3b496c434e6c4b546c535a6d5a5f6e61656f686a716f70737676767d7c78" +
    "8381798b8778928d789a9376a29975aaa073b3a670bbad6dc3b369ccba64d4c15fddc858e6d051efd748f8df3cfee838",
};

/** The names of the colour maps. */
export type PaletteName = keyof typeof tables;
export const paletteNames = Object.keys(tables) as PaletteName[];

/** The colour at a position 0 .. 1 (clamped). */
export type Palette = (position: number) => Rgb;

const made = new Map<string, Palette>();

/**
 * A colour map from its dark end to its light one, or, on a light page, from light to dark: little flow is close to the page's ground. The
 * same one each time.
 */
export function palette(name: PaletteName, isDark: boolean): Palette {
  const key = `${name} ${isDark}`;
  if (!made.has(key)) made.set(key, make(name, isDark));
  return made.get(key)!;
}

function make(name: PaletteName, isDark: boolean): Palette {
  const rising = tables[name].match(/.{6}/g)!.map(parse);
  const steps = isDark ? rising : rising.reverse();
  return (position) => {
    const at = Math.min(Math.max(position, 0), 1) * (steps.length - 1);
    const step = Math.min(Math.floor(at), steps.length - 2);
    return mix(steps[step], steps[step + 1], at - step);
  };
}
