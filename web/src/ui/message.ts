import { byId } from "./dom";

const box = byId("message");
box.querySelector("button")!.addEventListener("click", () => (box.hidden = true));

/** Shows what went wrong until the user closes it. */
export function fail(error: unknown): void {
  box.querySelector("span")!.textContent = error instanceof Error ? error.message : String(error);
  box.hidden = false;
}

/** Runs an action of the user; what goes wrong is shown. */
export async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
    box.hidden = true;
  } catch (error) {
    fail(error);
  }
}

/** Says something to screen readers. */
export function announce(text: string): void {
  byId("announcer").textContent = text;
}
