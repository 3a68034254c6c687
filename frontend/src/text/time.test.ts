import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const NOW = '2026-11-21T10:30:00Z';
let time: typeof import('./time.svelte');

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date(NOW) });
  vi.resetModules();
  await (await import('./text.svelte')).useLanguage('en');
  time = await import('./time.svelte');
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells the day of the reader on either side of the date line', () => {
  time.useZone('Pacific/Kiritimati');
  expect(time.absolute(NOW)).toBe('Sunday, November 22, 2026 at 12:30 AM');
  expect(time.day(NOW)).toBe('November 22');
  time.useZone('Pacific/Pago_Pago');
  expect(time.absolute(NOW)).toBe('Friday, November 20, 2026 at 11:30 PM');
  expect(time.day(NOW)).toBe('November 20');
});

it('counts days by the calendar of the reader, not by hours', () => {
  const before = '2026-11-20T09:45:00Z'; // 24 hours and 45 minutes
  time.useZone('Pacific/Kiritimati');
  expect(time.ago(before)).toBe('2 days ago');
  time.useZone('America/Bogota');
  expect(time.ago(before)).toBe('yesterday');
});

it('says a number of seconds in the largest unit that it fills, in the language of the reader', async () => {
  const said = () => [0, 1, 59, 370, 7_199, 90_000].map(time.secondsAgo);
  expect(said()).toEqual([
    'now', '1 second ago', '59 seconds ago', '6 minutes ago', '1 hour ago', 'yesterday',
  ]); // prettier-ignore
  await (await import('./text.svelte')).useLanguage('es');
  expect(said()).toEqual([
    'ahora',
    'hace 1 segundo',
    'hace 59 segundos',
    'hace 6 minutos',
    'hace 1 hora',
    'ayer',
  ]);
});

it('follows the clock through the hour that comes twice and the one that never comes', () => {
  time.useZone('Europe/Madrid');
  const clock = (instant: string) => time.absolute(instant).slice(-7);
  expect(clock('2026-10-25T00:30:00Z')).toBe('2:30 AM');
  expect(clock('2026-10-25T01:30:00Z')).toBe('2:30 AM');
  expect(clock('2026-03-29T00:59:00Z')).toBe('1:59 AM');
  expect(clock('2026-03-29T01:00:00Z')).toBe('3:00 AM');
});

it('turns the year with the reader', () => {
  time.useZone('Pacific/Kiritimati');
  expect(time.day('2025-12-31T10:30:00Z')).toBe('January 1');
  time.useZone('Pacific/Pago_Pago');
  expect(time.day('2025-12-31T10:30:00Z')).toBe('December 30, 2025');
});

it('leaves a day that is no moment as it is', () => {
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    time.useZone(zone);
    expect(time.dayOf('2020-03-01')).toBe('March 1, 2020');
  }
});

it('survives a zone that the browser has never heard of', () => {
  time.useZone('Mars/Olympus');
  expect(time.absolute(NOW)).toContain('2026');
});
