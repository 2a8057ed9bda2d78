import { FlowMap } from "../flow/flowMap";
import type { Interval } from "../flow/interval";
import { collectionOf, type Zone } from "../flow/zones";
import { askKey, authorization } from "./key";
import type { DatasetCard, DatasetDetails, Frames, InferenceBody, LiveEvent, ModelCard, ModelChoice, Settings, ZoneAnswer } from "./types";

/** The server's HTTP interface, version 1. Every failure is an Error that says what the server said. */
export const api = {
  settings: () => json<Settings>("v1/settings"),
  models: async () => (await json<{ models: ModelCard[] }>("v1/models")).models,
  datasets: async () => (await json<{ datasets: DatasetCard[] }>("v1/datasets")).datasets,
  dataset: (name: string) => json<DatasetDetails>(`v1/datasets/${segment(name)}`),

  /** The frames of a dataset as the server holds them. */
  frames: (dataset: string): Frames => ({
    frame: (index, level) => map(`v1/datasets/${segment(dataset)}/frames/${index}/${level}`),
    cell: async (row, column, from, count, channel) => (await json<{ true: number[] }>(
      `v1/datasets/${segment(dataset)}/cells/${row}/${column}?from=${from}&count=${count}&channel=${channel}`)).true,
  }),

  /** What a model infers of a dataset's frame. */
  inferred: (dataset: string, index: number, model: ModelChoice) =>
    map(`v1/datasets/${segment(dataset)}/inferred/${index}?${modelQuery(model)}`),

  /** One fine cell over some frames, as inferred and, where known, in truth. */
  cell: (dataset: string, row: number, column: number, from: number, count: number, channel: number, model: ModelChoice) =>
    json<{ inferred: number[]; true: number[] | null }>(
      `v1/datasets/${segment(dataset)}/inferred/cells/${row}/${column}?${modelQuery(model)}&from=${from}&count=${count}&channel=${channel}`),

  /** The flow in zones over some slots, as a model infers it. */
  zones: async (dataset: string, zones: Zone[], from: number, count: number, model: ModelChoice): Promise<ZoneAnswer> =>
    (await postZones(dataset, zones, from, count, model, "json")).json(),

  /** The same as a file. */
  zoneFile: async (dataset: string, zones: Zone[], from: number, count: number, model: ModelChoice, format: "csv" | "geojson") =>
    (await postZones(dataset, zones, from, count, model, format)).blob(),

  /** What a model infers of a frame that is sent along. */
  infer: (body: InferenceBody, model: ModelChoice) => post(body, model, "format=float32").then(toMap),

  /** The 90 % interval of every fine cell of a frame that is sent along. */
  interval: async (body: InferenceBody, model: ModelChoice): Promise<Interval> => {
    const { quantiles } = await (await post(body, model, "format=json&quantiles=0.05,0.95")).json();
    return { low: FlowMap.fromLists(quantiles[0]), high: FlowMap.fromLists(quantiles[1]) };
  },

  /** A model as an ONNX file. */
  onnx: async ({ card, label }: ModelChoice) => (await request(`v1/models/${segment(card.name)}/onnx?label=${label}`)).arrayBuffer(),

  /** The same as a GeoTIFF. */
  geotiff: async (body: InferenceBody, model: ModelChoice) => (await post(body, model, "format=geotiff")).blob(),

  /** The live frames that the server keeps, the oldest first. */
  liveFrames: async () => (await json<{ frames: LiveEvent[] }>("v1/live/frames")).frames,

  /** New live frames as they come, after one that is known. */
  liveEvents: (after: number, signal: AbortSignal) => request("v1/live/events", { signal, headers: { "Last-Event-ID": String(after) } }),

  /** A frame of the live ring. */
  liveFrame: (id: number, level: "coarse" | "fine") => map(`v1/live/frames/${id}/${level}`),
};

const segment = encodeURIComponent;

function modelQuery({ card, label }: ModelChoice): string {
  return `model=${segment(card.name)}&label=${label}`;
}

function post(body: InferenceBody, { card, label }: ModelChoice, query: string): Promise<Response> {
  return request(`v1/models/${segment(card.name)}/infer?label=${label}&${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

function postZones(dataset: string, zones: Zone[], from: number, count: number, model: ModelChoice, format: string): Promise<Response> {
  return request(`v1/datasets/${segment(dataset)}/zones?${modelQuery(model)}&from=${from}&count=${count}&format=${format}`, {
    method: "POST",
    headers: { "Content-Type": "application/geo+json" },
    body: JSON.stringify(collectionOf(zones)),
  });
}

async function json<T>(path: string): Promise<T> {
  return (await request(path)).json();
}

async function map(path: string): Promise<FlowMap> {
  return toMap(await request(path));
}

async function toMap(response: Response): Promise<FlowMap> {
  const [channels, rows, columns] = (response.headers.get("FineFlow-Shape") ?? "").split(",").map(Number);
  return new FlowMap(channels, rows, columns, new Float32Array(await response.arrayBuffer()), warningsOf(response));
}

/** How the coarse map is unlike those of the model's training, as the server says in a header. */
function warningsOf(response: Response): string[] {
  return JSON.parse(response.headers.get("FineFlow-Warnings") ?? "[]");
}

async function request(path: string, options: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { ...options, headers: { ...options.headers, ...authorization() } });
  if (response.status === 401) {
    await askKey();
    return request(path, options);
  }
  if (!response.ok) throw new Error(await problem(response));
  return response;
}

/** One line of problem details: what, where and the id by which the server's log knows it. */
async function problem(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { title, detail, field, error_id: id } = JSON.parse(text);
    const place = field && !detail?.startsWith(field) ? `${field}: ` : "";
    return `${place}${detail ?? title}${id ? ` (error ${id})` : ""}`;
  } catch {
    return `the server answered ${response.status} ${response.statusText}`;
  }
}
