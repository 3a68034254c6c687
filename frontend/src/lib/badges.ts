import type { BadgeView } from '../api/types';
import type { Language } from '../text/text.svelte';

export const wordsOf = (badge: BadgeView, language: Language) => badge.texts[language];

/** The address of its picture. */
export const pictureOf = (code: string, pixels: number): string => `/api/badges/${code}.png?size=${pixels}`;

/** The tiers of each family together, in the catalogue's order. */
export function byFamily(badges: BadgeView[]): BadgeView[][] {
  const families = new Map<string, BadgeView[]>();
  for (const each of badges) families.set(each.family, [...(families.get(each.family) ?? []), each]);
  return [...families.values()];
}

/** How much of the way is behind, by the condition that is furthest from being met. */
export const shareOf = ({ conditions }: BadgeView): number =>
  conditions.length ? Math.min(...conditions.map(({ reached, at_least }) => reached / at_least)) : 0;
