import assert from "node:assert/strict";
import { test } from "node:test";
import { readNpy } from "../src/formats/npy";
import { readUpload } from "../src/formats/upload";
import { npy } from "./npy";

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).buffer as ArrayBuffer;

test("npy arrays of every plain type are read", () => {
  const cases: [string, ArrayLike<number> & { buffer: ArrayBufferLike }][] = [
    ["<f4", Float32Array.of(0, 1.5, 2, 300)],
    ["<f8", Float64Array.of(0, 1.5, 2, 300)],
    ["<i2", Int16Array.of(0, 1, 2, 300)],
    ["<u4", Uint32Array.of(0, 1, 2, 300)],
    ["|u1", Uint8Array.of(0, 1, 2, 200)],
  ];
  for (const [descr, values] of cases) {
    const array = readNpy(npy(descr, [2, 2], values));
    assert.deepEqual(array.shape, [2, 2]);
    assert.deepEqual([...array.values], Array.from(values));
  }
  assert.deepEqual([...readNpy(npy("<i8", [2], BigInt64Array.of(7n, 9n) as never)).values], [7, 9]);
});

test("big-endian npy values are turned round", () => {
  const swapped = new Uint8Array(Float32Array.of(300).buffer).reverse();
  assert.equal(readNpy(npy(">f4", [1], swapped)).values[0], 300);
});

test("npy files that are cut off, in Fortran order, of objects or no npy at all are refused in one line", () => {
  const whole = npy("<f4", [2, 2], Float32Array.of(1, 2, 3, 4));
  assert.throws(() => readNpy(whole.slice(0, -1)), /15 bytes of values, its shape \(2, 2\) needs 16/);
  assert.throws(() => readNpy(whole.slice(0, 40)), /cut off/);
  assert.throws(() => readNpy(npy("<f4", [1], Float32Array.of(1), "True")), /Fortran/);
  assert.throws(() => readNpy(npy("|O", [1], Uint8Array.of(1))), /not a plain number/);
  assert.throws(() => readNpy(new TextEncoder().encode("[[1, 2], [3, 4]]").buffer as ArrayBuffer), /not a \.npy file/);
  assert.throws(() => readNpy(new ArrayBuffer(3)), /not a \.npy file/);
});

test("a frame of rows has one channel, a frame of channels has its own", () => {
  const { coarse } = readUpload("a.npy", npy("<f4", [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6)));
  assert.deepEqual([coarse.channels, coarse.rows, coarse.columns, coarse.at(0, 1, 2)], [1, 2, 3, 6]);
  const two = readUpload("a.json", text([[[1, 2]], [[3, 4]]])).coarse;
  assert.deepEqual([two.channels, two.rows, two.columns, two.at(1, 0, 1)], [2, 1, 2, 4]);
});

test("JSON as the server takes it brings its time and external factors along", () => {
  const frame = readUpload("a.json", text({ coarse: [[1]], time: "2026-03-02T08:00:00", external: [1, 2] }));
  assert.deepEqual([frame.coarse.at(0, 0, 0), frame.time, frame.external], [1, "2026-03-02T08:00:00", [1, 2]]);
});

test("a count may be missing: NaN in an array, null in JSON", () => {
  const missing = [1, Number.NaN];
  assert.deepEqual([...readUpload("a.npy", npy("<f4", [1, 2], Float32Array.from(missing))).coarse.values], missing);
  const { coarse } = readUpload("a.json", text([[1, null]]));
  assert.deepEqual([...coarse.values], missing);
  assert.equal(JSON.stringify(coarse.toLists()), "[[[1,null]]]");
});

test("hostile frames are refused in one line that says what was expected", () => {
  const refuse = (value: unknown, expected: RegExp) => assert.throws(() => readUpload("a.json", text(value)), expected);
  refuse([[1, 2], [3]], /not equally long/);
  refuse([[1, -2]], /value 2 is -2/);
  refuse([[1, "two"]], /value 2 of "coarse" is neither a number nor null/);
  refuse([1, 2], /not 1 dimensions/);
  refuse([], /not 1 dimensions/);
  refuse({ fine: [[1]] }, /without "coarse"/);
  refuse(null, /without "coarse"/);
  assert.throws(() => readUpload("a.npy", npy("<f4", [1, 1], Float32Array.of(Infinity))), /value 1 is Infinity/);
  assert.throws(() => readUpload("a.json", new TextEncoder().encode("row,column").buffer as ArrayBuffer), /neither/);
});
