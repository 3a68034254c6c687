import { describe, expect, it } from 'vitest';
import { mayReloadFor, ownBuild } from './build';
import { withoutOld } from './cache';
import { itemsOf, keyOf, knownScenes, rotation, withOnly } from './scenes';
import { isQuiet, now } from './time';
import type { Scene, WallItem, WallPage } from './types';

const DAY_MS = 24 * 60 * 60 * 1000;

const at = (time: string) => Date.parse(`2026-11-22T${time}:00Z`);
const scene = (code: string, content: unknown = {}) => ({ code, content }) as Scene;
const item = (given_at: string) => ({ id: given_at, given_at }) as WallItem;

describe('scenes between celebrations', () => {
  it('come after every few items, and all of them where there are fewer', () => {
    const scenes = [scene('behaviour_of_month'), scene('invitation')];
    expect(rotation(['1', '2', '3', '4', '5'], scenes)).toEqual([
      '1', '2', '3', '4', 'scene:behaviour_of_month', '5', 'scene:invitation',
    ]); // prettier-ignore
    expect(rotation([], scenes)).toHaveLength(2);
    expect(rotation([], [])).toEqual([]);
  });

  it('are passed over where this page does not know them', () => {
    expect(knownScenes([scene('fireworks'), scene('invitation')])).toEqual([scene('invitation')]);
  });

  it('of many people are several slides, about as many on each, and nobody is left out', () => {
    const people = Array.from({ length: 13 }, (_, number) => ({ name: `P${number}` }));
    const parts = knownScenes([scene('newcomers', { people })]);
    const shown = parts.map(({ content }) => (content as { people: unknown[] }).people);
    expect(parts.map(keyOf)).toEqual(['scene:newcomers0', 'scene:newcomers1', 'scene:newcomers2']);
    expect(shown.map((each) => each.length)).toEqual([5, 5, 3]);
    expect(shown.flat()).toEqual(people);
    expect(knownScenes(parts)).toEqual(parts); // read again from the screen's memory
  });

  it('lose what is taken back and stay with the rest', () => {
    const [first, second] = [item('2026-11-20'), item('2026-11-21')];
    const week = scene('friday_recap', { stories: [first, second] });
    const [left] = withOnly(week, (each) => each !== first);
    expect(left && itemsOf(left)).toEqual([second]);
    expect(withOnly(scene('wins', { items: [first] }), (each) => each !== first)).toEqual([]);
    expect(withOnly(scene('behaviour_of_month', { story: first }), (each) => each !== first)).toEqual([]);
    expect(withOnly(scene('invitation'), () => false)).toEqual([scene('invitation')]);
  });
});

describe('without a server', () => {
  const page = (told: number, items: WallItem[], ...scenes: Scene[]) =>
    ({
      now: new Date(told).toISOString(),
      display: { time_zone: 'UTC' },
      items,
      scenes,
    }) as unknown as WallPage;

  it('scenes do not outlive their items', () => {
    const wins = (...items: WallItem[]) => scene('wins', { items });
    const month = scene('behaviour_of_month', { story: item('2026-11-01') });
    const [old, young] = [item('2026-11-01'), item('2026-11-12')];
    const kept = withoutOld(
      page(now(), [old], month, wins(old, young), scene('invitation')),
      Date.parse('2026-11-10'),
    );
    expect([kept.items, kept.scenes]).toEqual([[], [wins(young), scene('invitation')]]);
  });

  it('a day is celebrated on no other, and who is new is told for a week', () => {
    const people = [scene('todays_dates', { people: [] }), scene('newcomers', { people: [] })];
    const kept = (days: number) =>
      withoutOld(page(now() - days * DAY_MS, [], ...people), now() - 7 * DAY_MS).scenes.map(
        ({ code }) => code,
      );
    expect([kept(0), kept(2), kept(8)]).toEqual([['todays_dates', 'newcomers'], ['newcomers'], []]);
  });
});

describe('quiet hours', () => {
  it('are by the clock of the zone, and may have midnight between them', () => {
    const night = (time: string) => isQuiet('22:00', '06:00', 'America/Lima', at(time)); // five hours behind
    expect(['03:00', '10:59', '11:00', '02:59'].map(night)).toEqual([true, true, false, false]);
    expect(isQuiet('12:00', '14:00', 'UTC', at('13:59'))).toBe(true);
    expect(isQuiet('12:00', '14:00', 'UTC', at('14:00'))).toBe(false);
    expect(isQuiet(null, null, 'UTC', at('13:00'))).toBe(false);
  });
});

describe('the build of the page', () => {
  it('is loaded again once for each other build of the server', () => {
    const kept = new Map<string, string>();
    const store = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (k: string, v: string) => kept.set(k, v),
    };
    const may = (server: string, own: string) => mayReloadFor(server, own, store as unknown as Storage);
    expect([may('a', 'a'), may('', 'a'), may('b', ''), may('b', 'a'), may('b', 'a'), may('c', 'a')]).toEqual([
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('is named as the server names it', () => {
    const files = ['/wall/assets/index-CY29Vp_O.js', '/favicon.svg', '/wall/assets/index-CPZ-GM8O.css'];
    const elements = files.map((file) => ({
      getAttribute: (name: string) => (name === 'src' ? file : null),
    }));
    expect(ownBuild({ querySelectorAll: () => elements } as unknown as ParentNode)).toBe('CY29Vp_O.CPZ-GM8O');
  });
});
