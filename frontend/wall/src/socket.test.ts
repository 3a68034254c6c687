import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live, type Listener } from './socket';

class Wire {
  static made: Wire[] = [];
  onmessage?: (message: { data: string }) => void;
  onclose?: ((event: { code: number }) => void) | null;
  constructor(readonly url: string) {
    Wire.made.push(this);
  }
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  close(code = 1006): void {
    this.onclose?.({ code });
  }
}

function listener() {
  const silent = () => vi.fn<() => void>();
  return {
    heard: vi.fn<Listener['heard']>(),
    alive: silent(),
    resync: silent(),
    refused: silent(),
    lost: silent(),
    silent: silent(),
  };
}

const newest = () => Wire.made[Wire.made.length - 1]!;
const event = (position: number) => ({ position, kind: 'kudos.given', at: '' });

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  Wire.made = [];
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('location', { origin: 'https://wall.example' });
  vi.stubGlobal('WebSocket', Wire);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the live line', () => {
  it('resumes after the last position that it heard, and drops what it knows', () => {
    const ears = listener();
    const live = new Live(ears);
    live.startAt('e', 7);
    expect(newest().url).toBe('wss://wall.example/api/live?as=display&epoch=e&after=7');
    newest().says({ type: 'events', events: [event(7), event(9)] });
    expect(ears.heard).toHaveBeenCalledWith([event(9)]);
    newest().close();
    expect(ears.lost).toHaveBeenCalledOnce();
    expect(ears.refused).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(newest().url).toContain('after=9');
    expect([live.isBeyond('e', 8), live.isBeyond('e', 9), live.isBeyond('other', 1)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('says that it was refused when not even a greeting came, and waits longer each time', () => {
    const ears = listener();
    new Live(ears).startAt('e', 1);
    newest().close();
    expect(ears.refused).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(500);
    newest().close();
    vi.advanceTimersByTime(500);
    expect(Wire.made).toHaveLength(2);
    vi.advanceTimersByTime(500);
    expect(Wire.made).toHaveLength(3);
  });

  it('comes back to a server that restarts over a longer time', () => {
    new Live(listener()).startAt('e', 1);
    newest().says({ type: 'hello', epoch: 'e', head: 1 });
    newest().close(1012);
    vi.advanceTimersByTime(1_900);
    expect(Wire.made).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(Wire.made).toHaveLength(2);
  });

  it('takes a minute of silence for a cut cable', () => {
    const ears = listener();
    new Live(ears).startAt('e', 1);
    newest().says({ type: 'hello', epoch: 'e', head: 1 });
    vi.advanceTimersByTime(59_000);
    newest().says({ type: 'head', position: 5 });
    vi.advanceTimersByTime(59_000);
    expect(ears.lost).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_600);
    expect(ears.lost).toHaveBeenCalledOnce();
    expect(ears.silent).toHaveBeenCalledOnce();
    expect(newest().url).toContain('after=5');
  });

  it('asks for the list where it cannot continue, and stops for good when told to', () => {
    const ears = listener();
    const live = new Live(ears);
    live.startAt('e', 1);
    newest().says({ type: 'hello', epoch: 'f', head: 4 });
    newest().says({ type: 'resync', reason: 'epoch' });
    expect(ears.resync).toHaveBeenCalledOnce();
    newest().says({ type: 'events', events: [event(5)] });
    expect([live.isBeyond('f', 4), live.isBeyond('f', 5)]).toEqual([true, false]);
    live.stop();
    vi.advanceTimersByTime(120_000);
    expect(Wire.made).toHaveLength(1);
    expect(ears.lost).not.toHaveBeenCalled();
  });
});
