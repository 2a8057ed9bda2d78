import assert from "node:assert/strict";
import { test } from "node:test";
import { readUpload } from "../src/formats/upload";
import type { CoarseGrid } from "../src/formats/geojson";

const grid: CoarseGrid = { box: { west: 10, south: 50, east: 12, north: 52 }, channels: ["cars"], rows: 2, columns: 2 };

function read(features: unknown, on: CoarseGrid | null = grid): number[] {
  const text = JSON.stringify({ type: "FeatureCollection", features, time: "2026-05-11T19:00:00" });
  return [...readUpload("counts.geojson", new TextEncoder().encode(text).buffer as ArrayBuffer, on).coarse.values];
}

function point(longitude: number, latitude: number, count: unknown, height?: number) {
  const coordinates = height === undefined ? [longitude, latitude] : [longitude, latitude, height];
  return { type: "Feature", geometry: { type: "Point", coordinates }, properties: { count } };
}

function square(west: number, south: number, side: number, properties: object) {
  const ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]];
  return { type: "Feature", geometry: { type: "Polygon", coordinates: [ring] }, properties };
}

test("GeoJSON counts go to the cells in which the middles of their features lie, and add up", () => {
  const values = read([square(10, 51, 1, { count: 4 }), point(10.5, 51.5, 2), point(11.5, 50.5, 7, 120), square(11, 51, 1, { count: 0 })]);
  assert.deepEqual(values, [6, 0, NaN, 7]);
});

test("of several flows each has a property of its name, and null is a missing count", () => {
  const two = { ...grid, channels: ["in", "out"], rows: 1, columns: 1 };
  assert.deepEqual(read([square(10, 50, 2, { in: 3, out: null })], two), [3, NaN]);
});

test("hostile GeoJSON is refused in one line", () => {
  const refused = (features: unknown, expected: RegExp, on: CoarseGrid | null = grid) =>
    assert.throws(() => read(features, on), (error: Error) => expected.test(error.message) && !error.message.includes("\n"));
  refused([point(1, 1, 4)], /feature 1 lies outside of the data’s bounding box/);
  refused([point(11, 51, 4), point(11, 51, -1)], /property "count" of feature 2 is -1/);
  refused([point(11, 51, "4")], /is "4"; a count, or null, was expected/);
  refused([point(11, 51, undefined)], /is undefined/);
  refused([{ type: "Feature", geometry: null, properties: { count: 1 } }], /feature 1 has no geometry/);
  refused([{ type: "Feature", geometry: { coordinates: ["a", 2] }, properties: { count: 1 } }], /no geometry with coordinates/);
  refused([], /a list of "features" was expected/);
  refused("x", /a list of "features" was expected/);
  refused([point(11, 51, 4)], /none on the screen/, null);
});
