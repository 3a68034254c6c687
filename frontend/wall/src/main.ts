import { openWith, readWall } from './api';
import { forget, recalled } from './cache';
import { keepPage } from './keep';
import { pairingPage } from './pairing';
import { Screen } from './screen';
import { Live, waitBefore } from './socket';
import { setNow } from './time';
import type { WallEvent, WallPage } from './types';
import './wall.css';

const READ_AGAIN_MS = 10 * 60_000; // names, language and zone may change; nobody tells the screen
const SOON_MS = 250; // several removals at once are one look at the list

let screen: Screen | undefined;
let attempt = 0;
let timer = 0;

const live = new Live({
  heard: (events) => events.forEach(take),
  alive: () => screen?.online(),
  resync: () => readIn(0),
  refused: () => readIn(0),
  lost: () => screen?.lost(),
});

function take(event: WallEvent): void {
  if (event.item) {
    screen?.given(event.item);
    if (!event.item.behaviours.every(({ code }) => screen?.knows(code))) readIn(SOON_MS);
  } else if (event.kind === 'item.removed' && event.id) {
    screen?.removed(event.id);
    readIn(SOON_MS); // an older one has its place again
  } else {
    readIn(SOON_MS); // somebody has left
  }
}

function readIn(milliseconds: number): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void read(), milliseconds);
}

async function read(): Promise<void> {
  const answer = await readWall();
  if (answer.kind === 'ok') {
    attempt = 0;
    const { epoch, position } = answer.value;
    if (live.isBeyond(epoch, position)) return readIn(SOON_MS); // it would bring back what was taken back meanwhile
    show(answer.value);
    live.startAt(epoch, position);
    return readIn(READ_AGAIN_MS);
  }
  if (answer.kind === 'signed out') return pair();
  screen?.lost();
  readIn(waitBefore(attempt++));
}

function show(page: WallPage): void {
  setNow(page.now);
  if (screen) return screen.update(page);
  screen = new Screen(page);
  place(screen.frame.root);
}

/** Nothing of the organisation stays on a screen that is not its any more. */
function pair(): void {
  live.stop();
  window.clearTimeout(timer);
  screen?.close();
  screen = undefined;
  forget();
  place(pairingPage(() => void read()));
}

function place(element: HTMLElement): void {
  document.getElementById('wall')?.replaceChildren(element);
}

/** `/wall#rcg_…` opens with one click; the token leaves the address bar and the history at once. */
async function tokenFromAddress(): Promise<void> {
  const token = decodeURIComponent(location.hash.slice(1));
  if (!token) return;
  history.replaceState(null, '', location.pathname);
  await openWith(token);
}

function begin(): void {
  const page = recalled();
  if (page) {
    screen = new Screen(page);
    screen.lost();
    place(screen.frame.root);
  }
  void tokenFromAddress().then(read);
}

begin();
if (import.meta.env.PROD) addEventListener('load', () => void keepPage());
