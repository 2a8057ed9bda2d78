import { clock, count } from "../flow/labels";
import type { DayCurve } from "../sources/source";
import type { AppStore, Shown, State } from "../state";
import { cellNumbers } from "./cellNumbers";
import { drawCurve } from "./curve";
import { byId, element, facts } from "./dom";
import { announce, fail } from "./message";

const [row, column] = [byId<HTMLInputElement>("row"), byId<HTMLInputElement>("column")];

/** The picked cell: its counts in this slot, and its day as a curve and as a table. */
export function addCellPanel(store: AppStore): void {
  for (const input of [row, column]) input.addEventListener("change", () => pickTyped(store));
  store.watch(["shown", "channel", "cell"], (state) => {
    drawNumbers(state);
    drawDay(store).catch((error) => fail(error, "cell"));
  });
  store.watch(["cell"], ({ cell, shown, channel }) => {
    row.value = cell ? String(cell.row) : "";
    column.value = cell ? String(cell.column) : "";
    if (cell && shown) announce(`Row ${cell.row}, column ${cell.column}: ${cellNumbers(shown, cell, channel).map((entry) => entry.join(" ")).join(", ")}`);
  });
}

/** Moves the picked cell, starting from the middle of the city. */
export function moveCell(store: AppStore, down: number, right: number): void {
  const { shown, cell } = store.state;
  if (!shown) return;
  const { rows, columns } = shown.inferred;
  const from = cell ?? { row: Math.floor(rows / 2), column: Math.floor(columns / 2) };
  store.set({ cell: { row: clamp(from.row + down, rows), column: clamp(from.column + right, columns) } });
}

function pickTyped(store: AppStore): void {
  const { shown } = store.state;
  if (!shown || row.value === "" || column.value === "") return;
  store.set({ cell: { row: clamp(row.valueAsNumber, shown.inferred.rows), column: clamp(column.valueAsNumber, shown.inferred.columns) } });
}

function clamp(index: number, size: number): number {
  return Math.min(Math.max(Math.round(index), 0), size - 1);
}

function drawNumbers(state: Readonly<State>): void {
  const { cell, shown, channel } = state;
  byId("cell").hidden = cell === null;
  byId("cell-hint").hidden = cell !== null;
  if (shown) {
    row.max = String(shown.inferred.rows - 1);
    column.max = String(shown.inferred.columns - 1);
  }
  if (!cell || !shown) return;
  byId("cell-facts").replaceChildren(...facts(cellNumbers(shown, cell, channel)));
}

/** Asks for the cell's day; an answer that is no longer wanted when it comes is dropped. */
async function drawDay(store: AppStore): Promise<void> {
  const { cell, shown, channel } = store.state;
  if (!cell || !shown) return;
  const curve = await shown.source.curve(cell, channel, shown.index, shown.model);
  const now = store.state;
  if (now.cell !== cell || now.shown !== shown || now.channel !== channel) return;

  const slots = curve.inferred.map((_, i) => slotText(shown, curve.from + i));
  drawCurve(byId<SVGSVGElement>("curve"), { ...curve, slots, now: shown.index - curve.from });
  byId("curve-caption").replaceChildren(...caption(shown, curve, cell));
  byId("curve-table").replaceChildren(...table(curve, slots));
}

function slotText({ source }: Shown, index: number): string {
  const time = source.time(index);
  return time ? clock(time) : String(index + 1);
}

function caption({ source }: Shown, { inferred, truth }: DayCurve, { row, column }: { row: number; column: number }): (Node | string)[] {
  const key = (name: string) => element("i", `key ${name}`);
  return [key("inferred"), inferred.some(Number.isNaN) ? "inferred so far " : "inferred ", ...(truth ? [key("true"), "true "] : []), `· row ${row}, column ${column}, ${source.unit}`];
}

function table({ inferred, truth }: DayCurve, slots: string[]): HTMLElement[] {
  const head = ["Slot", "Inferred", ...(truth ? ["True"] : [])].map((name) => {
    const cell = element("th", "", name);
    cell.scope = "col";
    return cell;
  });
  const lines = slots.map((slot, i) => {
    const name = element("th", "", slot);
    name.scope = "row";
    return element("tr", "", name, element("td", "", Number.isNaN(inferred[i]) ? "" : count(inferred[i])), ...(truth ? [element("td", "", count(truth[i]))] : []));
  });
  return [element("thead", "", element("tr", "", ...head)), element("tbody", "", ...lines)];
}
