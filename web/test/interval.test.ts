import assert from "node:assert/strict";
import { test } from "node:test";
import { colours } from "../src/colours/paint";
import { Scale } from "../src/colours/scale";
import { FlowMap, largest } from "../src/flow/flowMap";
import { admitsIntervals, inside, widths } from "../src/flow/interval";
import { count, percent } from "../src/flow/labels";
import { missing } from "../src/flow/missing";

const map = (...values: number[]) => new FlowMap(1, 1, values.length, Float32Array.from(values));

test("an interval is as wide as its ends are apart, in counts and as a part of the estimate", () => {
  const { width, relative } = widths({ low: map(10, 0, 0), high: map(30, 2, 0) }, map(20, 0.25, 0));
  assert.deepEqual([...width.values], [20, 2, 0]);
  assert.deepEqual([...relative.values], [1, 2, 0]);
});

test("counts at the ends of an interval lie inside", () => {
  const interval = { low: map(1, 1, 1, 1), high: map(3, 3, 3, 3) };
  assert.equal(inside(interval, map(1, 3, 0, 4), 0), 0.5);
});

test("intervals follow from whole counts that are not too large, also where some are missing", () => {
  assert.ok(admitsIntervals(map(0, 7, Number.NaN, 1_000_000)));
  assert.ok(!admitsIntervals(map(0.5)));
  assert.ok(!admitsIntervals(map(1_000_001)));
});

test("missing counts are found, left out of the largest, grey and called missing", () => {
  const coarse = new FlowMap(2, 1, 2, Float32Array.of(1, 2, Number.NaN, 5));
  assert.deepEqual(missing(coarse, 0).cells, []);
  assert.deepEqual(missing(coarse, 1), { cells: [{ row: 0, column: 0 }], rows: 1, columns: 2 });
  assert.equal(largest(coarse.channel(1)), 5);
  assert.equal(count(Number.NaN), "missing");
  const [red, green, blue, alpha] = colours(coarse.channel(1), new Scale(5, "linear"), () => [1, 2, 3]);
  assert.deepEqual([red, green, blue, alpha], [0x5a, 0x60, 0x6e, 255]);
});

test("parts are percents", () => {
  assert.deepEqual([percent(0.354), percent(2), percent(0.004)], ["35.4 %", "200 %", "0.4 %"]);
});

test("nested lists of JSON become a map", () => {
  const two = FlowMap.fromLists([[[1, 2]], [[3, 4]]]);
  assert.deepEqual([two.channels, two.rows, two.columns, ...two.values], [2, 1, 2, 1, 2, 3, 4]);
});
