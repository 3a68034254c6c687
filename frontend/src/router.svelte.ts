// Which page stands at the address, and how one gets from page to page without loading the client again.

import { tick, type Component } from 'svelte';

type Load = () => Component | Promise<Component>;
/** By their addresses, the first that matches: `:name` stands for a part that varies, `*` for everything. */
export type Pages = Record<string, Load>;

interface Place {
  /** Decoded; as it stands where it is no text. */
  path: string;
  search: string;
  params: Record<string, string>;
  Page: Component | null;
}

const SETTLED_AFTER_MS = 2_000; // a page that came back has all it reads by then

let pages: [RegExp, Load][] = [];
let latest = 0;
let place = $state.raw<Place>({ path: location.pathname, search: location.search, params: {}, Page: null });

export const current = (): Place => place;
export const parameters = (): URLSearchParams => new URLSearchParams(place.search);
export const isAt = (path: string): boolean => place.path === path;
export const isBelow = (path: string): boolean => isAt(path) || place.path.startsWith(`${path}/`);

interface Going {
  /** Instead of the page that one leaves: "back" passes it over. */
  replace?: boolean;
  keepScroll?: boolean;
}

/** Resolves once the page is shown, or another was asked for meanwhile. */
export async function navigate(
  to: string,
  { replace = false, keepScroll = false }: Going = {},
): Promise<void> {
  const url = new URL(to, location.href);
  const isCurrent = await show(url, () => {
    rememberScroll();
    history[replace ? 'replaceState' : 'pushState'](null, '', url);
  });
  if (isCurrent && !keepScroll) scrollTo(0, 0);
}

/** Shows what is at the address and follows it until the function that comes back is called. */
export function follow(all: Pages): () => void {
  pages = Object.entries(all).map(([address, load]) => [patternOf(address), load]);
  history.scrollRestoration = 'manual'; // the browser restores before the page is there
  const stop = new AbortController();
  addEventListener('popstate', () => void back(), stop);
  addEventListener('click', onclick, stop);
  addEventListener('pagehide', rememberScroll, stop);
  void back();
  return () => stop.abort();
}

async function back(): Promise<void> {
  const { y } = (history.state ?? {}) as { y?: number };
  if ((await show(new URL(location.href))) && y !== undefined) scrollBackTo(y);
}

async function show(url: URL, before?: () => void): Promise<boolean> {
  const asked = ++latest;
  const path = decoded(url.pathname);
  const [load, match] = find(path);
  const Page = await load();
  if (asked !== latest) return false;
  before?.();
  place = { path, search: url.search, params: { ...match.groups }, Page };
  await tick();
  return true;
}

function find(path: string): [Load, RegExpExecArray] {
  for (const [pattern, load] of pages) {
    const match = pattern.exec(path);
    if (match) return [load, match];
  }
  throw new Error(`No page for ${path}: the pages lack "*".`);
}

const patternOf = (address: string): RegExp =>
  new RegExp(`^${address.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace('*', '.*')}/?$`);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Links within the client, as a plain click; a new tab, a download and a place on the same page are the browser's. */
function onclick(event: MouseEvent): void {
  const link = (event.target as Element).closest?.('a');
  if (!link?.href || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (
    event.defaultPrevented ||
    event.button ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  if (link.getAttribute('href')!.startsWith('#')) return;
  event.preventDefault();
  void navigate(link.href, { replace: link.href === location.href });
}

function rememberScroll(): void {
  history.replaceState({ ...history.state, y: scrollY }, '');
}

/** A page grows as it reads: goes there as soon as it is long enough, unless the reader has gone somewhere meanwhile. */
function scrollBackTo(y: number): void {
  const end = new AbortController();
  const go = (): void => {
    scrollTo(0, y);
    if (scrollY >= y - 1) end.abort();
  };
  const watcher = new ResizeObserver(go);
  end.signal.addEventListener('abort', () => watcher.disconnect());
  for (const moved of ['wheel', 'touchmove', 'keydown', 'pointerdown', 'popstate'])
    addEventListener(moved, () => end.abort(), end);
  setTimeout(() => end.abort(), SETTLED_AFTER_MS);
  watcher.observe(document.body);
  go();
}
