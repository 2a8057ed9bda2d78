import assert from "node:assert/strict";
import { test } from "node:test";
import { frameCsv } from "../src/formats/csv";
import { fileName } from "../src/formats/save";
import { cellAt, cellBox, plainBox } from "../src/flow/cityGrid";
import { conservation } from "../src/flow/conservation";
import { difference, scores } from "../src/flow/error";
import { bounds, removed } from "../src/flow/floor";
import { FlowMap } from "../src/flow/flowMap";

const coarse = new FlowMap(1, 1, 2, Float32Array.of(10, 4));
const fine = new FlowMap(1, 2, 4, Float32Array.of(1, 2, 1, 1, 3, 4, 1, 1));

test("a map whose blocks sum to their counts adds up", () => {
  assert.deepEqual(conservation(coarse, fine), { largest: 0, holds: true });
});

test("one block that is off by little is found, with its residual", () => {
  const off = new FlowMap(1, 2, 4, Float32Array.of(1, 2, 1, 1, 3, 4, 1, 1.25));
  assert.deepEqual(conservation(coarse, off), { largest: 0.25, holds: false });
});

test("a block whose count is missing has nothing to add up to", () => {
  const gap = new FlowMap(1, 1, 2, Float32Array.of(10, Number.NaN));
  const odd = new FlowMap(1, 2, 4, Float32Array.of(1, 2, 9, 9, 3, 4, 9, 9));
  assert.deepEqual(conservation(gap, odd), { largest: 0, holds: true });
});

test("rounding to single precision still adds up, in proportion to the count", () => {
  const large = new FlowMap(1, 1, 1, Float32Array.of(100_000));
  const third = new FlowMap(1, 2, 2, Float32Array.of(33_333.332, 33_333.332, 33_333.332, 0));
  const { largest, holds } = conservation(large, third);
  assert.ok(holds && largest > 0);
});

test("the channels of a map are apart", () => {
  const two = new FlowMap(2, 1, 2, Float32Array.of(1, 2, 3, 4));
  assert.deepEqual([...two.channel(1)], [3, 4]);
  assert.deepEqual(two.toLists(), [[[1, 2]], [[3, 4]]]);
  assert.throws(() => new FlowMap(1, 2, 2, Float32Array.of(1)), /1 values are not 1 x 2 x 2/);
});

test("errors are inferred minus true", () => {
  const error = difference(new FlowMap(1, 1, 2, Float32Array.of(3, 1)), new FlowMap(1, 1, 2, Float32Array.of(0, 5)));
  assert.deepEqual([...error.values], [3, -4]);
  assert.deepEqual(scores(error.values), { mae: 3.5, rmse: Math.sqrt(12.5) });
});

test("the cell at a point and the point of a cell agree, and row 0 is in the north", () => {
  const box = { west: 116, east: 116.4, south: 39.8, north: 40 };
  assert.deepEqual(cellAt(box, 4, 8, 116.01, 39.99), { row: 0, column: 0 });
  assert.deepEqual(cellAt(box, 4, 8, 116.39, 39.81), { row: 3, column: 7 });
  assert.equal(cellAt(box, 4, 8, 116.5, 39.9), null);
  assert.equal(cellAt(box, 4, 8, 116.2, 40.01), null);
  const edges = cellBox(box, 4, 8, { row: 2, column: 5 });
  assert.deepEqual(cellAt(box, 4, 8, (edges.west + edges.east) / 2, (edges.south + edges.north) / 2), { row: 2, column: 5 });
});

test("data without a place lie around 0, 0 in square cells", () => {
  const box = plainBox(10, 20);
  assert.equal(box.north + box.south, 0);
  assert.ok(Math.abs((box.north - box.south) / 10 - (box.east - box.west) / 20) < 1e-12);
});

test("the table of cells has a line a fine cell with its coarse count and, where known, its place and truth", () => {
  const lines = frameCsv({ coarse, inferred: fine, truth: null, warnings: [] }, 0, null).split("\n");
  assert.equal(lines.length, 1 + 8 + 1);
  assert.equal(lines[0], "row,column,coarse,inferred,true");
  assert.equal(lines[8], "1,3,4,1,");
  const placed = frameCsv({ coarse, inferred: fine, truth: fine, warnings: [] }, 0, { west: 0, east: 4, south: 0, north: 2 }).split("\n");
  assert.equal(placed[2], "0,1,1.500000,1.500000,10,2,2");
});

test("file names hold nothing that a file system dislikes", () => {
  assert.equal(fileName("my city/../x", null, "2026-05-11T1900"), "my-city-..-x-2026-05-11T1900");
});

test("the noise floor of a slot is that of its true counts, and of the inferred shares where a block holds one unit", () => {
  const counts = new FlowMap(1, 1, 2, Float32Array.of(4, 1));
  const truth = new FlowMap(1, 2, 4, Float32Array.of(3, 1, 1, 0, 0, 0, 0, 0));
  const inferred = new FlowMap(1, 2, 4, Float32Array.of(9, 9, 0.5, 0.5, 9, 9, 0, 0));
  const limits = bounds(counts, inferred, truth, 0)!;
  assert.equal(limits.floor, ((3 * 1 + 1 * 3) / 3 + (1 - 0.5)) / 8);
  assert.equal(limits.evenSplit, (4 + 0 + 1 + 1 + 0.75 ** 2 + 3 * 0.25 ** 2) / 8);
  assert.equal(removed(limits, limits.evenSplit), 0);
  assert.equal(removed(limits, limits.floor), 1);
});

test("counts that are not whole have no noise floor", () => {
  assert.equal(bounds(coarse, fine, new FlowMap(1, 2, 4, Float32Array.of(1, 2, 1, 1, 3, 4, 1, 1.5)), 0), null);
});
