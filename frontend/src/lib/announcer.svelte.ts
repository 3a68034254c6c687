// The one polite voice for what arrives live: several arrivals are said together, not one over the other.

import type { Item } from '../api/types';
import { list, t } from '../text/text.svelte';
import { namesOf } from './names';

const GATHER_MS = 1_500;

let said = $state('');
let gathered: Item[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

export const announcement = (): string => said;

export function announce(item: Item): void {
  gathered.push(item);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const [only] = gathered;
    said =
      gathered.length === 1 && only
        ? t('arrived', { giver: only.giver.name, names: list(namesOf(only)) })
        : t('newOnes', { n: gathered.length });
    gathered = [];
  }, GATHER_MS);
}
