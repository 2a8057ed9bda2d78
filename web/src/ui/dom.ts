/** Whether the page is as narrow as a phone, where it scrolls; the style sheets draw the same line. */
export const isPhone = matchMedia("(max-width: 860px)").matches;

/** The element of the page with this id, of this kind. */
export function byId<T extends Element = HTMLElement>(id: string): T {
  return document.getElementById(id) as unknown as T;
}

/** A new element with classes and content. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, classes = "", ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...content);
  return made;
}

/** A new SVG element with attributes. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K, attributes: Record<string, string | number>, ...content: (Node | string)[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...content);
  return made;
}

/** Writes a text where it is not there already, so that the page is not laid out again for it. */
export function write(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

/** Terms and what they are, for a definition list. */
export function facts(entries: [string, string][]): HTMLElement[] {
  return entries.flatMap(([term, value]) => [element("dt", "", term), element("dd", "", value)]);
}

/** Fills a select with values and texts, and chooses one. */
export function fill(select: HTMLSelectElement, options: [string, string][], chosen: string): void {
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value, false, value === chosen)));
}

/** Calls back with the value whenever another radio button of a group is chosen. */
export function onChoice(group: HTMLElement, run: (value: string) => void): void {
  group.addEventListener("change", (event) => run((event.target as HTMLInputElement).value));
}

/** Checks the radio button of a group that has this value. */
export function choose(group: HTMLElement, value: string): void {
  group.querySelector<HTMLInputElement>(`input[value="${value}"]`)!.checked = true;
}
