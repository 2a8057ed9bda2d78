/** Counts on a grid, [channels, rows, columns]; row 0 is the north edge. A coarse count that is missing is NaN. */
export class FlowMap {
  constructor(
    readonly channels: number,
    readonly rows: number,
    readonly columns: number,
    readonly values: Float32Array,
    /** What the server warned of when it inferred the map. */
    readonly warnings: string[] = [],
    /** How long it took to infer the map in this browser; null where the server did. */
    readonly seconds: number | null = null,
  ) {
    if (values.length !== channels * rows * columns)
      throw new Error(`${values.length} values are not ${channels} x ${rows} x ${columns}`);
  }

  /** Of nested lists, as JSON carries them. */
  static fromLists(lists: number[][][]): FlowMap {
    return new FlowMap(lists.length, lists[0].length, lists[0][0].length, Float32Array.from(lists.flat(2)));
  }

  /** One channel's values, row by row. */
  channel(index: number): Float32Array {
    const size = this.rows * this.columns;
    return this.values.subarray(index * size, (index + 1) * size);
  }

  at(channel: number, row: number, column: number): number {
    return this.values[(channel * this.rows + row) * this.columns + column];
  }

  /** Nested lists, as JSON bodies carry them. */
  toLists(): number[][][] {
    return Array.from({ length: this.channels }, (_, c) =>
      Array.from({ length: this.rows }, (_, r) =>
        Array.from({ length: this.columns }, (_, k) => this.at(c, r, k))));
  }
}

/** The largest size of the values, their signs and what is missing left aside. */
export function largest(values: Float32Array): number {
  return values.reduce((top, value) => Math.max(top, Math.abs(value) || 0), 0);
}
