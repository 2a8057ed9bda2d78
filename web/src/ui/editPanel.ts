import type { ModelChoice } from "../api/types";
import { edited } from "../flow/edit";
import { timeLabel } from "../flow/labels";
import { showFrame } from "../sources/ownFrame";
import type { AppStore, Shown, State } from "../state";
import { byId } from "./dom";
import { attempt } from "./message";

const [form, hint] = [byId<HTMLFormElement>("edit"), byId("edit-hint")];
const [count, times] = [byId<HTMLInputElement>("edit-count"), byId<HTMLInputElement>("edit-times")];

/** Changes the coarse counts on the screen: that of the picked cell's block, or all. The model infers them as an own frame. */
export function addEdit(store: AppStore, models: ModelChoice[]): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(() => change(store, models), "edit");
  });
  store.watch(["shown", "channel", "cell"], ({ shown, channel, cell }) => {
    const block = shown && blockOf(shown, cell);
    count.disabled = !block;
    const known = block ? shown.coarse.at(channel, block.row, block.column) : NaN;
    count.value = Number.isNaN(known) ? "" : String(known);
    times.value = "1";
    const isChanged = shown?.source.name === "uploaded" && store.state.sources.length > 1;
    hint.textContent = isChanged
      ? "To go back, choose the data above."
      : "Pick a cell to change the count of its block. A model takes the change as it takes an own frame.";
  });
}

async function change(store: AppStore, models: ModelChoice[]): Promise<void> {
  const { shown, channel, cell } = store.state;
  if (!shown) return;
  const block = blockOf(shown, cell);
  const isSet = block !== null && Number.isFinite(count.valueAsNumber)
    && count.valueAsNumber !== shown.coarse.at(channel, block.row, block.column);
  const coarse = edited(shown.coarse, channel, times.valueAsNumber, isSet ? block : null, count.valueAsNumber);
  const { source, index } = shown;
  const time = source.time(index);
  const frame = { coarse, time, external: source.external(index) };
  await showFrame(store, models, titleOf(shown), frame, { values: frame.external, time, of: time ? `those of ${timeLabel(time)}` : "the slot's" });
  store.set({ cell });
}

/** "small city, test, changed". */
function titleOf({ source: { title } }: Shown): string {
  return title.endsWith(", changed") ? title : `${title}, changed`;
}

function blockOf({ source: { factor } }: Shown, cell: State["cell"]): State["cell"] {
  return cell && { row: Math.floor(cell.row / factor), column: Math.floor(cell.column / factor) };
}
