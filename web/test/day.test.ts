import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, daysOf, highestOf, named } from "../src/flow/day";
import { badgeText, count, signed, small, timeLabel } from "../src/flow/labels";

const times = ["2026-05-10T21:00:00", "2026-05-11T07:00:00", "2026-05-11T07:30:00", "2026-05-12T07:00:00"];

test("a day is the frames of its date", () => {
  assert.deepEqual(dayOf(times, 4, 30, 2), { from: 1, count: 2 });
  assert.deepEqual(dayOf(times, 4, 30, 0), { from: 0, count: 1 });
  assert.deepEqual(dayOf(times, 4, 30, 3), { from: 3, count: 1 });
});

test("without times a day is as many slots as a day has, cut off at the end", () => {
  assert.deepEqual(dayOf([], 100, 30, 50), { from: 48, count: 48 });
  assert.deepEqual(dayOf([], 100, 60, 99), { from: 96, count: 4 });
  assert.deepEqual(dayOf([], 10, null, 3), { from: 0, count: 10 });
});

test("times are the city's clock, whatever the zone of the browser", () => {
  assert.equal(timeLabel("2026-05-11T19:00:00"), "Monday 11 May 2026, 19:00");
  assert.equal(timeLabel("2026-05-11T00:00:00"), "Monday 11 May 2026, 00:00");
});

test("counts are as exact as they are small", () => {
  assert.deepEqual([1521.4, 34.25, 0.254, 0, -3.14].map(count), ["1,521", "34.3", "0.25", "0", "−3.1"]);
  assert.deepEqual([2.5, -2.5, 0, 0.0001, -0.0001].map(signed), ["+2.5", "−2.5", "0", "0", "0"]);
  assert.deepEqual([0, 0.0000123, 0.5].map(small), ["0", "1.2e-5", "0.5"]);
});

test("the badge is not plainly good over a map unlike those of the model's training", () => {
  assert.equal(badgeText(true, []), "✓ Adds up");
  assert.equal(badgeText(true, ["has maps of 8 x 8 cells"]), "⚠ Adds up, but see the warning");
  assert.equal(badgeText(false, ["has maps of 8 x 8 cells"]), "✗ Does not add up");
});

test("days follow one another without a gap, whole or not, and each has its highest slot", () => {
  const times = ["2026-05-11T23:00:00", "2026-05-11T23:30:00", "2026-05-12T00:00:00", "2026-05-14T08:00:00"];
  assert.deepEqual(daysOf(times, 4, 30), [{ from: 0, count: 2 }, { from: 2, count: 1 }, { from: 3, count: 1 }]);
  assert.deepEqual(daysOf([null, null, null, null, null], 5, 720), [{ from: 0, count: 2 }, { from: 2, count: 2 }, { from: 4, count: 1 }]);
  assert.equal(highestOf([5, 1, 3, 3, 2], { from: 1, count: 4 }), 2);
});

test("names of days do not lie on each other, or beyond the end", () => {
  const days = (...counts: number[]) => counts.map((count, i) => ({ from: counts.slice(0, i).reduce((sum, other) => sum + other, 0), count }));
  assert.deepEqual(named(days(8, 48, 48, 48), 152, 0.18), [1, 2, 3]);
  assert.deepEqual(named(days(48, 48, 8), 104, 0.18), [0, 1]);
  assert.deepEqual(named(days(...Array(20).fill(1)), 20, 0.18), [0, 4, 8, 12, 16]);
  assert.deepEqual(named(days(5), 5, 0.18), [0]);
});
