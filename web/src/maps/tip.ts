import { element } from "../ui/dom";

const distance = 12;

/** A note beside a cell under the pointer. The panel says the same of a picked cell, so screen readers pass over it. */
export class Tip {
  readonly element = element("dl", "tip facts");

  constructor(readonly host: HTMLElement) {
    this.element.ariaHidden = "true";
    this.element.hidden = true;
    host.append(this.element);
  }

  /** Shows lines beside a place, left, top, width and height in pixels of the host, on the side where there is more room. */
  show(lines: HTMLElement[], [left, top, width, height]: [number, number, number, number]): void {
    const { style } = this.element;
    const { clientWidth, clientHeight } = this.host;
    const [isLeft, isAbove] = [left > clientWidth / 2, top > clientHeight / 2];
    style.left = isLeft ? "auto" : `${left + width + distance}px`;
    style.right = isLeft ? `${clientWidth - left + distance}px` : "auto";
    style.top = isAbove ? "auto" : `${top + height + distance}px`;
    style.bottom = isAbove ? `${clientHeight - top + distance}px` : "auto";
    this.element.replaceChildren(...lines);
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
