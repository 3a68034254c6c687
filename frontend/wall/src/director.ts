// What is on the screen next. Knows times and ids, neither the page nor the network.

export const SLIDE_MS = 12_000;
export const AT_LEAST_MS = 5_000;
export const BURST_FROM = 3;

export type Slide =
  { kind: 'idle' } | { kind: 'one'; id: string; isNew: boolean } | { kind: 'burst'; ids: string[] };

const IDLE: Slide = { kind: 'idle' };

export class Director {
  slide: Slide = IDLE;
  waiting: string[] = [];
  private since = 0;
  private last: string | undefined;

  /** `rotation` answers the ids to show in turn. */
  constructor(private readonly rotation: () => string[]) {}

  arrived(id: string): void {
    if (!this.isOnScreen(id) && !this.waiting.includes(id)) this.waiting.push(id);
  }

  /** Whether the screen shows it, so that it has to change at once. */
  gone(id: string): boolean {
    this.waiting = this.waiting.filter((other) => other !== id);
    const wasShown = this.isOnScreen(id);
    if (this.slide.kind === 'burst')
      this.slide = {
        kind: 'burst',
        ids: this.slide.ids.filter((other) => other !== id),
      };
    return wasShown;
  }

  isOnScreen(id: string): boolean {
    return this.slide.kind === 'one'
      ? this.slide.id === id
      : this.slide.kind === 'burst' && this.slide.ids.includes(id);
  }

  /** Milliseconds until the screen changes: a new kudos interrupts what is old, and gives what is new its time. */
  due(now: number): number {
    if (this.slide.kind === 'idle') return this.waiting.length || this.rotation().length ? 0 : SLIDE_MS;
    const isNew = this.slide.kind === 'burst' || this.slide.isNew;
    const stays = this.waiting.length === 0 ? SLIDE_MS : isNew ? AT_LEAST_MS : 0;
    return Math.max(0, this.since + stays - now);
  }

  advance(now: number): Slide {
    this.since = now;
    this.slide = this.next();
    if (this.slide.kind === 'one' && !this.slide.isNew) this.last = this.slide.id;
    return this.slide;
  }

  private next(): Slide {
    const isAfterNew = this.slide.kind === 'burst' || (this.slide.kind === 'one' && this.slide.isNew);
    if (isAfterNew && this.waiting.length >= BURST_FROM)
      return { kind: 'burst', ids: this.waiting.splice(0) };
    const fresh = this.waiting.shift();
    if (fresh !== undefined) return { kind: 'one', id: fresh, isNew: true };
    const ids = this.rotation();
    const next = ids[(ids.indexOf(this.last ?? '') + 1) % ids.length];
    return next === undefined ? IDLE : { kind: 'one', id: next, isNew: false };
  }
}
