import type { Item, LiveEvent } from '../api/types';

/** What a list of items becomes by one event, from wherever it came. The same list comes back when nothing changes. */
export function apply(items: Item[], event: LiveEvent): Item[] {
  if (event.kind === 'item.removed') return without(items, event.id);
  return event.item ? upsert(items, event.item) : items;
}

/** In its place, newest first by time and then id, and never twice. */
export function upsert(items: Item[], item: Item): Item[] {
  const others = without(items, item.id);
  const place = others.findIndex((each) => isNewer(item, each));
  return place < 0 ? [...others, item] : others.toSpliced(place, 0, item);
}

export function without(items: Item[], id: string): Item[] {
  return items.some((each) => each.id === id) ? items.filter((each) => each.id !== id) : items;
}

export function isNewer(one: Item, other: Item): boolean {
  const [a, b] = [Date.parse(one.given_at), Date.parse(other.given_at)];
  return a === b ? one.id > other.id : a > b;
}
