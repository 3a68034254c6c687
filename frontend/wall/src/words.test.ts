import { describe, expect, it } from 'vitest';
import { initials, namesText, thanked } from './names';
import { waitBefore } from './socket';
import { age, dateText, timeText } from './time';

const LIMA = 'America/Lima';
const noon = Date.UTC(2026, 10, 21, 17); // in Lima
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('how long ago', () => {
  it.each([
    [5_000, 'ahora'],
    [2 * MINUTE, 'hace 2 min'],
    [3.5 * HOUR, 'hace 3 h'],
    [13 * HOUR, 'ayer'],
    [5 * 24 * HOUR, 'hace 5 días'],
    [21 * 24 * HOUR, 'hace 3 semanas'],
    [-MINUTE, 'ahora'],
  ])('%d ms are %s', (passed, expected) => {
    expect(age(noon - passed, 'es', LIMA, noon)).toBe(expected);
  });

  it('speaks English too', () => {
    expect(age(noon - 2 * MINUTE, 'en', LIMA, noon)).toBe('2 min ago');
  });
});

describe('the clock', () => {
  it('is that of the display and not of the television', () => {
    expect(timeText(noon, 'es', LIMA)).toBe('12:00');
    expect(timeText(noon, 'es', 'Asia/Tokyo')).toBe('02:00');
    expect(dateText(noon, 'es', LIMA)).toBe('sábado, 21 de noviembre');
  });

  it('does without a zone that the television does not know', () => {
    expect(timeText(noon, 'es', 'Mars/Olympus')).toMatch(/^\d\d:\d\d$/);
  });
});

describe('names', () => {
  const people = (...names: string[]) => names.map((name) => ({ name }));

  it('are listed as one says them', () => {
    expect(namesText(people('Ana'), 'es')).toBe('Ana');
    expect(namesText(people('Ana', 'Isabel'), 'es')).toBe('Ana e Isabel');
    expect(namesText(people('Ana', 'Bo', 'Cy', 'Di'), 'es')).toBe('Ana, Bo, Cy y Di');
    expect(namesText(people('Ana', 'Bo', 'Cy', 'Di', 'Ed'), 'es')).toBe('Ana, Bo, Cy y 2 personas más');
    expect(namesText(people('Ana', 'Isabel'), 'en')).toBe('Ana and Isabel');
  });

  it('are fewer where they are long, so that the rest is still told', () => {
    const long = 'María de los Ángeles Hernández-Etcheverría';
    expect(namesText(people(...Array<string>(8).fill(long)), 'es')).toBe(`${long} y 7 personas más`);
  });

  it('from right to left keep their order to themselves', () => {
    expect(namesText(people('ليلى حداد', 'Ana'), 'es')).toBe('\u2068ليلى حداد\u2069 y Ana');
  });

  it('have two initials', () => {
    expect([initials('Íñigo Núñez Paz'), initials('rosa'), initials('')]).toEqual(['ÍN', 'R', '']);
  });
});

it('screens come back spread out', () => {
  expect(waitBefore(0, () => 1)).toBe(500);
  expect(waitBefore(20, () => 1)).toBe(15_000);
  expect(waitBefore(20, () => 0)).toBe(0);
});

describe('who is thanked', () => {
  it('is the team for its members, and whoever was chosen by name', () => {
    const item = {
      id: '1',
      kind: 'kudos',
      given_at: '2026-11-21T17:00:00Z',
      giver: { name: 'Ana' },
      recipients: [
        { name: 'Carla', named: true },
        { name: 'Bruno', named: false },
      ],
      teams: [{ code: 'AL', name: 'Almacén' }],
      behaviours: [],
      message: null,
    };
    expect(namesText(thanked(item), 'es')).toBe('Almacén y Carla');
  });
});
