import type { Zone } from "../flow/zones";
import type { Ground } from "../formats/ground";

/** Something of each dataset that this browser remembers. */
class Kept<T> {
  constructor(readonly kind: string, readonly advice: string) {}

  get(dataset: string): T | null {
    const text = localStorage.getItem(this.#key(dataset));
    return text ? JSON.parse(text) : null;
  }

  /** Throws where the browser keeps no files so large. */
  set(dataset: string, value: T | null): void {
    if (!value) return localStorage.removeItem(this.#key(dataset));
    try {
      localStorage.setItem(this.#key(dataset), JSON.stringify(value));
    } catch {
      throw new Error(`the browser keeps files of a few megabytes at most; ${this.advice}`);
    }
  }

  #key(dataset: string): string {
    return `${this.kind} ${dataset}`;
  }
}

/** What lies under the maps. */
export const grounds = new Kept<Ground>("ground", "leave out small streets, or digits of the coordinates");

/** The zones that were drawn or loaded. */
export const keptZones = new Kept<Zone[]>("zones", "simplify the polygons, or leave out digits of the coordinates");
