// Puts together what the wall knows (board and scenes), what comes next (director) and what is seen (frame and slides).

import { Board, KEPT_OFFLINE_MS } from './board';
import { forget, remember, withoutOld } from './cache';
import { celebrate } from './confetti';
import { Director, type Slide } from './director';
import { Frame } from './frame';
import { burstSlide, itemSlide } from './items';
import { itemsOf, keyOf, knownScenes, rotation, withOnly } from './scenes';
import { idleSlide, sceneSlide } from './slides';
import { isQuiet, now, setNow } from './time';
import type { Behaviour, Scene, WallItem, WallPage } from './types';

const TICK_MS = 1000;
const WANDER_MS = 60_000;
const WORTH_CELEBRATING_MS = 15 * 60_000; // what came while the line was cut is news for so long
const OFFLINE_NOTE_AFTER_MS = 3_000;

export class Screen {
  readonly frame = new Frame();
  private readonly board = new Board();
  private readonly director = new Director(() => this.program());
  private behaviours = new Map<string, Behaviour>();
  private scenes: Scene[] = [];
  private timer = 0;
  private readonly ticker = window.setInterval(() => this.tick(), TICK_MS);
  private readonly wanderer = window.setInterval(() => this.frame.shift(), WANDER_MS);
  private lostSince: number | null = null;
  private knownAt: number;
  private isDark = false;

  constructor(private page: WallPage) {
    this.knownAt = Date.parse(page.now);
    this.take(page);
    this.change(true);
  }

  /** The server's list: what came since is news where it is young, what is missing leaves at once. */
  update(page: WallPage): void {
    setNow(page.now);
    const look = lookOf(this.page);
    const before = new Map(this.scenes.map((scene) => [keyOf(scene), JSON.stringify(scene)]));
    const { came, went } = this.take(page);
    for (const id of came.reverse()) this.perhapsNews(id);
    const changed = new Map(this.scenes.map((scene) => [keyOf(scene), JSON.stringify(scene)]));
    this.drop([...went, ...[...before.keys()].filter((key) => before.get(key) !== changed.get(key))]);
    if (look !== lookOf(page)) this.draw(this.director.slide, true);
    this.tick();
    this.plan();
  }

  private take(page: WallPage): { came: string[]; went: string[] } {
    this.page = page;
    const root = document.documentElement;
    [root.lang, root.dataset.theme] = [page.display.locale, page.display.theme];
    document.title = `${page.display.name} · ${page.organisation}`;
    this.behaviours = new Map(page.behaviours.map((each) => [each.code, each]));
    this.scenes = knownScenes(page.scenes ?? []);
    this.frame.name(page.organisation);
    const changes = this.board.replace(page.items);
    this.keep();
    return changes;
  }

  given(item: WallItem): void {
    const { celebrates, paused } = this.page.display;
    if (!celebrates || (paused && item.kind !== 'kudos')) return;
    if (this.board.upsert(item)) this.perhapsNews(item.id);
    else if (this.director.isOnScreen(item.id)) this.draw(this.director.slide, true);
    this.keep();
    this.plan();
  }

  removed(id: string): void {
    const told = this.scenes.filter((scene) => itemsOf(scene).some((item) => item.id === id));
    this.scenes = this.scenes.flatMap((scene) => withOnly(scene, (item) => item.id !== id));
    if (!this.board.remove(id) && !told.length) return;
    this.keep();
    this.drop([id, ...told.map(keyOf)]);
    this.plan();
  }

  identify(): void {
    this.frame.identify(this.page.display);
  }

  knows(code: string): boolean {
    return this.behaviours.has(code);
  }

  get mixesAreas(): boolean {
    return this.page.display.others;
  }

  /** Nothing is being celebrated, and nothing waits for it. */
  get isCalm(): boolean {
    const { slide, waiting } = this.director;
    return !waiting.length && slide.kind !== 'burst' && !(slide.kind === 'one' && slide.isNew);
  }

  get ageSeconds(): number {
    return this.lostSince === null ? 0 : Math.max(0, Math.round((now() - this.knownAt) / 1000));
  }

  online(): void {
    [this.lostSince, this.knownAt] = [null, now()];
  }

  lost(): void {
    this.lostSince ??= now();
  }

