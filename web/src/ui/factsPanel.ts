import { badgeText, count, duration, percent, small } from "../flow/labels";
import { difference, scores } from "../flow/error";
import { bounds, removed } from "../flow/floor";
import { largest } from "../flow/flowMap";
import { inside } from "../flow/interval";
import { missing } from "../flow/missing";
import type { AppStore, Shown } from "../state";
import { byId, facts } from "./dom";

/** Numbers of the slot that is shown, and the badge that says whether it adds up. */
export function addFacts(store: AppStore): void {
  store.watch(["shown", "channel"], ({ shown, channel }) => {
    if (!shown) return;
    byId("facts").replaceChildren(...facts(entries(shown, channel)));
    drawBadge(shown);
  });
}

function entries(shown: Shown, channel: number): [string, string][] {
  const { coarse, inferred, conservation, warnings } = shown;
  const counts = coarse.channel(channel);
  const unknown = missing(coarse, channel).cells.length;
  const known: [string, string][] = [
    ...warnings.map((warning): [string, string] => ["Warning", `the coarse map ${warning}`]),
    ...(unknown > 0 ? [["Coarse counts missing", `${unknown} of ${counts.length}`] as [string, string]] : []),
    [unknown > 0 ? "Total of the others" : "Total", count(counts.reduce((sum, value) => sum + (value || 0), 0))],
    ["Busiest coarse cell", count(largest(counts))],
    ["Busiest inferred cell", count(largest(inferred.channel(channel)))],
    ["Largest residual", `${small(conservation.largest)} counts`],
    ...(inferred.seconds === null ? [] : [["Time in this browser", duration(inferred.seconds)] as [string, string]]),
  ];
  return [...known, ...errors(shown, channel)];
}

/** Errors beside what costs nothing and what is possible, all as roots of mean squares; none where the truth is not known. */
function errors({ coarse, inferred, other, otherModel, interval, truth, error }: Shown, channel: number): [string, string][] {
  if (!truth || !error) return [];
  const { mae, rmse } = scores(error.channel(channel));
  const known: [string, string][] = [
    ["Mean absolute error", mae.toFixed(2)],
    ["Root mean squared error", rmse.toFixed(2)],
  ];
  const sure: [string, string][] = interval ? [["True counts in their 90 % intervals", percent(inside(interval, truth, channel))]] : [];
  const second = other ? ofSecond(scores(difference(other, truth).channel(channel)), otherModel!.card.name) : [];
  const limits = bounds(coarse, inferred, truth, channel);
  if (!limits) return [...known, ...second, ...sure];
  const share = removed(limits, rmse ** 2);
  return [
    ...known,
    ["of an even split", Math.sqrt(limits.evenSplit).toFixed(2)],
    ["of the noise floor, if units choose their cells independently", Math.sqrt(limits.floor).toFixed(2)],
    ...(share === null ? [] : [["Removable error removed", `${(100 * share).toFixed(1)} %`] as [string, string]]),
    ...second,
    ...sure,
  ];
}

function ofSecond({ mae, rmse }: { mae: number; rmse: number }, name: string): [string, string][] {
  return [[`Mean absolute error of ${name}`, mae.toFixed(2)], [`Root mean squared error of ${name}`, rmse.toFixed(2)]];
}

function drawBadge({ conservation: { holds, largest }, warnings }: Shown): void {
  const badge = byId("badge");
  badge.hidden = false;
  badge.classList.toggle("broken", !holds || warnings.length > 0);
  badge.title = ["Every block of fine cells is summed in this browser and compared with its coarse count.", ...warnings].join("\n");
  byId("badge-state").textContent = badgeText(holds, warnings);
  byId("badge-residual").textContent = `largest residual ${small(largest)}`;
}
