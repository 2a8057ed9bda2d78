import { api } from "../api/client";
import type { InferenceBody, ModelChoice } from "../api/types";
import type { FlowMap } from "../flow/flowMap";
import { admitsIntervals, type Interval } from "../flow/interval";

/** Whether a model says how sure it is, which it does not in this browser. */
export function saysIntervals({ card, browser }: ModelChoice): boolean {
  return card.gives_distribution && !browser;
}

/** How sure a model is of a frame; null where it does not say, in this browser, and for counts from which no interval follows. */
export async function intervalOf(coarse: FlowMap, body: InferenceBody, model: ModelChoice): Promise<Interval | null> {
  return saysIntervals(model) && admitsIntervals(coarse) ? api.interval(body, model) : null;
}
