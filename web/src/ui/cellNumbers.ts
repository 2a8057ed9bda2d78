import { cellBox, type Cell } from "../flow/cityGrid";
import { count, placeLabel, signed } from "../flow/labels";
import type { Shown } from "../state";

/** What is known of a fine cell in the slot that is shown: names and values. */
export function cellNumbers(shown: Shown, { row, column }: Cell, channel: number): [string, string][] {
  const { coarse, inferred, other, otherModel, interval, truth, error, source } = shown;
  const total = coarse.at(channel, Math.floor(row / source.factor), Math.floor(column / source.factor));
  const entries: [string, string][] = [["Inferred", count(inferred.at(channel, row, column))]];
  if (other) entries.push([`Inferred by ${otherModel!.card.name}`, count(other.at(channel, row, column))]);
  if (interval)
    entries.push(["90 % interval", `${count(interval.low.at(channel, row, column))} to ${count(interval.high.at(channel, row, column))}`]);
  if (truth && error) entries.push(["True", count(truth.at(channel, row, column))], ["Error", signed(error.at(channel, row, column))]);
  entries.push(["Its coarse cell", Number.isNaN(total) ? "missing, so inferred" : count(total)]);
  if (!source.box) return entries;
  const { west, south, east, north } = cellBox(source.box, inferred.rows, inferred.columns, { row, column });
  return [...entries, ["Place", placeLabel((south + north) / 2, (west + east) / 2)]];
}
