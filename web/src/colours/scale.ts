/** Linear, or nearly linear up to a fiftieth of the top and logarithmic above, so that quiet streets show beside busy ones. */
export type Scaling = "linear" | "log";

const topOverKnee = 50;

/** Where values lie on a colour bar, 0 .. 1; of signed values, zero lies at 0.5 and a negative one mirrors its positive. */
export class Scale {
  readonly top: number;

  constructor(top: number, readonly scaling: Scaling, readonly isSigned = false) {
    this.top = top > 0 ? top : 1;
  }

  position(value: number): number {
    const distance = Math.sign(value) * this.#distance(Math.abs(value));
    return this.isSigned ? 0.5 + distance / 2 : distance;
  }

  /** Round values for labels at least `gap` positions apart, with the ends, whose labels lie beside their places. */
  ticks(gap: number): number[] {
    const positive = this.#positiveTicks(this.isSigned ? 2 * gap : gap);
    return this.isSigned ? [...positive.slice(1).reverse().map((tick) => -tick), ...positive] : positive;
  }

  #distance(size: number): number {
    const share = size / this.top;
    return this.scaling === "linear" ? share : Math.log1p(share * topOverKnee) / Math.log1p(topOverKnee);
  }

  #positiveTicks(gap: number): number[] {
    const ticks = [0];
    for (const tick of this.#candidates(gap))
      if (this.#distance(tick) >= this.#distance(ticks.at(-1)!) + gap && this.#distance(tick) <= 1 - 1.3 * gap)
        ticks.push(tick);
    return [...ticks, this.top];
  }

  /** Rising round values below the top: multiples of one step, or 1, 2 and 5 of every decade. */
  #candidates(gap: number): number[] {
    if (this.scaling === "linear") {
      const step = roundUp(this.top * gap);
      return Array.from({ length: Math.ceil(this.top / step) - 1 }, (_, i) => (i + 1) * step);
    }
    const values = [];
    for (let decade = 10 ** Math.floor(Math.log10(this.top / topOverKnee)); decade < this.top; decade *= 10)
      values.push(decade, 2 * decade, 5 * decade);
    return values;
  }
}

/** The least of 1, 2, 5, 10, 20, 50 ... that is not below a value. */
export function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * [1, 2, 5, 10].find((factor) => factor * decade >= value)!;
}
