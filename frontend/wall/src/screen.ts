// Puts together what the wall knows (board), what comes next (director) and what is seen (frame and slides).

import { Board, KEPT_OFFLINE_MS } from './board';
import { forget, remember } from './cache';
import { celebrate } from './confetti';
import { Director, type Slide } from './director';
import { Frame } from './frame';
import { burstSlide, idleSlide, kudosSlide } from './slides';
import { now, setNow } from './time';
import type { Behaviour, WallItem, WallPage } from './types';

const TICK_MS = 1000;
const WORTH_CELEBRATING_MS = 15 * 60_000; // what came while the line was cut is news for so long
const OFFLINE_NOTE_AFTER_MS = 3_000;

export class Screen {
  readonly frame = new Frame();
  private readonly board = new Board();
  private readonly director = new Director(() => this.board.ids());
  private behaviours = new Map<string, Behaviour>();
  private timer = 0;
  private readonly ticker = window.setInterval(() => this.tick(), TICK_MS);
  private lostSince: number | null = null;
  private knownAt: number;

  constructor(private page: WallPage) {
    this.knownAt = Date.parse(page.now);
    this.take(page);
    this.change(true);
  }

  /** The server's list: what came since is news where it is young, what is missing leaves at once. */
  update(page: WallPage): void {
    setNow(page.now);
    const { came, went } = this.take(page);
    for (const id of came.reverse()) this.perhapsNews(id);
    this.drop(went);
    this.plan();
  }

  private take(page: WallPage): { came: string[]; went: string[] } {
    this.page = page;
    document.documentElement.lang = page.display.locale;
    document.title = `${page.display.name} · ${page.organisation}`;
    this.behaviours = new Map(page.behaviours.map((each) => [each.code, each]));
    this.frame.name(page.organisation);
    const changes = this.board.replace(page.items);
    this.keep();
    return changes;
  }

  given(item: WallItem): void {
    if (this.board.upsert(item)) this.perhapsNews(item.id);
    else if (this.director.isOnScreen(item.id)) this.draw(this.director.slide, true);
    this.keep();
    this.plan();
  }

  removed(id: string): void {
    if (!this.board.remove(id)) return;
    this.keep();
    this.drop([id]);
    this.plan();
  }

  knows(code: string): boolean {
    return this.behaviours.has(code);
  }

  online(): void {
    [this.lostSince, this.knownAt] = [null, now()];
  }

  lost(): void {
    this.lostSince ??= now();
  }

  close(): void {
    window.clearInterval(this.ticker);
    window.clearTimeout(this.timer);
    forget();
  }

  private perhapsNews(id: string): void {
    const item = this.board.get(id);
    if (item && now() - Date.parse(item.given_at) < WORTH_CELEBRATING_MS) this.director.arrived(id);
  }

  private drop(ids: string[]): void {
    const wasSeen = ids.map((id) => this.director.gone(id));
    if (wasSeen.includes(true)) this.change(true);
  }

  private keep(): void {
    this.page = {
      ...this.page,
      items: this.board.items,
      now: new Date(now()).toISOString(),
    };
    remember(this.page);
  }

  private plan(): void {
    window.clearTimeout(this.timer);
    this.frame.announce(this.director.waiting.length, this.page.display);
    this.timer = window.setTimeout(() => this.change(false), this.director.due(performance.now()));
  }

  private change(atOnce: boolean): void {
    if (this.lostSince !== null) this.board.forgetOlderThan(now() - KEPT_OFFLINE_MS);
    const before = this.director.slide;
    const slide = this.director.advance(performance.now());
    if (atOnce || !isSame(before, slide)) this.draw(slide, atOnce);
    if (slide.kind === 'burst' || (slide.kind === 'one' && slide.isNew)) celebrate();
    this.plan();
  }

  private draw(slide: Slide, atOnce: boolean): void {
    this.frame.show(this.element(slide), atOnce);
    this.frame.point(
      slide.kind === 'one' ? this.board.ids() : [],
      slide.kind === 'one' ? slide.id : undefined,
    );
    this.tick();
  }

  private element(slide: Slide): HTMLElement {
    const tongue = {
      locale: this.page.display.locale,
      behaviours: this.behaviours,
    };
    if (slide.kind === 'burst') return burstSlide(this.known(slide.ids), tongue);
    const item = slide.kind === 'one' ? this.board.get(slide.id) : undefined;
    return item ? kudosSlide(item, tongue) : idleSlide(tongue);
  }

  private known(ids: string[]): WallItem[] {
    return ids.map((id) => this.board.get(id)).filter((item): item is WallItem => item !== undefined);
  }

  private tick(): void {
    const { slide } = this.director;
    const item = slide.kind === 'one' ? this.board.get(slide.id) : undefined;
    this.frame.tick(this.page.display, item && Date.parse(item.given_at));
    const isAway = this.lostSince !== null && now() - this.lostSince > OFFLINE_NOTE_AFTER_MS;
    this.frame.mark(this.page.display, isAway ? this.knownAt : null, this.board.items.length === 0);
  }
}

function isSame(one: Slide, other: Slide): boolean {
  if (one.kind === 'idle') return other.kind === 'idle';
  return one.kind === 'one' && other.kind === 'one' && one.id === other.id;
}
