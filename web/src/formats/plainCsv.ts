/** Counts of a CSV file: a line a row, numbers between commas, semicolons or tabs; nothing, or NaN, where one is missing. */
export function readPlainCsv(text: string): { shape: number[]; values: Float32Array } {
  const lines = text.trimEnd().split(/\r?\n/);
  const rows = lines.map((line, row) => line.split(/[,;\t]/).map((part, column) => {
    const field = part.trim();
    const value = field === "" ? NaN : Number(field);
    if (Number.isNaN(value) && field !== "" && field !== "NaN")
      throw new Error(`line ${row + 1}, value ${column + 1} is '${field.slice(0, 20)}'; a CSV of counts has numbers alone`);
    return value;
  }));
  const uneven = rows.findIndex(({ length }) => length !== rows[0].length);
  if (uneven >= 0) throw new Error(`line ${uneven + 1} has ${rows[uneven].length} values; ${rows[0].length} are expected, as in line 1`);
  return { shape: [rows.length, rows[0].length], values: Float32Array.from(rows.flat()) };
}
