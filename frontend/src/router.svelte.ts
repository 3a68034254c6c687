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

const SETTLED_AFTER_MS = 2_000; // without growing: a page has all it reads by then
const SCROLLED_MS = 100;

let pages: [RegExp, Load][] = [];
let latest = 0;
let loading = $state(false);
let place = $state.raw<Place>({ path: location.pathname, search: location.search, params: {}, Page: null });

export const current = (): Place => place;
export const parameters = (): URLSearchParams => new URLSearchParams(place.search);
/** While the code of the page that was asked for is on its way. */
export const isLoading = (): boolean => loading;
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
  if (!isCurrent || keepScroll) return;
  scrollTo(0, 0);
  if (!url.hash) document.querySelector('main')?.focus({ preventScroll: true });
  else whenThere(() => showPlace(url.hash));
}

/** Shows what is at the address and follows it until the function that comes back is called. */
export function follow(all: Pages): () => void {
  pages = Object.entries(all).map(([address, load]) => [patternOf(address), load]);
  history.scrollRestoration = 'manual'; // the browser restores before the page is there
  const stop = new AbortController();
  addEventListener('popstate', () => void back(), stop);
  addEventListener('click', onclick, stop);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const scrolled = (): void => {
    clearTimeout(timer); // browsers allow so many changes of the history a second
    timer = setTimeout(rememberScroll, SCROLLED_MS);
  };
  addEventListener('scroll', scrolled, { passive: true, signal: stop.signal });
  addEventListener('pagehide', rememberScroll, stop);
  void back();
  return () => stop.abort();
}

async function back(): Promise<void> {
  const { y } = (history.state ?? {}) as { y?: number };
  const url = new URL(location.href);
  if (!(await show(url))) return;
  if (y !== undefined) whenThere(() => scrollBackTo(y));
  else if (url.hash) whenThere(() => showPlace(url.hash));
}

async function show(url: URL, before?: () => void): Promise<boolean> {
  const asked = ++latest;
  const path = decoded(url.pathname);
  const [load, match] = find(path);
  loading = true;
  const Page = await load();
  if (asked !== latest) return false;
  loading = false;
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

function scrollBackTo(y: number): boolean {
  scrollTo(0, y);
  return scrollY >= y - 1;
}

function showPlace(hash: string): boolean {
  const place = document.getElementById(decoded(hash.slice(1)));
  place?.scrollIntoView();
  return place !== null;
}

/** A page grows as it reads: tries again whenever it has, unless the reader has gone somewhere meanwhile. */
function whenThere(go: () => boolean): void {
  const end = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => end.abort(), SETTLED_AFTER_MS);
    if (go()) end.abort();
  });
  end.signal.addEventListener('abort', () => {
    clearTimeout(timer);
    watcher.disconnect();
  });
  for (const moved of ['wheel', 'touchmove', 'keydown', 'pointerdown', 'popstate'])
    addEventListener(moved, () => end.abort(), end);
  watcher.observe(document.body); // tells the first size, too
}
