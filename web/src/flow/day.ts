/** A run of frames: the first, and how many. */
export interface Span {
  from: number;
  count: number;
}

/** The frames of the same day as frame `index`; without times, as many slots as a day has, counted from the first frame. */
export function dayOf(times: (string | null)[], frames: number, slotMinutes: number | null, index: number): Span {
  const day = times[index]?.slice(0, 10);
  if (!day) {
    const slots = slotMinutes ? Math.round(1440 / slotMinutes) : 48;
    const from = Math.floor(index / slots) * slots;
    return { from, count: Math.min(slots, frames - from) };
  }
  let from = index;
  while (from > 0 && times[from - 1]?.startsWith(day)) from--;
  let end = index + 1;
  while (end < frames && times[end]?.startsWith(day)) end++;
  return { from, count: end - from };
}
