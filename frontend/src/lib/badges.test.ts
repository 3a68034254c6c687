import { describe, expect, it } from 'vitest';
import type { BadgeView } from '../api/types';
import { byFamily, pictureOf, shareOf } from './badges';

const badge = (code: string, family: string, ...reached: number[]) =>
  ({ code, family, conditions: reached.map((each) => ({ reached: each, at_least: 4 })) }) as BadgeView;

describe('badges', () => {
  it('stand with the other tiers of their family, in their order', () => {
    const families = byFamily([badge('a-1', 'a'), badge('b-1', 'b'), badge('a-2', 'a')]);
    expect(families.map((each) => each.map(({ code }) => code))).toEqual([['a-1', 'a-2'], ['b-1']]);
  });

  it('are as near as the condition that is furthest away', () => {
    expect(shareOf(badge('a', 'a', 4, 1, 2))).toBe(0.25);
    expect(shareOf(badge('by-hand', 'a'))).toBe(0);
  });

  it('have a picture in every size', () => {
    expect(pictureOf('courtesy-gold', 128)).toBe('/api/badges/courtesy-gold.png?size=128');
  });
});
