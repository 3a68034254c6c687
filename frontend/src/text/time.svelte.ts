// Times and days in the zone of who reads: the one chosen in the settings, else the organisation's.

import { language, t } from './text.svelte';

const TICK_MS = 30_000;
const DAY_SECONDS = 86_400;
const DAYS_SAID_AS_AGO = 6;
const UNITS = [
  ['day', DAY_SECONDS],
  ['hour', 3_600],
  ['minute', 60],
] as const;

let now = $state(Date.now());
setInterval(() => (now = Date.now()), TICK_MS);

let timeZone = $state<string>(); // until somebody is signed in, the browser's

/** A zone that this browser does not know leaves its own. */
export function useZone(chosen: string): void {
  try {
    timeZone = new Intl.DateTimeFormat('en', { timeZone: chosen }).resolvedOptions().timeZone;
  } catch {
    timeZone = undefined;
  }
}

/** "hace 5 min", "ayer", and after a week the date; moves on by itself. */
export function ago(instant: string): string {
  const then = Date.parse(instant);
  const seconds = Math.max(0, now - then) / 1000;
  const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' });
  if (seconds >= DAY_SECONDS) {
    const days = Math.max(1, (Date.parse(date(now)) - Date.parse(date(then))) / 1000 / DAY_SECONDS);
    return days > DAYS_SAID_AS_AGO ? day(instant) : relative.format(-days, 'day');
  }
  const [unit, size] = UNITS.find((each) => seconds >= each[1]) ?? [];
  return unit && size ? relative.format(-Math.floor(seconds / size), unit) : t('now');
}

/** "hace 6 minutos", for what is known to be so long ago and not since when. */
export function secondsAgo(seconds: number): string {
  const [unit, size] = UNITS.find((each) => seconds >= each[1]) ?? (['second', 1] as const);
  const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  return relative.format(-Math.floor(seconds / size), unit);
}

/** The day, with the year when it is not this one. */
export const day = (instant: string): string => dayOf(date(Date.parse(instant)));

/** The same for what is a day and no moment, 2026-11-21: it is that day in every zone. */
export function dayOf(written: string): string {
  const year = written.slice(0, 4) === date(now).slice(0, 4) ? undefined : 'numeric';
  return format(new Date(written), { day: 'numeric', month: 'long', year, timeZone: 'UTC' });
}

export const absolute = (instant: string): string =>
  format(new Date(instant), { dateStyle: 'full', timeStyle: 'short', timeZone });

/** "octubre de 2026" for 2026-10 */
export const monthName = (month: string): string =>
  format(new Date(`${month}-01`), { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "oct 2026", where there is little room. */
export const shortMonth = (month: string): string =>
  format(new Date(`${month}-01`), { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** 2026-11-21: Swedish writes days as ISO 8601 does. */
const date = (instant: number): string => new Intl.DateTimeFormat('sv', { timeZone }).format(instant);

function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language(), options).format(date);
}
