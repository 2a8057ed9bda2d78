import { diverging } from "./colours/diverging";
import { palette, type Palette } from "./colours/palettes";
import { Scale } from "./colours/scale";
import { largest, type FlowMap } from "./flow/flowMap";
import { count, signed } from "./flow/labels";
import type { FrameSource } from "./sources/source";
import type { Shown, State, ViewName } from "./state";

/** One map as it is drawn: its values, colours and words. */
export interface View {
  name: ViewName;
  title: string;
  map: FlowMap;
  scale: Scale;
  palette: Palette;
  unit: string;
  label: (value: number) => string;
  /** Whether there are values beyond the ends of the scale. */
  isClipped: boolean;
}

export const viewNames: ViewName[] = ["coarse", "inferred", "truth", "error"];

export const viewTitles: Record<ViewName, string> = { coarse: "Coarse", inferred: "Inferred", truth: "Truth", error: "Error" };

/** The views that what is shown can have. */
export function available(shown: Shown): ViewName[] {
  return viewNames.filter((name) => mapOf(name, shown) !== null);
}

/** A view of what is shown, or null where the truth is unknown. Fine maps share one scale. */
export function view(name: ViewName, { shown, range, scaling, palette: colours, channel }: Readonly<State>): View | null {
  const map = shown && mapOf(name, shown);
  if (!shown || !map) return null;
  const { source } = shown;
  const known = range === "all" ? knownTop(name, source) : null;
  const values = map.channel(channel);
  const top = known ?? Math.max(...highest(name, shown).map((flow) => largest(flow.channel(channel))));
  const isError = name === "error";
  return {
    name,
    title: name === "inferred" ? `Inferred by ${shown.model.card.name}` : viewTitles[name],
    map,
    scale: new Scale(top, scaling, isError),
    palette: isError ? diverging : palette(colours),
    unit: source.unit,
    label: isError ? signed : count,
    isClipped: largest(values) > top,
  };
}

/** The end of a scale that stays from slot to slot. Errors are smaller than flows: theirs ends at a quarter, and says so if it clips. */
function knownTop(name: ViewName, { coarseMaximum, fineMaximum }: FrameSource): number | null {
  if (name === "coarse") return coarseMaximum;
  return name === "error" && fineMaximum ? fineMaximum / 4 : fineMaximum;
}

/** A tick of a view's legend: "20", or "≥ 264" at an end beyond which there are values. */
export function tickLabel({ label, scale, isClipped }: View, value: number): string {
  return isClipped && Math.abs(value) === scale.top ? `${value < 0 ? "≤" : "≥"} ${label(value)}` : label(value);
}

function mapOf(name: ViewName, shown: Shown): FlowMap | null {
  return shown[name];
}

/** The maps whose largest value ends the scale. */
function highest(name: ViewName, { coarse, inferred, truth, error }: Shown): FlowMap[] {
  if (name === "coarse") return [coarse];
  if (name === "error") return [error!];
  return truth ? [inferred, truth] : [inferred];
}
