import { describe, expect, it } from 'vitest';
import { mayReloadFor, ownBuild } from './build';
import { withoutOld } from './cache';
import { knownScenes, rotation } from './scenes';
import { isQuiet } from './time';
import type { Scene, WallItem, WallPage } from './types';

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

  it('do not outlive their story without a server', () => {
    const month = (given_at: string) => scene('behaviour_of_month', { story: item(given_at) });
    const page = { items: [item('2026-11-01')], scenes: [month('2026-11-01'), scene('invitation')] };
    const kept = withoutOld(page as unknown as WallPage, Date.parse('2026-11-10'));
    expect([kept.items, kept.scenes]).toEqual([[], [scene('invitation')]]);
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
