import type { Cell } from "../flow/cityGrid";
import { count, signed } from "../flow/labels";
import type { Shown } from "../state";

/** What is known of a fine cell in the slot that is shown: names and values. */
export function cellNumbers(shown: Shown, { row, column }: Cell, channel: number): [string, string][] {
  const { coarse, inferred, interval, truth, error, source } = shown;
  const total = coarse.at(channel, Math.floor(row / source.factor), Math.floor(column / source.factor));
  const entries: [string, string][] = [["Inferred", count(inferred.at(channel, row, column))]];
  if (interval)
    entries.push(["90 % interval", `${count(interval.low.at(channel, row, column))} to ${count(interval.high.at(channel, row, column))}`]);
  if (truth && error) entries.push(["True", count(truth.at(channel, row, column))], ["Error", signed(error.at(channel, row, column))]);
  return [...entries, ["Its coarse cell", Number.isNaN(total) ? "missing, so inferred" : count(total)]];
}
