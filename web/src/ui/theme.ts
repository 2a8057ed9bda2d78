import type { AppStore } from "../state";
import { byId } from "./dom";

const names = ["auto", "light", "dark"] as const;
const texts = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" };
const system = matchMedia("(prefers-color-scheme: dark)");

type Theme = (typeof names)[number];

/** Whether the page is dark: as the system is, unless the user chose. */
export function isDark(): boolean {
  return theme() === "auto" ? system.matches : theme() === "dark";
}

/** The button that goes through the system's choice, light and dark; the browser remembers it. */
export function addTheme(): void {
  const button = byId("theme");
  const apply = (name: Theme) => {
    document.documentElement.dataset.theme = name;
    button.textContent = texts[name];
    button.title = button.ariaLabel = `Colour theme: ${name}`;
    localStorage.setItem("theme", name);
  };
  apply(theme());
  button.addEventListener("click", () => apply(names[(names.indexOf(theme()) + 1) % names.length]));
}

/** Draws maps on the page's ground, light or dark, as that changes. */
export function followTheme(store: AppStore): void {
  const follow = () => store.set({ isDark: isDark() });
  system.addEventListener("change", follow);
  byId("theme").addEventListener("click", follow);
}

function theme(): Theme {
  return names.find((name) => name === localStorage.getItem("theme")) ?? "auto";
}
