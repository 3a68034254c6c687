import { fill, textsOf, type Locale } from './texts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = 45 * SECOND_MS;

let aheadMs = 0;

/** Televisions' clocks are often wrong: what the server says counts. */
export function setNow(server: string): void {
  aheadMs = Date.parse(server) - Date.now();
}

export function now(): number {
  return Date.now() + aheadMs;
}

/** "hace 2 min"; days are those of the display's zone. */
export function age(at: number, locale: Locale, zone: string, moment = now()): string {
  const passed = Math.max(0, moment - at);
  const texts = textsOf(locale);
  if (passed < NOW_MS) return texts.now;
  if (passed < HOUR_MS) return fill(texts.minutes, 'n', Math.max(1, Math.round(passed / MINUTE_MS)));
  const days = dayNumber(moment, zone) - dayNumber(at, zone);
  if (days === 0) return fill(texts.hours, 'n', Math.floor(passed / HOUR_MS));
  return inDays(days, locale);
}

function inDays(days: number, locale: Locale): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (days < 14) return relative.format(-days, 'day');
  if (days < 60) return relative.format(-Math.floor(days / 7), 'week');
  return relative.format(-Math.floor(days / 30), 'month');
}

/** "dentro de 42 segundos" */
export function ahead(seconds: number, locale: Locale): string {
  return new Intl.RelativeTimeFormat(locale).format(seconds, 'second');
}

/** Whether a clock of the zone is between two times of day ("22:00"); the night may lie between them. */
export function isQuiet(from: string | null, until: string | null, zone: string, moment = now()): boolean {
  if (!from || !until) return false;
  const time = timeText(moment, 'en', zone);
  return from < until ? time >= from && time < until : time >= from || time < until;
}

export function monthText(month: string, locale: Locale): string {
  const first = Date.parse(`${month}-01T12:00:00Z`);
  return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(first);
}

export const isSameDay = (one: number, other: number, zone: string): boolean =>
  dayNumber(one, zone) === dayNumber(other, zone);

function dayNumber(at: number, zone: string): number {
  const parts = formatter('en', zone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day')) / DAY_MS;
}

export function dateText(at: number, locale: Locale, zone: string): string {
  return formatter(locale, zone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(at);
}

export function timeText(at: number, locale: Locale, zone: string): string {
  return formatter(locale, zone, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** An old television may not know a young zone; its own is better than nothing. */
function formatter(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}
