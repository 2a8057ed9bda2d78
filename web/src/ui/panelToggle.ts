import { byId } from "./dom";

/** The button that hides the controls beside the maps, for more map. */
export function addPanelToggle(): void {
  byId("panel-toggle").addEventListener("click", togglePanel);
}

export function togglePanel(): void {
  const panel = byId("panel");
  panel.hidden = !panel.hidden;
  byId("panel-toggle").ariaExpanded = String(!panel.hidden);
  document.body.classList.toggle("wide", panel.hidden);
}
