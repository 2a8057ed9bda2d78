const dates = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const days = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** "Monday 11 May 2026, 19:00" of "2026-05-11T19:00:00"; the clock is the city's own, whatever the browser's zone. */
export function timeLabel(time: string): string {
  return `${dates.format(new Date(`${time.slice(0, 19)}Z`)).replace(",", "")}, ${clock(time)}`;
}

/** "Mon 11 May" of "2026-05-11T19:00:00". */
export function dayLabel(time: string): string {
  return days.format(new Date(`${time.slice(0, 10)}T00:00:00Z`)).replace(",", "");
}

/** "19:00". */
export function clock(time: string): string {
  return time.slice(11, 16);
}

/** A count as people read it: "1,521", "34.2", "0.25"; "missing" where it is. */
export function count(value: number): string {
  if (Number.isNaN(value)) return "missing";
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 1 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString("en-US", { maximumFractionDigits: digits }).replace("-", "−");
}

/** A count with its sign: "+3.1", "−2", "0". */
export function signed(value: number): string {
  const text = count(value);
  return value > 0 && text !== "0" ? `+${text}` : text === "−0" ? "0" : text;
}

/** A place in degrees: "39.912° N, 116.391° E". */
export function placeLabel(latitude: number, longitude: number): string {
  return `${degrees(latitude, "N", "S", 4)}, ${degrees(longitude, "E", "W", 4)}`;
}

/** "116.4° E", of which `digits` are behind the point. */
export function degrees(value: number, positive: string, negative: string, digits: number): string {
  return `${Math.abs(value).toFixed(digits)}° ${value < 0 ? negative : positive}`;
}

/** A part of something: "35 %", "0.4 %". */
export function percent(share: number): string {
  return `${count(100 * share)} %`;
}

/** What the badge says: that a map adds up is nothing to rely on where the model was made for other maps. */
export function badgeText(holds: boolean, warnings: string[]): string {
  if (!holds) return "✗ Does not add up";
  return warnings.length > 0 ? "⚠ Adds up, but see the warning" : "✓ Adds up";
}

/** A small number: "0", "1.9e-6". */
export function small(value: number): string {
  return value === 0 ? "0" : value >= 0.01 ? count(value) : value.toExponential(1);
}

/** A time as people read it: "48 ms", "2.3 s". */
export function duration(seconds: number): string {
  return seconds < 1 ? `${Math.max(1, Math.round(1000 * seconds))} ms` : `${seconds.toFixed(1)} s`;
}
