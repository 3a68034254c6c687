// Follows the server's log: first what was missed over HTTP, then the socket. Whatever happens to the connection, every
// event is told once and in order, or a resync says that what is held must be read again.

import { Problem } from '../api/client';
import type { EventsPage, LiveEvent } from '../api/types';
import { waitBefore } from './backoff';

const SILENCE_MS = 60_000; // the server says something at least every 25 s
const RESTARTING = 1012; // everybody was closed at once: come back over two seconds, not half of one
const HEAD = Number.MAX_SAFE_INTEGER; // nothing is missed after it
const SAID_TO_BE_LOST_AFTER_MS = 2_000;

/** Where in the log we are. The epoch changes only when a backup was restored. */
export interface Place {
  epoch: string;
  position: number;
}

export interface Ears {
  event(event: LiveEvent): void;
  resync(): void;
  state(state: 'live' | 'lost'): void;
}

export interface World {
  open(query: string): WebSocket;
  missed(after: number): Promise<EventsPage>;
}

type Frame =
  | { type: 'hello'; epoch: string; head: number }
  | { type: 'events'; events: LiveEvent[] }
  | { type: 'head'; position: number }
  | { type: 'resync'; reason: string };

/** Returns what ends it. Without a place it begins at the log's head, with a resync. */
export function follow(place: Place | null, ears: Ears, world: World): () => void {
  let socket: WebSocket | null = null;
  let head: Place | null = null;
  let attempt = 0;
  let ended = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let losing: ReturnType<typeof setTimeout> | undefined;

  function open() {
    socket = world.open(place ? `?epoch=${place.epoch}&after=${place.position}` : '');
    socket.onmessage = ({ data }) => hear(JSON.parse(data as string) as Frame);
    socket.onclose = ({ code }) => {
      if (code === RESTARTING) attempt = Math.max(attempt, 2);
      lose();
    };
    expectLife();
  }

  function hear(frame: Frame) {
    expectLife();
    if (frame.type === 'hello') greet({ epoch: frame.epoch, position: frame.head });
    else if (frame.type === 'events') frame.events.forEach(take);
    else if (frame.type === 'head' && place) place.position = Math.max(place.position, frame.position);
    else if (frame.type === 'resync') beginAgain(head);
  }

  function greet(found: Place) {
    head = found;
    attempt = 0;
    clearTimeout(losing);
    losing = undefined;
    ears.state('live');
    if (!place) beginAgain(found); // nobody knows what happened since the page was read
  }

  /** The same event may come over HTTP and over the socket. */
  function take(event: LiveEvent) {
    if (!place || event.position <= place.position) return;
    place.position = event.position;
    ears.event(event);
  }

  function beginAgain(found: Place | null) {
    place = found && { ...found };
    ears.resync();
  }

  function expectLife() {
    clearTimeout(silence);
    silence = setTimeout(lose, SILENCE_MS);
  }

  function lose() {
    leave();
    losing ??= setTimeout(() => ears.state('lost'), SAID_TO_BE_LOST_AFTER_MS);
    clearTimeout(waiting);
    waiting = setTimeout(again, waitBefore(attempt++));
  }

  function leave() {
    clearTimeout(silence);
    if (socket) socket.onclose = socket.onmessage = null;
    socket?.close();
    socket = null;
  }

  /** A refused socket does not say why, HTTP does. Where sockets are blocked, this alone keeps us up to date. */
  async function again() {
    try {
      await catchUp();
      if (!ended && !socket) open();
    } catch (refusal) {
      if (!ended && (refusal as Problem).status !== 401) lose();
    }
  }

  async function catchUp() {
    const page = await world.missed(place?.position ?? HEAD);
    if (ended) return;
    if (page.epoch !== place?.epoch) return beginAgain({ epoch: page.epoch, position: page.head });
    page.events.forEach(take);
  }

  function wake() {
    if (socket || ended || document.hidden) return;
    attempt = 0;
    clearTimeout(waiting);
    void again();
  }

  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  open();
  return () => {
    ended = true;
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
    clearTimeout(waiting);
    clearTimeout(losing);
    leave();
  };
}
