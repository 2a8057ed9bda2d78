import type { Cell } from "./cityGrid";
import type { FlowMap } from "./flowMap";

/** Coarse cells whose count is missing, on a grid with so many rows and columns. */
export interface Missing {
  cells: Cell[];
  rows: number;
  columns: number;
}

/** The cells of one channel whose count is missing. */
export function missing(coarse: FlowMap, channel: number): Missing {
  const { rows, columns } = coarse;
  const cells: Cell[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (Number.isNaN(coarse.at(channel, row, column))) cells.push({ row, column });
  return { cells, rows, columns };
}
