// A list of items that keeps itself up to date: pages of the feed below, what happens meanwhile on top.

import { answer, api, problemOf, type Problem } from '../api/client';
import { session } from '../api/session.svelte';
import type { FeedItem, FeedPage, Filter, LiveEvent, MineOf } from '../api/types';
import { peopleIn, readItem } from '../lib/items';
import { apply, isNewer, upsert } from './apply';
import { followFrom, listen } from './live.svelte';

const PAGE_ITEMS = 20;
const REREAD_AFTER_MS = 300;
const RETRY_AFTER_MS = 4_000;

export interface Feed {
  readonly items: FeedItem[];
  readonly fresh: ReadonlySet<string>;
  readonly waiting: FeedItem[];
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: Problem | null;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  mine<I extends FeedItem>(item: I): MineOf<I> | undefined;
  load(): Promise<void>;
  more(): Promise<void>;
  showWaiting(): void;
  listen(): () => void;
}

interface Options {
  filter?: Filter;
  /** While true, what others send waits behind the pill instead of pushing the text under the reader's eyes. */
  isReading?: () => boolean;
  onArrived?: (item: FeedItem) => void;
}

export function createFeed({ filter = {}, isReading = () => false, onArrived }: Options = {}): Feed {
  let items = $state.raw<FeedItem[]>([]);
  let waiting = $state.raw<FeedItem[]>([]);
  let own = $state.raw<FeedPage['mine']>({});
  let fresh = $state.raw<ReadonlySet<string>>(new Set());
  let status = $state<Feed['status']>('loading');
  let problem = $state.raw<Problem | null>(null);
  let next = $state<string | null>(null);
  let loadingMore = $state(false);
  let meanwhile: LiveEvent[] | null = null; // what happens while a first page is on its way
  let rereading: ReturnType<typeof setTimeout> | undefined;
  let retrying: ReturnType<typeof setTimeout> | undefined;

  let isListening = false;

  const isFiltered = Object.keys(filter).length > 0;
  const read = async (before?: string): Promise<FeedPage> =>
    (await answer(
      api.GET('/api/feed', { params: { query: { ...filter, limit: PAGE_ITEMS, before } } }),
    )) as unknown as FeedPage;

  async function load(): Promise<void> {
    const pending: LiveEvent[] = (meanwhile = []);
    clearTimeout(retrying);
    if (!items.length) status = 'loading';
    try {
      const page = await read();
      if (meanwhile !== pending) return; // a newer load is on its way
      [items, own, next] = [page.items, page.mine, page.next];
      [waiting, status, problem] = [[], 'ready', null];
      followFrom({ epoch: page.epoch, position: page.position });
      meanwhile = null;
      pending.forEach(hear);
    } catch (refusal) {
      if (meanwhile !== pending) return;
      meanwhile = null;
      problem = problemOf(refusal);
      status = items.length ? 'ready' : 'failed';
      if (isListening && mayPass(problem)) retrying = setTimeout(load, RETRY_AFTER_MS);
    }
  }

  async function more(): Promise<void> {
    if (!next || loadingMore) return;
    loadingMore = true;
    try {
      const page = await read(next);
      own = { ...own, ...page.mine };
      items = page.items.reduce(upsert, items);
      next = page.next;
      problem = null;
    } catch (refusal) {
      problem = problemOf(refusal);
    }
    loadingMore = false;
  }

  function hear(event: LiveEvent): void {
    if (meanwhile) return void meanwhile.push(event);
    if (event.kind === 'item.removed') remove(event);
    else if (event.kind === 'mine.changed') readMineOf(event.id);
    else if (event.item) arrive(event.item);
  }

  function remove(event: LiveEvent): void {
    items = apply(items, event);
    waiting = apply(waiting, event);
  }

  function arrive(item: FeedItem): void {
    if (items.some((each) => each.id === item.id)) change(item);
    else if (waiting.some((each) => each.id === item.id)) waiting = upsert(waiting, item);
    else if (isFiltered) rereadSoon();
    else if (belongsBelow(item)) return;
    else welcome(item);
  }

  function change(item: FeedItem): void {
    items = upsert(items, item);
    if (isOurs(item)) void readMine(item);
  }

  /** It comes with its own page. */
  function belongsBelow(item: FeedItem): boolean {
    const last = items.at(-1);
    return next !== null && last !== undefined && isNewer(last, item);
  }

  function welcome(item: FeedItem): void {
    const isByUs = peopleIn(item)[0]?.id === session.me.id;
    if (!isByUs && isReading()) waiting = upsert(waiting, item);
    else show([item]);
    if (!isByUs) onArrived?.(item);
    if (isOurs(item)) void readMine(item);
  }

  function show(some: FeedItem[]): void {
    fresh = new Set([...fresh, ...some.map((each) => each.id)]);
    items = some.reduce(upsert, items);
  }

  /** Points, and whether it may be withdrawn: not for the eyes of all who hear the event. */
  async function readMine(known: FeedItem): Promise<void> {
    const found = await readItem(known).catch(() => null);
    if (!found) return;
    const { mine, ...item } = found;
    if (items.some(({ id }) => id === item.id)) items = upsert(items, item);
    const { [item.id]: _, ...others } = own;
    own = mine ? { ...others, [item.id]: mine } : others;
  }

  function readMineOf(id: string): void {
    const known = [...items, ...waiting].find((each) => each.id === id);
    if (known) void readMine(known);
  }

  /** Whether an item passes the filter is for the server to say: it knows the areas of that day and folds the words. */
  function rereadSoon(): void {
    clearTimeout(rereading);
    rereading = setTimeout(async () => {
      const page = await read().catch(() => null);
      if (!page || meanwhile) return;
      own = { ...own, ...page.mine };
      const known = new Set([...items, ...waiting].map((each) => each.id));
      const found = page.items.filter((each) => !known.has(each.id));
      if (isReading()) waiting = found.reduce(upsert, waiting);
      else show(found);
      found.forEach((each) => onArrived?.(each));
    }, REREAD_AFTER_MS);
  }

  /** Until the returned function is called: then nothing is under way any more. */
  function start(): () => void {
    const stop = listen({ event: hear, resync: () => void load() });
    isListening = true;
    return () => {
      stop();
      isListening = false;
      clearTimeout(rereading);
      clearTimeout(retrying);
    };
  }

  function showWaiting(): void {
    const held = waiting;
    waiting = [];
    show(held);
  }

  return {
    get items() {
      return items;
    },
    get fresh() {
      return fresh;
    },
    get waiting() {
      return waiting;
    },
    get status() {
      return status;
    },
    get problem() {
      return problem;
    },
    get hasMore() {
      return next !== null;
    },
    get loadingMore() {
      return loadingMore;
    },
    mine: ({ id }) => own[id] as never,
    load,
    more,
    showWaiting,
    listen: start,
  };
}

const isOurs = (item: FeedItem): boolean => peopleIn(item).some((each) => each.id === session.me.id);

/** Nobody answered, or the server is ill: that passes. A refusal stays. */
const mayPass = ({ status }: Problem): boolean => status === 0 || status >= 500;
