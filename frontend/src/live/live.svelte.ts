// The one connection of this page, and who listens to it.

import { answer, api } from '../api/client';
import type { EventsPage, FeedItem, LiveEvent } from '../api/types';
import { follow, type Place, type World } from './socket';

const EVENTS_AT_ONCE = 500;

interface Listener {
  event(event: LiveEvent): void;
  resync(): void;
}

const listeners = new Set<Listener>();
const world: World = {
  open: (query) => new WebSocket(`${location.origin.replace('http', 'ws')}/api/live${query}`),
  missed: async (after) =>
    (await answer(
      api.GET('/api/events', { params: { query: { after, limit: EVENTS_AT_ONCE } } }),
    )) as unknown as EventsPage,
};

const UNKNOWN = Infinity; // begun at a head that nobody has compared with what is shown

let state = $state<'opening' | 'live' | 'lost'>('opening');
let end: (() => void) | null = null;
let begunAt = UNKNOWN;

export const connection = (): typeof state => state;

/** What is shown was read at this place. The connection covers everything since; hearing it twice changes nothing. */
export function followFrom(place: Place | null): void {
  if (end && (!place || place.position >= begunAt)) return;
  end?.();
  begunAt = place?.position ?? UNKNOWN;
  const ears = {
    event: tell,
    resync: () => all((each) => each.resync()),
    state: (now: typeof state) => (state = now),
  };
  end = follow(place, ears, world);
}

export function disconnect(): void {
  end?.();
  end = null;
  state = 'opening';
}

/** Returns what stops the listening. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What we did ourselves, told at once; the same event comes again from the server and changes nothing. */
export const tellGiven = (item: FeedItem): void =>
  tell({ kind: 'kudos.given', position: 0, at: item.given_at, item });
export const tellRemoved = (id: string): void => tell({ kind: 'item.removed', position: 0, at: '', id });

/** What the viewer may do with an item, or has done, is to be read anew. */
export const tellMine = (id: string): void => tell({ kind: 'mine.changed', position: 0, at: '', id });

const tell = (event: LiveEvent): void => all((each) => each.event(event));
const all = (what: (listener: Listener) => void): void => listeners.forEach(what);
