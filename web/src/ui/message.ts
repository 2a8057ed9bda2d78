import { byId } from "./dom";

/** Where something can go wrong: each has its own place on the page for what is said of it. */
export type Cause = "time" | "data" | "cell" | "edit" | "zones" | "download";

const box = byId("message");
box.querySelector("button")!.addEventListener("click", () => (box.hidden = true));

/** Shows what went wrong, beside its cause, or over the maps where that is hidden, until the user closes it. */
export function fail(error: unknown, cause: Cause = "time"): void {
  const place = placeOf(cause);
  (place.parentElement!.checkVisibility() ? place : placeOf("time")).append(box);
  box.dataset.cause = cause;
  box.querySelector("span")!.textContent = error instanceof Error ? error.message : String(error);
  box.hidden = false;
}

/** Runs an action of the user; what goes wrong is shown, and what went wrong with the same before is no longer. */
export async function attempt(action: () => Promise<void>, cause: Cause = "time"): Promise<void> {
  try {
    await action();
    if (box.dataset.cause === cause) box.hidden = true;
  } catch (error) {
    fail(error, cause);
  }
}

function placeOf(cause: Cause): Element {
  return document.querySelector(`[data-messages="${cause}"]`)!;
}

/** Says something to screen readers. */
export function announce(text: string): void {
  byId("announcer").textContent = text;
}
