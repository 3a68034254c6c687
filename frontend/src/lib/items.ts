// What differs between the kinds of items.

import { answer, ask } from '../api/client';
import type { FeedItem, MineOf, PersonInItem } from '../api/types';

const COLLECTIONS = { kudos: 'kudos', win: 'wins', celebration: 'celebrations' } as const;

/** Who wrote it comes first; where a date is celebrated, whose it is. */
export function peopleIn(item: FeedItem): PersonInItem[] {
  if (item.kind === 'kudos') return [item.giver, ...item.recipients];
  return item.kind === 'win' ? [item.author, ...item.participants] : [item.person];
}

/** Its own page. */
export const addressOf = ({ kind, id }: Pick<FeedItem, 'kind' | 'id'>): string =>
  `/${COLLECTIONS[kind]}/${id}`;

/** The address of the API that everything said below it begins with. */
export const answersOf = ({ kind }: FeedItem) => `/api/${COLLECTIONS[kind]}/{item_id}` as const;

/** As it is now, with what depends on its reader. */
export const readItem = <I extends FeedItem>(item: I): Promise<I & { mine: MineOf<I> | null }> =>
  answer(ask('GET', `/api${addressOf(item)}`)) as never;