  close(): void {
    window.clearInterval(this.ticker);
    window.clearInterval(this.wanderer);
    window.clearTimeout(this.timer);
    forget();
  }

  private program(): string[] {
    return rotation(this.board.ids(), this.scenes);
  }

  private perhapsNews(id: string): void {
    const item = this.board.get(id);
    if (item && !this.isDark && this.isNews(item)) this.director.arrived(id);
  }

  private isNews(item: WallItem): boolean {
    const held = this.page.display.place === 'public' ? WORTH_CELEBRATING_MS : 0;
    return now() - Date.parse(item.given_at) < WORTH_CELEBRATING_MS + held;
  }

  private drop(keys: string[]): void {
    const wasSeen = keys.map((key) => this.director.gone(key));
    if (wasSeen.includes(true)) this.change(true);
  }

  private keep(): void {
    this.page = {
      ...this.page,
      items: this.board.items,
      scenes: this.scenes,
      now: new Date(this.knownAt).toISOString(),
    };
    remember(this.page);
  }

  private plan(): void {
    window.clearTimeout(this.timer);
    this.frame.announce(this.director.waiting.length, this.page.display);
    if (this.isDark) return;
    this.timer = window.setTimeout(() => this.change(false), this.director.due(performance.now()));
  }

  private change(atOnce: boolean): void {
    if (this.lostSince !== null) this.forgetOld();
    const before = this.director.slide;
    const slide = this.director.advance(performance.now());
    if (atOnce || !isSame(before, slide)) this.draw(slide, atOnce);
    this.frame.shift();
    const isNew = slide.kind === 'burst' || (slide.kind === 'one' && slide.isNew);
    if (isNew && !this.isDark && !this.page.display.paused) celebrate();
    this.plan();
  }

  private forgetOld(): void {
    const oldest = now() - KEPT_OFFLINE_MS;
    this.board.forgetOlderThan(oldest);
    this.scenes = withoutOld({ ...this.page, scenes: this.scenes }, oldest).scenes;
  }

  private draw(slide: Slide, atOnce: boolean): void {
    this.frame.show(this.element(slide), atOnce);
    this.frame.point(slide.kind === 'one' ? this.program() : [], slide.kind === 'one' ? slide.id : undefined);
    this.tick();
  }

  private element(slide: Slide): HTMLElement {
    const tongue = { locale: this.page.display.locale, behaviours: this.behaviours };
    if (slide.kind === 'burst') return burstSlide(this.known(slide.ids), tongue);
    const key = slide.kind === 'one' ? slide.id : '';
    const scene = this.scenes.find((each) => keyOf(each) === key);
    if (scene) return sceneSlide(scene, tongue);
    const item = this.board.get(key);
    return item ? itemSlide(item, tongue) : idleSlide(this.page.display);
  }

  private known(ids: string[]): WallItem[] {
    return ids.map((id) => this.board.get(id)).filter((item): item is WallItem => item !== undefined);
  }

  private tick(): void {
    const { slide } = this.director;
    const { display } = this.page;
    this.keepQuiet(isQuiet(display.quiet_from, display.quiet_until, display.time_zone));
    const item = slide.kind === 'one' ? this.board.get(slide.id) : undefined;
    this.frame.tick(display, item && Date.parse(item.given_at));
    const isAway = this.lostSince !== null && now() - this.lostSince > OFFLINE_NOTE_AFTER_MS;
    this.frame.mark(display, isAway ? this.knownAt : null, this.board.items.length === 0);
  }

  /** In quiet hours the list is kept up to date, and nothing is celebrated, then or afterwards. */
  private keepQuiet(isDark: boolean): void {
    if (isDark === this.isDark) return;
    this.isDark = isDark;
    this.frame.darken(isDark);
    if (!isDark) return this.change(true);
    this.director.waiting = [];
    this.plan();
  }
}

/** What every slide depends on, its own content apart. */
function lookOf({ display, behaviours }: WallPage): string {
  return JSON.stringify([display, behaviours]);
}

function isSame(one: Slide, other: Slide): boolean {
  if (one.kind === 'idle') return other.kind === 'idle';
  return one.kind === 'one' && other.kind === 'one' && one.id === other.id;
}
