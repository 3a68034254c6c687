// What differs between the kinds of items.

import type { FeedItem, PersonInItem } from '../api/types';

/** Who wrote it: nobody, where a date is celebrated. */
export function authorOf(item: FeedItem): PersonInItem | undefined {
  if (item.kind === 'kudos') return item.giver;
  return item.kind === 'win' ? item.author : undefined;
}

export function peopleIn(item: FeedItem): PersonInItem[] {
  if (item.kind === 'kudos') return [item.giver, ...item.recipients];
  return item.kind === 'win' ? [item.author, ...item.participants] : [item.person];
}
