import { byId } from "./dom";

const names = ["auto", "light", "dark"] as const;
const texts = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" };

/** The button that goes through the system's choice, light and dark; the browser remembers it. */
export function addTheme(): void {
  const button = byId("theme");
  const apply = (name: (typeof names)[number]) => {
    document.documentElement.dataset.theme = name;
    button.textContent = texts[name];
    button.title = button.ariaLabel = `Colour theme: ${name}`;
    localStorage.setItem("theme", name);
  };
  const current = () => names.find((name) => name === localStorage.getItem("theme")) ?? "auto";
  apply(current());
  button.addEventListener("click", () => apply(names[(names.indexOf(current()) + 1) % names.length]));
}
