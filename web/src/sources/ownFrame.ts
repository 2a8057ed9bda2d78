import type { ModelChoice } from "../api/types";
import type { UploadedFrame } from "../formats/upload";
import { switchTo } from "../loading";
import type { AppStore } from "../state";
import { takes } from "./source";
import { UploadedSource, type Factors } from "./uploaded";

/** Shows a frame of the user as a source of its own, in place of the one before, by a model that takes it. */
export async function showFrame(
  store: AppStore, models: ModelChoice[], title: string, frame: UploadedFrame, factors: Factors | null): Promise<void> {
  const { source, model, sources } = store.state;
  const { channels, rows, columns } = frame.coarse;
  const taking = models.filter((choice) => takes(choice, channels, rows, columns));
  if (taking.length === 0) throw new Error(`${title}: no model here takes ${channels} x ${rows} x ${columns} counts`);
  const choices = taking.filter(({ card }) => factors?.values || card.external !== "required");
  if (choices.length === 0)
    throw new Error(`${title}: ${taking[0].card.name} needs external factors. `
      + 'Put "external" into a JSON frame, or show the slot whose factors it shall have.');

  const { card } = choices.includes(model!) ? model! : choices[0];
  const uploaded = new UploadedSource(title, frame, card.upscaling_factor, source, factors);
  const changes = switchTo(uploaded, models, store.state);
  await uploaded.load(0, changes.model!);
  store.set({ ...changes, isLive: false, sources: [...sources.filter(({ name }) => name !== uploaded.name), uploaded] });
}
