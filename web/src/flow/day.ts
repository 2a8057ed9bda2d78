/** A run of frames: the first, and how many. */
export interface Span {
  from: number;
  count: number;
}

/** The number of the highest value of a span. */
export function highestOf(values: number[], { from, count }: Span): number {
  let highest = from;
  for (let i = from; i < from + count; i++) if (values[i] > values[highest]) highest = i;
  return highest;
}

/** All days, one after the other. */
export function daysOf(times: (string | null)[], frames: number, slotMinutes: number | null): Span[] {
  const days: Span[] = [];
  for (let from = 0; from < frames; from += days.at(-1)!.count) days.push(dayOf(times, frames, slotMinutes, from));
  return days;
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

/** The numbers of days whose names can stand beside each other over all slots, each with a share of the width; the latest are named first. */
export function named(days: Span[], slots: number, share: number): number[] {
  const numbers: number[] = [];
  let next = slots;
  for (let i = days.length - 1; i >= 0; i--)
    if (days[i].from + share * slots <= next) {
      numbers.unshift(i);
      next = days[i].from;
    }
  return numbers;
}
