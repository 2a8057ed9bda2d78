import { byId } from "../ui/dom";

const store = "api-key";

/** What every request carries: the API key, where the server wants one. This tab remembers it until it is closed. */
export function authorization(): Record<string, string> {
  const key = sessionStorage.getItem(store);
  return key ? { Authorization: `Bearer ${key}` } : {};
}

let asking: Promise<void> | null = null;

/** Asks the user for the server's API key, once for all requests that wait for it. */
export function askKey(): Promise<void> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function ask(): Promise<void> {
  const dialog = byId<HTMLDialogElement>("key-dialog");
  byId("key-text").textContent = sessionStorage.getItem(store)
    ? "The server does not know this key. Another one is needed."
    : "This server answers only with a key. This tab remembers it until it is closed.";
  dialog.showModal();
  return new Promise((resolve, reject) =>
    dialog.addEventListener("close", () => {
      const key = byId<HTMLInputElement>("key").value.trim();
      if (dialog.returnValue !== "use" || key === "")
        return reject(new Error("this server answers only with an API key; load the page again to be asked for it"));
      sessionStorage.setItem(store, key);
      resolve();
    }, { once: true }));
}
