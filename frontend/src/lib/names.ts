import type { Item } from '../api/types';
import { language, t } from '../text/text.svelte';

const NAMES_SHOWN = 4;

interface Named {
  name: string;
  handle?: string;
}

/**
 * Who is thanked: a team stands for its members, beside whoever was chosen by name. Whoever wants discretion is not named
 * to others.
 */
export function thanked({ teams, recipients }: Item): Named[] {
  const all: Named[] = [...teams.map(({ name }) => ({ name })), ...recipients.filter((each) => each.named)];
  return all.length ? all : [{ name: t('discreet') }];
}

interface Short {
  shown: Named[];
  hidden: number;
}

export function shortened(named: Named[]): Short {
  const isLong = named.length > NAMES_SHOWN + 1;
  return {
    shown: isLong ? named.slice(0, NAMES_SHOWN) : named,
    hidden: isLong ? named.length - NAMES_SHOWN : 0,
  };
}

const texts = ({ shown, hidden }: Short): string[] => [
  ...shown.map((each) => each.name),
  ...(hidden ? [t('others', { n: hidden })] : []),
];

export const namesOf = (item: Item): string[] => texts(shortened(thanked(item)));

/** What stands before each name, as the language joins a list: "Ana e Isabel". */
export function glued(names: Short): string[] {
  const parts = new Intl.ListFormat(language()).formatToParts(texts(names));
  return parts.map((_, place) => parts[place * 2 - 1]?.value ?? '').slice(0, (parts.length + 1) / 2);
}
