// Keeps what a reader needs when the server is away: the pages, the last good feed and what its cards name; and the wall's
// page, which keeps its own content. The network always comes first; only files whose name holds their hash are taken from
// here without asking. The client's page and the code of all its pages are fetched together, not as they pass by: a first visit
// begins before there is a worker, an upgrade brings new names, and not every address is the client's (a picture, a mail).

const SHELL = 'shell';
const DATA = 'data'; // belongs to who is signed in, and is forgotten when they leave
const MOST_OTHERS = 80; // the wall's, rarer letters, and what a page of the last build may still ask for
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
  else if (request.mode === 'navigate' && isOurs(url)) {
    event.respondWith(isWall(url) ? wall(request) : page(request));
    event.waitUntil(keepShell().catch(() => undefined)); // what an upgrade has brought
  } else if (isKept(url)) event.respondWith(newest(request));
});

const isOurs = ({ pathname }) => !pathname.startsWith('/api');
const isAsset = ({ pathname }) => /^\/(wall\/)?assets\//.test(pathname);
const isWall = ({ pathname }) => /^\/wall\/?$/.test(pathname);
const pathOf = ({ url }) => new URL(url).pathname;
const isKept = ({ pathname, search }) => KEPT_PATHS.has(pathname + search);

/** All or nothing: where a file is missing, the next visit tries again. */
async function keepShell() {
  const [cache, listed] = await Promise.all([
    caches.open(SHELL),
    fetch('/shell.json', { cache: 'no-cache' }),
  ]);
  const files = await listed.json();
  const kept = new Set((await cache.keys()).map(pathOf));
  const missing = files.filter((each) => !kept.has(each));
  await cache.addAll([new Request('/', { cache: 'no-cache' }), ...missing]);
  await forgetOldest(cache, new Set(files));
}

async function forgetOldest(cache, files) {
  const others = (await cache.keys()).filter(
    (each) => isAsset(new URL(each.url)) && !files.has(pathOf(each)),
  );
  await Promise.all(
    others.slice(0, Math.max(0, others.length - MOST_OTHERS)).map((old) => cache.delete(old)),
  );
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
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

async function wall(request) {
  const answer = await page(request, '/wall');
  if (answer.ok) await (await caches.open(SHELL)).put('/wall', answer.clone());
  return answer;
}

async function page(request, kept = '/') {
  try {
    const answer = await fetch(request);
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
