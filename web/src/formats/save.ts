/** Hands a file to the browser's downloads. */
export function save(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** "small-city-2026-05-11T1900-plgf", with nothing a file system dislikes. */
export function fileName(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null).join("-").replace(/[^\w.-]+/g, "-").replace(/-+/g, "-");
}
