import { language, t } from './text.svelte';

const TICK_MS = 30_000;
const DAYS_SAID_AS_AGO = 6;
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

let now = $state(Date.now());
setInterval(() => (now = Date.now()), TICK_MS);

/** "hace 5 min", and after a week the date; moves on by itself. */
export function ago(instant: string): string {
  const seconds = (Math.max(now, Date.parse(instant)) - Date.parse(instant)) / 1000;
  const [unit, size] = UNITS.find((each) => seconds >= each[1]) ?? [];
  if (!unit || !size) return t('now');
  const count = Math.floor(seconds / size);
  if (unit === 'day' && count > DAYS_SAID_AS_AGO) return day(instant);
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' }).format(-count, unit);
}

/** The day, with the year when it is not this one. */
export function day(instant: string): string {
  const date = new Date(instant);
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return format(date, { day: 'numeric', month: 'long', year });
}

export const absolute = (instant: string): string =>
  format(new Date(instant), { dateStyle: 'full', timeStyle: 'short' });

export const clock = (instant: string | number): string => format(new Date(instant), { timeStyle: 'short' });

/** "octubre de 2026" for 2026-10 */
export const monthName = (month: string): string =>
  format(new Date(`${month}-01T12:00:00Z`), { month: 'long', year: 'numeric', timeZone: 'UTC' });

function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language(), options).format(date);
}
