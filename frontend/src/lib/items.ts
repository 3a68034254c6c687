// What differs between the kinds of items.

import type { FeedItem, PersonInItem } from '../api/types';

/** Who wrote it comes first; where a date is celebrated, whose it is. */
export function peopleIn(item: FeedItem): PersonInItem[] {
  if (item.kind === 'kudos') return [item.giver, ...item.recipients];
  return item.kind === 'win' ? [item.author, ...item.participants] : [item.person];
}
