import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvents } from "../src/api/events";

async function read(...chunks: string[]) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

test("events are put together however the stream is cut", async () => {
  const text = 'event: frame\r\ndata: {"id":7}\r\nid: 7\r\n\r\nevent: ping\ndata: null\n\n';
  const expected = [{ name: "frame", data: '{"id":7}', id: "7" }, { name: "ping", data: "null", id: null }];
  assert.deepEqual(await read(text), expected);
  assert.deepEqual(await read(...text), expected);
});

test("comments, events without data and an event that is cut off are passed over", async () => {
  assert.deepEqual(await read(": hello\n\nevent: frame\n\nevent: frame\ndata: 1"), []);
});
