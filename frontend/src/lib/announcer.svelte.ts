// The one polite voice for what arrives live: several arrivals are said together, not one over the other.

import type { FeedItem } from '../api/types';
import { list, t } from '../text/text.svelte';
import { namesOf } from './names';

const GATHER_MS = 1_500;

let said = $state('');
let gathered: FeedItem[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

export const announcement = (): string => said;

export function announce(item: FeedItem): void {
  gathered.push(item);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const [only] = gathered;
    said = gathered.length === 1 && only ? told(only) : t('newOnes', { n: gathered.length });
    gathered = [];
  }, GATHER_MS);
}

function told(item: FeedItem): string {
  if (item.kind !== 'kudos') return t('newOnes', { n: 1 });
  return t('arrived', { giver: item.giver.name, names: list(namesOf(item)) });
}
