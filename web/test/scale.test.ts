import assert from "node:assert/strict";
import { test } from "node:test";
import { Scale } from "../src/colours/scale";
import { colours } from "../src/colours/paint";

test("a linear scale puts half the top in the middle, a logarithmic one far above it", () => {
  assert.equal(new Scale(200, "linear").position(100), 0.5);
  const log = new Scale(200, "log");
  assert.equal(log.position(0), 0);
  assert.equal(log.position(200), 1);
  assert.ok(log.position(100) > 0.8 && log.position(4) > 0.15);
});

test("a signed scale mirrors around its middle", () => {
  const scale = new Scale(50, "log", true);
  assert.equal(scale.position(0), 0.5);
  assert.equal(scale.position(-50), 0);
  assert.ok(Math.abs(scale.position(7) + scale.position(-7) - 1) < 1e-12);
});

test("ticks are round, begin at zero, end at the top and keep their distance", () => {
  for (const scaling of ["linear", "log"] as const)
    for (const top of [0.7, 3, 254, 1521, 98_765]) {
      const scale = new Scale(top, scaling);
      const ticks = scale.ticks(0.15);
      assert.equal(ticks[0], 0);
      assert.equal(ticks.at(-1), top);
      assert.ok(ticks.length >= 3, `${scaling} ${top}: ${ticks}`);
      for (let i = 1; i < ticks.length; i++)
        assert.ok(scale.position(ticks[i]) - scale.position(ticks[i - 1]) > 0.1499, `${scaling} ${top}: ${ticks}`);
      for (const tick of ticks.slice(1, -1)) assert.match(tick.toPrecision(2), /^(0\.0*)?[1-9]\.?0?(e\+\d+)?/);
    }
});

test("signed ticks are the same to both sides, with one zero", () => {
  const ticks = new Scale(60, "linear", true).ticks(0.1);
  assert.deepEqual(ticks, ticks.map((tick) => -tick).reverse().map((tick) => tick + 0));
  assert.equal(ticks.filter((tick) => tick === 0).length, 1);
});

test("a map of zeros has a scale all the same", () => {
  const scale = new Scale(0, "log");
  assert.equal(scale.position(0), 0);
  assert.deepEqual(scale.ticks(0.5), [0, 1]);
});

test("painting gives one opaque pixel a value, clamped to the ends of the palette", () => {
  const grey = (position: number) => [255 * position, 255 * position, 255 * position] as const;
  const bytes = colours(Float32Array.of(0, 10, 99, -5), new Scale(10, "linear"), grey);
  assert.deepEqual([...bytes], [0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 255]);
});
