import type { Named, WallItem } from './types';
import { textsOf, type Locale } from './texts';

const NAMES_SHOWN = 3;
const MOST_CHARACTERS = 100; // three lines, upright too
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufefc]/;
export const FACES_SHOWN = 4;
const HUES = [25, 48, 85, 145, 172, 200, 225, 258, 300, 335];

export interface Thanked extends Named {
  isTeam: boolean;
}

/** A team stands for its members, beside whoever was chosen by name. */
export function thanked(item: WallItem): Thanked[] {
  return [
    ...item.teams.map(({ name }) => ({ name, isTeam: true })),
    ...item.recipients.filter(({ named }) => named !== false).map(({ name }) => ({ name, isTeam: false })),
  ];
}

/** "Mateo Álvarez, Aisha Khan y 5 personas más"; the longer the names, the fewer of them. */
export function namesText(named: Named[], locale: Locale): string {
  let shown = named.length > NAMES_SHOWN + 1 ? NAMES_SHOWN : named.length;
  while (shown > 1 && namesOf(named, shown, locale).length > MOST_CHARACTERS) shown -= 1;
  return namesOf(named, shown, locale);
}

function namesOf(named: Named[], shown: number, locale: Locale): string {
  const texts = textsOf(locale);
  const parts = named.slice(0, shown).map((each) => isolated(each.name));
  if (shown < named.length) parts.push(texts.others(named.length - shown));
  const last = parts.pop() ?? '';
  return parts.length ? `${parts.join(', ')} ${conjunction(texts.and, last)} ${last}` : last;
}

/** In Spanish "y" becomes "e" before an i: "Ana e Isabel". */
function conjunction(and: string, next: string): string {
  return and === 'y' && /^(hi(?!e)|i|í)/i.test(next) ? 'e' : and;
}

/** A name from right to left keeps its order to itself (FSI … PDI), whatever it stands between. */
export const isolated = (name: string): string => (FROM_RIGHT.test(name) ? `\u2068${name}\u2069` : name);

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = (word: string | undefined) => [...(word ?? '')][0] ?? '';
  return (first(words[0]) + (words.length > 1 ? first(words[1]) : '')).toUpperCase();
}

/** The same name has the same colour on every slide. */
export function hue(name: string): number {
  let mixed = 2_166_136_261;
  for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return HUES[((mixed ^ (mixed >>> 15)) >>> 0) % HUES.length] ?? 0;
}
