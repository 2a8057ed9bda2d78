import assert from "node:assert/strict";
import { test } from "node:test";
import { colours } from "../src/colours/paint";
import { palette } from "../src/colours/palettes";
import { Scale } from "../src/colours/scale";

const values = Float32Array.from([0, 0.004, 0.006, 5, 10, 11, NaN]);
const paint = (isClear: boolean) => {
  const bytes = colours(values, new Scale(10, "linear"), palette("magma", true), isClear);
  return Array.from(values, (_, i) => [...bytes.subarray(4 * i, 4 * i + 4)]);
};

test("cells that are written as 0 are clear, others are not, and neither is what is missing", () => {
  assert.deepEqual(paint(true).map(([, , , alpha]) => alpha), [0, 0, 255, 255, 255, 255, 255]);
  assert.deepEqual(paint(false).map(([, , , alpha]) => alpha), Array(7).fill(255));
});

test("values have the palette's colours, those beyond the top the last one, and missing ones grey", () => {
  const [none, , , , top, beyond, missing] = paint(false);
  assert.deepEqual(none, [0, 0, 3, 255]);
  assert.deepEqual(top, [...palette("magma", true)(1), 255]);
  assert.deepEqual(beyond, top);
  assert.deepEqual(missing, [0x5a, 0x60, 0x6e, 255]);
});
