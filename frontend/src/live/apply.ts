import type { FeedItem, LiveEvent } from '../api/types';

/** What a list of items becomes by one event, from wherever it came. The same list comes back when nothing changes. */
export function apply(items: FeedItem[], event: LiveEvent): FeedItem[] {
  if (event.kind === 'item.removed') return without(items, event.id);
  return event.item ? upsert(items, event.item) : items;
}

/** In its place, newest first by time and then id, and never twice. */
export function upsert(items: FeedItem[], item: FeedItem): FeedItem[] {
  const others = without(items, item.id);
  const place = others.findIndex((each) => isNewer(item, each));
  return place < 0 ? [...others, item] : others.toSpliced(place, 0, item);
}

export function without(items: FeedItem[], id: string): FeedItem[] {
  return items.some((each) => each.id === id) ? items.filter((each) => each.id !== id) : items;
}

export function isNewer(one: FeedItem, other: FeedItem): boolean {
  const [a, b] = [Date.parse(one.given_at), Date.parse(other.given_at)];
  return a === b ? one.id > other.id : a > b;
}
