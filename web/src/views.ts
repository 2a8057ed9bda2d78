import { diverging } from "./colours/diverging";
import { palette, type Palette } from "./colours/palettes";
import { Scale } from "./colours/scale";
import { largest, type FlowMap } from "./flow/flowMap";
import { count, percent, signed } from "./flow/labels";
import { missing, type Missing } from "./flow/missing";
import type { FrameSource } from "./sources/source";
import type { Shown, State, ViewName } from "./state";
import { viewWords, widthWords } from "./words";

/** One map as it is drawn: its values, colours and words. */
export interface View {
  name: ViewName;
  title: string;
  /** What the map is, in a sentence. */
  words: string;
  map: FlowMap;
  scale: Scale;
  palette: Palette;
  unit: string;
  label: (value: number) => string;
  /** Whether there are values beyond the ends of the scale. */
  isClipped: boolean;
  /** The coarse cells whose missing count the map is about; null for maps that do not follow from them. */
  missing: Missing | null;
}

export const viewNames: ViewName[] = ["coarse", "inferred", "other", "difference", "truth", "error"];

export const viewTitles: Record<ViewName, string> = {
  coarse: "Coarse", inferred: "Inferred", other: "Second model", difference: "Difference", truth: "Truth", error: "Error",
};

/** The views that what is shown can have. */
export function available(shown: Shown): ViewName[] {
  return viewNames.filter((name) => mapOf(name, shown) !== null);
}

/** The views that a layout has on the screen, in their order. */
export function seen({ shown, layout, left, right }: Readonly<State>): ViewName[] {
  if (layout === "swipe") return [left, right];
  if (layout === "one") return [right];
  if (layout === "compare") return ["inferred", "other", "difference"];
  return shown ? available(shown) : [];
}

/** A view of what is shown, or null where the truth is unknown. Fine maps share one scale. */
export function view(name: ViewName, state: Readonly<State>): View | null {
  const { shown, range, scaling, palette: colours, channel, layer, isDark } = state;
  const map = shown && mapOf(name, shown);
  if (!shown || !map) return null;
  if (name === "inferred" && layer !== "estimate" && shown.widths) return widthView(shown.widths[layer], layer === "relative", shown, state);
  const { source } = shown;
  const known = range === "all" ? knownTop(name, source) : null;
  const values = map.channel(channel);
  const top = known ?? Math.max(...highest(name, shown).map((flow) => largest(flow.channel(channel))));
  const isSigned = name === "error" || name === "difference";
  return {
    name,
    title: titleOf(name, shown),
    words: viewWords(name, shown),
    map,
    scale: new Scale(top, scaling, isSigned),
    palette: isSigned ? diverging(isDark) : palette(colours, isDark),
    unit: source.unit,
    label: isSigned ? signed : count,
    isClipped: largest(values) > top,
    missing: name === "coarse" || name === "inferred" || name === "other" ? missing(shown.coarse, channel) : null,
  };
}

/** How sure the model is, in the place of its estimate and in other colours than flow. */
function widthView(map: FlowMap, isRelative: boolean, shown: Shown, { range, scaling, palette: colours, channel, isDark }: Readonly<State>): View {
  const { source, model, coarse } = shown;
  const known = isRelative ? 2 : knownTop("error", source);
  const highest = largest(map.channel(channel));
  const top = range === "all" && known ? known : highest;
  return {
    name: "inferred",
    title: `${isRelative ? "Relative width" : "Width"} of ${model.card.name}’s 90 % interval`,
    words: widthWords,
    map,
    scale: new Scale(top, scaling),
    palette: palette(colours === "viridis" ? "magma" : "viridis", isDark),
    unit: isRelative ? "of the estimate" : source.unit,
    label: isRelative ? percent : count,
    isClipped: highest > top,
    missing: missing(coarse, channel),
  };
}

function titleOf(name: ViewName, { model, otherModel }: Shown): string {
  if (name === "inferred") return `Inferred by ${model.card.name}`;
  if (name === "other") return `Inferred by ${otherModel!.card.name}`;
  if (name === "difference") return `${otherModel!.card.name} minus ${model.card.name}`;
  return viewTitles[name];
}

/**
 * The end of a scale that stays from slot to slot. Errors and intervals are smaller than flows: theirs ends at a quarter, and says so if it
 * clips.
 */
function knownTop(name: ViewName, { coarseMaximum, fineMaximum }: FrameSource): number | null {
  if (name === "coarse") return coarseMaximum;
  return (name === "error" || name === "difference") && fineMaximum ? fineMaximum / 4 : fineMaximum;
}

/** A tick of a view's legend: "20", or "≥ 264" at an end beyond which there are values. */
export function tickLabel({ label, scale, isClipped }: View, value: number): string {
  return isClipped && Math.abs(value) === scale.top ? `${value < 0 ? "≤" : "≥"} ${label(value)}` : label(value);
}

function mapOf(name: ViewName, shown: Shown): FlowMap | null {
  return shown[name];
}

/** The maps whose largest value ends the scale. */
function highest(name: ViewName, { coarse, inferred, other, difference, truth, error }: Shown): FlowMap[] {
  if (name === "coarse") return [coarse];
  if (name === "error") return [error!];
  if (name === "difference") return [difference!];
  return [inferred, other, truth].filter((map) => map !== null);
}
