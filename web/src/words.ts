import type { Shown, ViewName } from "./state";

/** What a view is, in words: input, inference, truth, error or a difference of inferences. */
export function viewWords(name: ViewName, { model, otherModel, source }: Shown): string {
  const texts: Record<ViewName, string> = {
    coarse: "Input: what was counted, in large cells",
    inferred: `Inference: an estimate for ${source.factor} × ${source.factor} small cells in each large one, which add up to its count`,
    other: "Inference of the second model, from the same input",
    difference: `Difference of two inferences: blue where ${otherModel?.card.name} puts less than ${model.card.name}, orange where more`,
    truth: "Truth: what was really counted, in small cells",
    error: "Error: inference minus truth; blue where too little was inferred, orange where too much",
  };
  return texts[name];
}

export const widthWords = "Inference: how far the ends of the interval lie apart; the wider, the less sure";
