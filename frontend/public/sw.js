// Keeps what a reader needs when the server is away: the pages, the last good feed and what its cards name; and the wall's
// page, which keeps its own content. The network always comes first; only files whose name holds their hash are taken from here without asking.
// A first visit begins before there is a worker, so the worker fetches for itself what that visit has loaded.

const SHELL = 'shell';
const DATA = 'data'; // belongs to who is signed in, and is forgotten when they leave
const MOST_ASSETS = 80;
const ME = '/api/me';
const FEED = '/api/feed?limit=20';
const KEPT_PATHS = new Set([
  ME,
  '/api/behaviours',
  '/api/departments',
  '/api/teams',
  '/api/organisation',
  '/api/allowance',
  FEED,
]);

addEventListener('install', (event) => event.waitUntil(keepShell().then(() => skipWaiting())));
addEventListener('activate', (event) => event.waitUntil(clients.claim().then(keepData)));
addEventListener('message', ({ data }) => data === 'forget' && caches.delete(DATA));
addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (isAsset(url)) event.respondWith(fromCache(request));
  else if (request.mode === 'navigate' && isOurs(url)) event.respondWith(page(request, pageOf(url)));
  else if (isKept(url)) event.respondWith(newest(request));
});

const isOurs = ({ pathname }) => !pathname.startsWith('/api');
const isAsset = ({ pathname }) => /^\/(wall\/)?assets\//.test(pathname);
const pageOf = ({ pathname }) => (/^\/wall\/?$/.test(pathname) ? '/wall' : '/');
const isKept = ({ pathname, search }) => KEPT_PATHS.has(pathname + search);

/** All or nothing: where a file is missing, the browser tries again at the next visit. */
async function keepShell() {
  const [cache, files] = await Promise.all([caches.open(SHELL), fetch('/shell.json', { cache: 'no-cache' })]);
  await cache.addAll([new Request('/', { cache: 'reload' }), ...(await files.json())]);
}

/** Of who is signed in; a visitor has nothing to keep. */
async function keepData() {
  const me = await newest(new Request(ME));
  if (!me.ok) return;
  await Promise.all([...KEPT_PATHS].filter((path) => path !== ME).map((path) => newest(new Request(path))));
}

async function fromCache(request) {
  const found = await caches.match(request, { cacheName: SHELL });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await keepAsset(request, answer.clone());
  return answer;
}

/** The oldest go: what an upgrade has replaced is not asked for again. */
async function keepAsset(request, answer) {
  const cache = await caches.open(SHELL);
  await cache.put(request, answer);
  const assets = (await cache.keys()).filter(({ url }) => isAsset(new URL(url)));
  await Promise.all(
    assets.slice(0, Math.max(0, assets.length - MOST_ASSETS)).map((old) => cache.delete(old)),
  );
}

async function page(request, kept) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(SHELL)).put(kept, answer.clone());
    if (answer.status < 500) return answer;
    throw new Error('the server is ill');
  } catch {
    return (await caches.match(kept, { cacheName: SHELL })) ?? Response.error();
  }
}

async function newest(request) {
  const cache = await caches.open(DATA);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    if (answer.status === 401) await caches.delete(DATA);
    if (answer.status < 500) return answer;
    return (await cache.match(request, { ignoreVary: true })) ?? answer;
  } catch {
    return (await cache.match(request, { ignoreVary: true })) ?? Response.error();
  }
}
