import type { Ground } from "../formats/ground";

/** Remembers in this browser what lies under the maps of each dataset. */
export const grounds = {
  get(dataset: string): Ground | null {
    const text = localStorage.getItem(key(dataset));
    return text ? JSON.parse(text) : null;
  },

  /** Throws where the browser keeps no files so large. */
  set(dataset: string, ground: Ground | null): void {
    if (!ground) return localStorage.removeItem(key(dataset));
    try {
      localStorage.setItem(key(dataset), JSON.stringify(ground));
    } catch {
      throw new Error("the browser keeps files of a few megabytes at most; leave out small streets, or digits of the coordinates");
    }
  },
};

function key(dataset: string): string {
  return `ground ${dataset}`;
}
