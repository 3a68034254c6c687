import type { Item } from '../api/types';
import { t } from '../text/text.svelte';

const NAMES_SHOWN = 4;

interface Named {
  name: string;
  handle?: string;
}

/** Who is thanked: a team stands for its members; whoever wants discretion is not named to others. */
export function thanked({ teams, recipients }: Item): Named[] {
  const all: Named[] = teams.length ? teams.map(({ name }) => ({ name })) : recipients;
  return all.length ? all : [{ name: t('discreet') }];
}

export function shortened(named: Named[]): { shown: Named[]; hidden: number } {
  const isLong = named.length > NAMES_SHOWN + 1;
  return {
    shown: isLong ? named.slice(0, NAMES_SHOWN) : named,
    hidden: isLong ? named.length - NAMES_SHOWN : 0,
  };
}

export function namesOf(item: Item): string[] {
  const { shown, hidden } = shortened(thanked(item));
  return [...shown.map((each) => each.name), ...(hidden ? [t('others', { n: hidden })] : [])];
}
