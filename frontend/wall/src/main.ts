import { beat, openWith, readWall } from './api';
import { mayReloadFor, ownBuild, reloadIfServed } from './build';
import { forget, keepNothing, recalled } from './cache';
import { keepPage } from './keep';
import { pairingPage } from './pairing';
import { Screen } from './screen';
import { Live, waitBefore } from './socket';
import { now, setNow } from './time';
import type { WallEvent, WallPage } from './types';
import './wall.css';

const READ_AGAIN_MS = 10 * 60_000; // the month goes on, and names may change; nobody tells the screen
const PREVIEW_AGAIN_MS = 5_000;
const SOON_MS = 250; // several removals at once are one look at the list
const LATER_MS = 5_000;
const BEAT_MS = 25_000;
const COMMAND_IS_FRESH_MS = 60_000; // a screen that was away does not obey what was meant for another moment
const RELOAD_WITHIN_MS = 30_000; // the screens of a house do not all come back at once

const preview = new URLSearchParams(location.search).get('preview');
const build = ownBuild();
let screen: Screen | undefined;
let attempt = 0;
let timer = 0;
let due = Infinity;
let heart = 0;
let proof: string | null = null;
let isReloading = false;

const live = new Live({
  heard: (events) => events.forEach(take),
  alive: () => screen?.online(),
  resync: () => readIn(0),
  refused: () => readIn(0),
  lost: () => screen?.lost(),
  silent: () => void reloadIfServed(),
});

function take(event: WallEvent): void {
  if (event.item) {
    screen?.given(event.item);
    if (screen?.mixesAreas) readIn(LATER_MS); // which of them are of the own areas, the list knows
    if (!event.item.behaviours.every(({ code }) => screen?.knows(code))) readIn(SOON_MS);
  } else if (event.kind === 'item.removed' && event.id) {
    screen?.removed(event.id);
    readIn(SOON_MS); // an older one has its place again
  } else if (event.kind === 'display.identify') {
    if (isFresh(event)) screen?.identify();
  } else if (event.kind === 'display.reload') {
    if (isFresh(event)) void reloadIfServed();
  } else {
    readIn(SOON_MS); // settings were changed, or somebody has left
  }
}

const isFresh = (event: WallEvent): boolean => now() - Date.parse(event.at) < COMMAND_IS_FRESH_MS;

/** The earliest wish counts: a stream of events must not put the reading off for ever. */
function readIn(milliseconds: number): void {
  const at = performance.now() + milliseconds;
  if (at >= due) return;
  window.clearTimeout(timer);
  due = at;
  timer = window.setTimeout(() => void read(), milliseconds);
}

function readNoMore(): void {
  window.clearTimeout(timer);
  due = Infinity;
}

async function read(): Promise<void> {
  readNoMore();
  const answer = await readWall(preview);
  if (answer.kind === 'ok') {
    attempt = 0;
    const { epoch, position } = answer.value;
    if (live.isBeyond(epoch, position)) return readIn(SOON_MS); // it would bring back what was taken back meanwhile
    show(answer.value);
    if (preview) return readIn(PREVIEW_AGAIN_MS);
    live.startAt(epoch, position);
    beatFromNow();
    return readIn(untilNext(answer.value));
  }
  if (answer.kind === 'signed out' && !preview) return pair();
  screen?.lost();
  readIn(waitBefore(attempt++));
}

/** In public what is held back shows when its time has come. */
function untilNext({ next_at: next }: WallPage): number {
  return next ? Math.min(READ_AGAIN_MS, Math.max(0, Date.parse(next) - now()) + SOON_MS) : READ_AGAIN_MS;
}

function show(page: WallPage): void {
  setNow(page.now);
  proof = page.csrf_token;
  if (screen) {
    screen.update(page);
  } else {
    screen = new Screen(page);
    place(screen.frame.root);
  }
}

/** Once the line has its place in the log: it is part of what is said. */
function beatFromNow(): void {
  if (heart) return;
  heart = window.setInterval(() => void say(), BEAT_MS);
  void say();
}

async function say(): Promise<void> {
  if (!screen) return;
  const server = await beat(
    { client: build, position: live.position, age_seconds: screen.ageSeconds },
    proof,
  );
  if (server === undefined || isReloading || !screen?.isCalm || !mayReloadFor(server, build)) return;
  isReloading = true;
  window.setTimeout(() => void reloadIfServed(), Math.random() * RELOAD_WITHIN_MS);
}

/** Nothing of the organisation stays on a screen that is not its any more. */
function pair(): void {
  live.stop();
  readNoMore();
  window.clearInterval(heart);
  heart = 0;
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
  history.replaceState(null, '', location.pathname + location.search);
  await openWith(token);
}

function begin(): void {
  if (preview) {
    keepNothing();
    return void read();
  }
  const page = recalled();
  if (page) {
    screen = new Screen(page);
    screen.lost();
    place(screen.frame.root);
  }
  void tokenFromAddress().then(read);
  addEventListener('hashchange', () => void tokenFromAddress().then(read)); // typed into a wall that is open
}

begin();
if (import.meta.env.PROD && !preview) addEventListener('load', () => void keepPage());
