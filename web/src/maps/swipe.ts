import { element } from "../ui/dom";

/** A handle over two maps that lie on each other: the left one is seen to its left, the right one to its right. */
export function addSwipe(host: HTMLElement): void {
  const handle = element("div", "swipe");
  handle.tabIndex = 0;
  handle.role = "slider";
  handle.ariaLabel = "Boundary between the two maps";
  handle.ariaValueMin = "0";
  handle.ariaValueMax = "100";
  host.append(handle);

  let share = 50;
  const move = (to: number) => {
    share = Math.min(Math.max(to, 0), 100);
    host.style.setProperty("--swipe", `${share}%`);
    handle.ariaValueNow = share.toFixed(0);
    handle.ariaValueText = `${share.toFixed(0)} percent of the width is the left map`;
  };
  move(share);

  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = host.getBoundingClientRect();
    move((100 * (event.clientX - left)) / width);
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -5, ArrowRight: 5, Home: -100, End: 100 }[event.key];
    if (step === undefined) return;
    move(share + step);
    event.preventDefault();
    event.stopPropagation();
  });
}
