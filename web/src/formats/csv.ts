import type { Frame } from "../sources/source";
import { cellBox, type Box } from "../flow/cityGrid";

/** One line a fine cell: its place, its coarse count, what was inferred and what is true (empty where missing or unknown). */
export function frameCsv(frame: Frame, channel: number, box: Box | null): string {
  const { coarse, inferred, truth } = frame;
  const factor = inferred.rows / coarse.rows;
  const lines = [`row,column,${box ? "longitude,latitude," : ""}coarse,inferred,true`];
  for (let row = 0; row < inferred.rows; row++)
    for (let column = 0; column < inferred.columns; column++) {
      const place = box ? `${centre(cellBox(box, inferred.rows, inferred.columns, { row, column }))},` : "";
      const count = coarse.at(channel, Math.floor(row / factor), Math.floor(column / factor));
      lines.push(`${row},${column},${place}${Number.isNaN(count) ? "" : count},${inferred.at(channel, row, column)},${truth ? truth.at(channel, row, column) : ""}`);
    }
  return `${lines.join("\n")}\n`;
}

function centre(box: Box): string {
  return `${((box.west + box.east) / 2).toFixed(6)},${((box.south + box.north) / 2).toFixed(6)}`;
}
