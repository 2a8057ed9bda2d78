/** A server-sent event. */
export interface ServerEvent {
  name: string;
  data: string;
  id: string | null;
}

/** Reads server-sent events from a body: lines "field: value", an empty line ends an event (HTML standard, 9.2.6). */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  let event: ServerEvent = { name: "message", data: "", id: null };
  for await (const line of readLines(body)) {
    if (line === "") {
      if (event.data !== "") yield event;
      event = { name: "message", data: "", id: null };
      continue;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line)!;
    if (field === "event") event.name = value;
    else if (field === "data") event.data += value;
    else if (field === "id") event.id = value;
  }
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const [reader, decoder] = [body.getReader(), new TextDecoder()];
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
  }
}
