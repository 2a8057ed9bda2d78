import type { ModelCard, ModelChoice } from "./api/types";
import type { BrowserModel } from "./onnx/browserModel";

/**
 * The choices among the models of a server: as it computes them, the one that erred least first, then the same in this browser, unless the
 * server keeps them to itself.
 */
export function choicesOf(cards: ModelCard[], open: ((choice: ModelChoice) => BrowserModel) | null): ModelChoice[] {
  const served = cards.sort(byError).flatMap(labelled);
  return open ? [...served, ...served.map((choice) => ({ ...choice, browser: open(choice) }))] : served;
}

/** What tells answers of a model from those of any other. */
export function versionOf({ card, label, browser }: ModelChoice): string {
  return `${card.name} ${card.labels[label]}${browser ? " browser" : ""}`;
}

function byError(one: ModelCard, other: ModelCard): number {
  return (one.metrics?.mse ?? Infinity) - (other.metrics?.mse ?? Infinity) || 0;
}

/** A model as it serves, and its version under trial if there is one. */
function labelled(card: ModelCard): ModelChoice[] {
  const stable: ModelChoice = { card, label: "stable", browser: null };
  return card.labels.canary ? [stable, { ...stable, label: "canary" }] : [stable];
}

/** What a choice is called in lists and in addresses: "plgf stable", "plgf canary browser". */
export function keyOf({ card, label, browser }: ModelChoice): string {
  return `${card.name} ${label}${browser ? " browser" : ""}`;
}
