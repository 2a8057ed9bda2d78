import assert from "node:assert/strict";
import { test } from "node:test";
import { readGround } from "../src/formats/ground";

const line = [[1, 2], [3, 4]];
const of = (...features: unknown[]) => ({ type: "FeatureCollection", features });
const feature = (type: string, coordinates: unknown, properties: object | null = {}) => ({ type: "Feature", geometry: { type, coordinates }, properties });

test("lines and areas without counts are a ground: areas, roads and other lines, without whatever else they say", () => {
  const ground = readGround(of(
    feature("LineString", line, { highway: "primary", name: "<b>" }),
    feature("LineString", line, null),
    feature("Polygon", [line]),
    feature("Point", [1, 2])), ["count"])!;
  assert.deepEqual(ground.features.map(({ properties }) => properties), [{ kind: "road" }, { kind: "line" }, { kind: "area" }]);
});

test("counts, points and broken shapes are none", () => {
  assert.equal(readGround(of(feature("LineString", line), feature("Polygon", [line], { count: 3 })), ["count"]), null);
  assert.equal(readGround(of(feature("Point", [1, 2])), ["count"]), null);
  assert.equal(readGround(of(feature("LineString", [["a", 1]])), ["count"]), null);
  assert.equal(readGround(of({ type: "Feature" }, null), ["count"]), null);
  for (const parsed of [null, 3, [], {}, { type: "FeatureCollection" }]) assert.equal(readGround(parsed, ["count"]), null);
});
