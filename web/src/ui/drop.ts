/** Takes files that are dropped anywhere on the page, and says so while one is held over it. */
export function addDrop(take: (file: File) => void): void {
  const hold = (isHeld: boolean) => document.body.classList.toggle("dropping", isHeld);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    hold(event.dataTransfer?.types.includes("Files") ?? false);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) hold(false);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    hold(false);
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  });
}
