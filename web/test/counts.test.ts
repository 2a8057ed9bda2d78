import assert from "node:assert/strict";
import { test } from "node:test";
import { edited } from "../src/flow/edit";
import { FlowMap } from "../src/flow/flowMap";
import { duration } from "../src/flow/labels";
import { readUpload } from "../src/formats/upload";

const read = (text: string) => readUpload("mine.CSV", new TextEncoder().encode(text).buffer as ArrayBuffer).coarse;

test("a CSV of counts is a line a row, whatever divides its numbers", () => {
  for (const text of ["1,2.5,3\n4,,6\n", "1;2.5;3\r\n4; NaN;6", "1\t2.5\t3\n4\t\t6\n"]) {
    const { channels, rows, columns, values } = read(text);
    assert.deepEqual([channels, rows, columns, ...values], [1, 2, 3, 1, 2.5, 3, 4, NaN, 6]);
  }
});

test("a CSV that is no map of counts is refused in one line with its place", () => {
  assert.throws(() => read("row,column\n1,2\n"), /line 1, value 1 is 'row'; a CSV of counts has numbers alone/);
  assert.throws(() => read("1,2\n3\n"), /line 2 has 1 values; 2 are expected, as in line 1/);
  assert.throws(() => read("1,-2\n"), /value 2 is -2/);
  assert.throws(() => read("1,1e999\n"), /value 2 is Infinity/);
});

test("changed counts are multiplied, one of them set, and the map before stays as it was", () => {
  const coarse = new FlowMap(2, 1, 2, Float32Array.of(1, 2, 3, NaN));
  assert.deepEqual([...edited(coarse, 1, 2, { row: 0, column: 0 }, 50).values], [2, 4, 50, NaN]);
  assert.deepEqual([...edited(coarse, 0, 0.5, null, 0).values], [0.5, 1, 1.5, NaN]);
  assert.deepEqual([...coarse.values], [1, 2, 3, NaN]);
});

test("times are said in milliseconds or seconds", () => {
  assert.deepEqual([duration(0.0001), duration(0.0482), duration(2.34)], ["1 ms", "48 ms", "2.3 s"]);
});
