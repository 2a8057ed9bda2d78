import { count } from "../flow/labels";
import { Scale } from "../colours/scale";
import { svg } from "./dom";

/** What a chart of a day shows. */
export interface Curve {
  /** NaN where it is not inferred. */
  inferred: number[];
  truth: number[] | null;
  /** The ends of intervals, where they are known. */
  band?: { lower: number[]; upper: number[] } | null;
  /** Texts of the slots. */
  slots: string[];
  /** The place of the slot on the screen, among these. */
  now: number;
}

const [width, height, right, top, bottom] = [300, 130, 6, 8, 20];

/** Draws the lines of a day into an SVG of 300 x 130. */
export function drawCurve(host: SVGSVGElement, { inferred, truth, band, slots, now }: Curve): void {
  const scale = new Scale(Math.max(...[...inferred, ...(truth ?? []), ...(band?.upper ?? [])].filter(isKnown)), "linear");
  const ticks = scale.ticks(0.3);
  const left = Math.max(30, 8 + 6 * Math.max(...ticks.map((value) => count(value).length)));
  const x = (i: number) => left + ((i + 0.5) / slots.length) * (width - left - right);
  const y = (value: number) => height - bottom - scale.position(value) * (height - top - bottom);
  const point = (values: number[], i: number) => `${x(i).toFixed(1)},${y(values[i]).toFixed(1)}`;
  const line = (values: number[], name: string) => runs(values).map((run) =>
    svg("polyline", { class: name, points: [...run, run.at(-1)!].map((i) => point(values, i)).join(" ") }));
  const area = ({ lower, upper }: { lower: number[]; upper: number[] }) => runs(upper).map((run) =>
    svg("polygon", { points: [...run.map((i) => point(upper, i)), ...run.reverse().map((i) => point(lower, i))].join(" ") }));
  const dot = (values: number[], name: string) => svg("circle", { class: name, cx: x(now), cy: y(values[now]), r: 3.2 });

  host.replaceChildren(
    ...ticks.flatMap((value) => [
      svg("line", { class: "rule", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      svg("text", { class: "axis end", x: left - 5, y: y(value) + 3.5 }, count(value)),
    ]),
    svg("line", { class: "now", x1: x(now), x2: x(now), y1: top - 4, y2: height - bottom }),
    ...labelled(slots.length).map((i) => svg("text", { class: "axis middle", x: x(i), y: height - 5 }, slots[i])),
    ...(band ? area(band) : []),
    ...(truth ? [...line(truth, "true"), ...(isKnown(truth[now]) ? [dot(truth, "true")] : [])] : []),
    ...line(inferred, "inferred"),
    ...(isKnown(inferred[now]) ? [dot(inferred, "inferred")] : []),
  );
}

/** The slots that are labelled: about four, evenly, none at the edges. */
function labelled(slots: number): number[] {
  const step = Math.max(1, Math.round((slots - 1) / 4));
  const inner = Array.from({ length: slots }, (_, i) => i).filter((i) => i % step === 0 && i > 0 && i < slots - 1);
  return inner.length > 0 ? inner : [0];
}

function isKnown(value: number): boolean {
  return !Number.isNaN(value);
}

/** The places of known values, in runs without a gap. A run's last point is drawn twice, so that one of a single point is a dot. */
function runs(values: number[]): number[][] {
  return values.reduce<number[][]>((all, value, i) => {
    if (!isKnown(value)) return all;
    if (i > 0 && isKnown(values[i - 1])) all.at(-1)!.push(i);
    else all.push([i]);
    return all;
  }, []);
}
