import assert from "node:assert/strict";
import { test } from "node:test";
import { collectionOf, freeName, middleOf, polygonOf, type Zone } from "../src/flow/zones";
import { readZones } from "../src/formats/zones";

const triangle: Zone["geometry"] = { type: "Polygon", coordinates: [[[0, 0], [4, 0], [4, 2], [0, 0]]] };

test("corners become a closed ring, those of a double click one corner", () => {
  assert.deepEqual(polygonOf([[0, 0], [4, 0], [4, 2], [4, 2]]), triangle);
  assert.deepEqual(polygonOf([[0, 0], [4, 0], [4, 2], [0, 0]]), triangle);
  assert.equal(polygonOf([[0, 0], [4, 0], [4, 0]]), null);
});

test("a new zone takes the first number that is free", () => {
  const zones = [{ name: "Zone 2", geometry: triangle }, { name: "port", geometry: triangle }];
  assert.equal(freeName(zones), "Zone 1");
  assert.equal(freeName([...zones, { name: "Zone 1", geometry: triangle }]), "Zone 3");
});

test("the middle is that of the box around all parts", () => {
  assert.deepEqual(middleOf({ name: "", geometry: triangle }), [2, 1]);
  const parts: Zone["geometry"] = { type: "MultiPolygon", coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[8, 8], [9, 8], [9, 9], [8, 8]]]] };
  assert.deepEqual(middleOf({ name: "", geometry: parts }), [4.5, 4.5]);
});

test("zones of a file have its names, or numbers, and are sent as they came", () => {
  const features = [
    { type: "Feature", properties: { name: " old town " }, geometry: triangle },
    { type: "Feature", properties: { name: 7 }, geometry: triangle },
    { type: "Feature", properties: null, geometry: triangle },
  ];
  const zones = readZones(JSON.stringify({ type: "FeatureCollection", features }));
  assert.deepEqual(zones.map(({ name }) => name), ["old town", "7", "Zone 3"]);
  assert.deepEqual(collectionOf(zones).features[1], { type: "Feature", properties: { name: "7" }, geometry: triangle });
});

test("a file that holds no polygons is refused with the feature at fault", () => {
  const refused = (text: string, words: RegExp) => assert.throws(() => readZones(text), words);
  const point = { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [1, 1] } };
  refused("zone", /no JSON/);
  refused("{}", /"features"/);
  refused(JSON.stringify({ type: "FeatureCollection", features: [point] }), /feature 1 is a Point/);
  refused(JSON.stringify({ ...point, geometry: { type: "Polygon", coordinates: [[["a"]]] } }), /feature 1 is a Polygon/);
});
