import assert from "node:assert/strict";
import { test } from "node:test";
import { diverging } from "../src/colours/diverging";
import { fromOklab, toOklab } from "../src/colours/oklab";
import { palette, paletteNames } from "../src/colours/palettes";
import { css, parse } from "../src/colours/rgb";

const steps = Array.from({ length: 101 }, (_, i) => i / 100);

for (const name of paletteNames) {
  test(`${name} rises in lightness from end to end, beyond its near-black start at no place twice as fast as on average`, () => {
    const lightness = steps.map((step) => toOklab(palette(name, true)(step))[0]);
    const mean = (lightness[100] - lightness[10]) / 90;
    for (let i = 1; i < lightness.length; i++) {
      assert.ok(lightness[i] > lightness[i - 1], `falls at ${steps[i]}`);
      assert.ok(i <= 10 || lightness[i] - lightness[i - 1] < 2 * mean, `jumps at ${steps[i]}`);
    }
  });
}

test("palettes begin and end with their published colours and are clamped beyond", () => {
  const viridis = palette("viridis", true);
  assert.equal(css(viridis(0)), css(parse("440154")));
  assert.equal(css(viridis(1)), css(parse("fde724")));
  assert.equal(css(viridis(7)), css(viridis(1)));
  assert.equal(css(viridis(-7)), css(viridis(0)));
});

test("on a light page palettes run the other way, so that little flow is close to the page's ground", () => {
  for (const name of paletteNames)
    for (const step of [0, 0.3, 1]) assert.equal(css(palette(name, false)(step)), css(palette(name, true)(1 - step)));
});

for (const isDark of [true, false])
  test(`errors of the same size are equally light on both sides, and like the ground at zero, ${isDark ? "dark" : "light"}`, () => {
    const lightness = (position: number) => toOklab(diverging(isDark)(position))[0];
    for (const size of [0.1, 0.25, 0.5]) {
      const [low, high] = [lightness(0.5 - size), lightness(0.5 + size)];
      assert.ok(Math.abs(low - high) < 0.03, `${low} and ${high} at ${size}`);
      assert.ok((low - lightness(0.5)) * (isDark ? 1 : -1) > 0.07);
    }
  });

test("OKLab there and back is the same colour", () => {
  for (const hex of ["000000", "ffffff", "b63679", "1e9e88"])
    assert.equal(css(fromOklab(toOklab(parse(hex)))), css(parse(hex)));
});
