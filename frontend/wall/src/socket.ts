// The live line: resumes where it was, comes back by itself, and notices when it has gone silent.

import type { Frame, WallEvent } from './types';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const SILENCE_MS = 60_000; // the server says something every 25 s
const RESTARTING = 1012; // all screens were closed at once: come back over two seconds, not half of one

export interface Listener {
  heard(events: WallEvent[]): void;
  /** A frame came: everything up to now is known. */
  alive(): void;
  /** What is held cannot be continued: read the list again. */
  resync(): void;
  /** Not even a greeting: perhaps the server is away, perhaps the display was revoked. */
  refused(): void;
  lost(): void;
  /** Nothing for so long that the line, or this page, is not to be trusted. */
  silent(): void;
}

/** Full jitter: when a server comes back, its screens do not come back all at once. */
export function waitBefore(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
}

export class Live {
  private socket: WebSocket | undefined;
  private attempt = 0;
  private timer = 0;
  private watchdog = 0;
  private epoch = '';
  position = 0;
  private greeting = { epoch: '', head: 0 };

  constructor(private readonly listener: Listener) {}

  /** Whether the line has told more than a list read at this place can hold. */
  isBeyond(epoch: string, position: number): boolean {
    return this.epoch === epoch && this.position > position;
  }

  /** From here on. */
  startAt(epoch: string, position: number): void {
    [this.epoch, this.position] = [epoch, position];
    if (!this.socket) this.connect();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.watchdog);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private connect(): void {
    window.clearTimeout(this.timer);
    const query = `as=display&epoch=${this.epoch}&after=${this.position}`;
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live?${query}`);
    let greeted = false;
    this.socket = socket;
    this.watch(socket);
    socket.onmessage = (message) => {
      if (socket !== this.socket) return;
      greeted = true;
      this.attempt = 0;
      this.watch(socket);
      this.take(JSON.parse(String(message.data)) as Frame);
    };
    socket.onclose = ({ code }) => {
      if (socket !== this.socket) return;
      if (code === RESTARTING) this.attempt = Math.max(this.attempt, 2);
      this.comeBack(greeted);
    };
  }

  private take(frame: Frame): void {
    this.listener.alive();
    if (frame.type === 'hello') {
      this.greeting = frame;
    } else if (frame.type === 'events') {
      const fresh = frame.events.filter((event) => event.position > this.position);
      for (const event of fresh) this.position = event.position;
      this.listener.heard(fresh);
    } else if (frame.type === 'head') {
      this.position = Math.max(this.position, frame.position);
    } else if (frame.type === 'resync') {
      [this.epoch, this.position] = [this.greeting.epoch, this.greeting.head];
      this.listener.resync();
    }
  }

  private comeBack(greeted: boolean): void {
    this.socket = undefined;
    this.listener.lost();
    if (!greeted) this.listener.refused();
    this.timer = window.setTimeout(() => this.connect(), waitBefore(this.attempt));
    this.attempt += 1;
  }

  /** A cable that was pulled says nothing: silence is the only sign. */
  private watch(socket: WebSocket): void {
    window.clearTimeout(this.watchdog);
    this.watchdog = window.setTimeout(() => {
      if (socket !== this.socket) return;
      socket.onclose = null;
      socket.close();
      this.comeBack(true);
      this.listener.silent();
    }, SILENCE_MS);
  }
}
