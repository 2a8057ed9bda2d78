/** Red, green and blue, 0 .. 255. */
export type Rgb = readonly [number, number, number];

/** Of "b63679". */
export function parse(hex: string): Rgb {
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((value, i) => value + (to[i] - value) * share) as unknown as Rgb;
}

export function css(colour: Rgb): string {
  return `rgb(${colour.map(Math.round).join(" ")})`;
}
