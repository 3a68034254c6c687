import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/client';
import type { EventsPage, LiveEvent } from '../api/types';
import { waitBefore } from './backoff';
import { follow } from './socket';

const EPOCH = 'e';
const event = (position: number): LiveEvent => ({ kind: 'person.changed', position, at: '' });

class FakeSocket {
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly query: string) {}
  close(): void {}
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

let sockets: FakeSocket[];
let missed: () => Promise<EventsPage>;
let heard: number[];
let states: string[];
let resyncs: number;
let end: () => void;

function begin(position: number | null = 10): void {
  end = follow(
    position === null ? null : { epoch: EPOCH, position },
    {
      event: (each) => heard.push(each.position),
      resync: () => (resyncs += 1),
      state: (state) => states.push(state),
    },
    {
      open: (query) => {
        sockets.push(new FakeSocket(query));
        return sockets.at(-1) as unknown as WebSocket;
      },
      missed: () => missed(),
    },
  );
}

const newest = (): FakeSocket => sockets.at(-1)!;
const hello = (head = 10): void => newest().says({ type: 'hello', epoch: EPOCH, head });

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  [sockets, heard, states, resyncs] = [[], [], [], 0];
  missed = async () => ({ epoch: EPOCH, head: 10, events: [] });
});
afterEach(() => {
  end();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('follow', () => {
  it('resumes where the page was read', () => {
    begin();
    expect(newest().query).toBe('?epoch=e&after=10');
    hello();
    newest().says({ type: 'events', events: [event(11), event(13)] });
    expect(heard).toEqual([11, 13]);
    expect(states).toEqual(['live']);
  });

  it('hears an event once, whether over HTTP or over the socket', async () => {
    begin();
    hello();
    newest().says({ type: 'events', events: [event(11)] });
    missed = async () => ({ epoch: EPOCH, head: 12, events: [event(11), event(12)] });
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(600);
    expect(newest().query).toBe('?epoch=e&after=12');
    newest().says({ type: 'events', events: [event(12), event(13)] });
    expect(heard).toEqual([11, 12, 13]);
  });

  it('learns over HTTP why a first socket was refused, and asks no more when the session has ended', async () => {
    begin(null);
    missed = () => Promise.reject(new Problem(401, 'not_signed_in', ''));
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
  });

  it('follows from the head over HTTP alone where the first socket was refused', async () => {
    begin(null);
    missed = async () => ({ epoch: EPOCH, head: 12, events: [] });
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(600);
    expect(newest().query).toBe('?epoch=e&after=12');
  });

  it('says that it is lost only after two seconds', async () => {
    begin();
    hello();
    missed = () => Promise.reject(new Problem(0, 'offline', ''));
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1_900);
    expect(states).toEqual(['live']);
    await vi.advanceTimersByTimeAsync(200);
    expect(states).toEqual(['live', 'lost']);
  });

  it('comes back to a server that restarts over a longer time than after a loss of its own', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9);
    begin();
    hello();
    newest().onclose?.({ code: 1012 });
    await vi.advanceTimersByTimeAsync(1_700);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sockets).toHaveLength(2);
    vi.mocked(Math.random).mockRestore();
  });

  it('says nothing of a short loss', async () => {
    begin();
    hello();
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(600);
    hello();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states).toEqual(['live', 'live']);
  });

  it('has everything read again after a resync, and goes on from the head', async () => {
    begin();
    hello(40);
    newest().says({ type: 'resync', reason: 'too_old' });
    expect(resyncs).toBe(1);
    newest().says({ type: 'events', events: [event(41)] });
    expect(heard).toEqual([41]);
  });

  it('notices over HTTP that a backup was restored', async () => {
    begin();
    hello();
    missed = async () => ({ epoch: 'other', head: 3, events: [] });
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(600);
    expect(resyncs).toBe(1);
    expect(newest().query).toBe('?epoch=other&after=3');
  });

  it('takes a minute of silence for a lost connection', async () => {
    begin();
    hello();
    await vi.advanceTimersByTimeAsync(50_000);
    newest().says({ type: 'head', position: 12 });
    await vi.advanceTimersByTimeAsync(50_000);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(sockets).toHaveLength(2);
  });

  it('stops when nobody is signed in any more', async () => {
    begin();
    hello();
    missed = () => Promise.reject(new Problem(401, 'not_signed_in', ''));
    newest().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sockets).toHaveLength(1);
  });

  it('begins at the head without a place', () => {
    begin(null);
    expect(newest().query).toBe('');
    hello(7);
    newest().says({ type: 'events', events: [event(7), event(8)] });
    expect(heard).toEqual([8]);
  });
});

describe('waitBefore', () => {
  it('doubles, spreads over the whole stretch, and stays below a quarter of a minute', () => {
    expect(waitBefore(0, () => 1)).toBe(500);
    expect(waitBefore(3, () => 1)).toBe(4_000);
    expect(waitBefore(30, () => 1)).toBe(15_000);
    expect(waitBefore(30, () => 0)).toBe(0);
  });
});
