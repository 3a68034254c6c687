// Which build of the wall's page this is, named by what it loads: the server finds the same name in its own page.

const OWN_FILE = /\/wall\/assets\/[\w-]+?-([\w-]{8})\.(?:js|css)$/;
const RELOADED_FOR = 'recognize.wall.reloaded';

export function ownBuild(root: ParentNode = document): string {
  const loaded = [...root.querySelectorAll('script[src], link[rel="stylesheet"]')];
  const names = loaded.map((each) => each.getAttribute('src') ?? each.getAttribute('href') ?? '');
  return names
    .map((name) => OWN_FILE.exec(name)?.[1] ?? '')
    .filter(Boolean)
    .join('.');
}

/** Once for each build of the server: a cache between us that keeps the old page must not make the wall blink for ever. */
export function mayReloadFor(server: string, own: string, store: Storage = sessionStorage): boolean {
  if (!server || !own || server === own) return false;
  try {
    if (store.getItem(RELOADED_FOR) === server) return false;
    store.setItem(RELOADED_FOR, server);
    return true;
  } catch {
    return false;
  }
}

/** Where nobody serves the page, an old one is better than none. */
export async function reloadIfServed(): Promise<void> {
  try {
    if ((await fetch('/wall', { cache: 'no-store' })).ok) location.reload();
  } catch {
    // the server is away: stay
  }
}
