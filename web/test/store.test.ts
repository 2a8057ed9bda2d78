import assert from "node:assert/strict";
import { test } from "node:test";
import { Recent } from "../src/sources/recent";
import { Store } from "../src/store";

test("a watcher hears of its own keys, and only of changes", () => {
  const store = new Store({ index: 0, channel: 0 });
  const heard: number[] = [];
  store.watch(["index"], ({ index }) => heard.push(index));
  store.set({ channel: 1 });
  store.set({ index: 0 });
  store.set({ index: 5 });
  assert.deepEqual(heard, [0, 5]);
});

test("an answer is asked for once while it is remembered, and the one used longest ago is forgotten", async () => {
  const recent = new Recent<string>(2);
  const asked: string[] = [];
  const get = (key: string) => recent.get(key, async () => (asked.push(key), key));
  for (const key of ["a", "b", "a", "c", "a", "b"]) assert.equal(await get(key), key);
  assert.deepEqual(asked, ["a", "b", "c", "b"]);
});

test("an answer that failed is asked for again", async () => {
  const recent = new Recent<number>(2);
  await assert.rejects(recent.get("a", () => Promise.reject(new Error("busy"))), /busy/);
  assert.equal(await recent.get("a", async () => 7), 7);
});
