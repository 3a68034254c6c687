// What stays while slides change: the organisation, the clock, the age, the dots and the quiet notes.

import { el } from './dom';
import { logo } from './symbols';
import { fill, textsOf } from './texts';
import { age, dateText, now, timeText } from './time';
import type { DisplaySettings } from './types';

const A_MOMENT_MS = 90_000;
const MOST_DOTS = 16;
const IDENTIFY_MS = 10_000;

export class Frame {
  readonly root = el('main', 'wall');
  private readonly organisation = el('span', 'organisation');
  private readonly date = el('span', 'date');
  private readonly time = el('time', 'clock');
  private readonly stage = el('div', 'stage');
  private readonly given = el('span', 'age');
  private readonly coming = el('span', 'note coming');
  private readonly offline = el('span', 'note offline');
  private readonly dots = el('span', 'dots');
  private readonly night = el('time', 'night');
  private readonly identity = el('div', 'identity');
  private unveiling = 0;
  private turn = 0;

  constructor() {
    const left = el('div', 'foot-left', this.given, this.coming, this.offline);
    this.root.append(
      el(
        'header',
        'bar',
        el('span', 'brand', logo(), this.organisation),
        el('span', 'moment', this.date, this.time),
      ),
      this.stage,
      el('footer', 'bar', left, this.dots),
      this.night,
      this.identity,
    );
    this.identity.hidden = true;
    this.identity.setAttribute('role', 'status');
    this.dots.setAttribute('aria-hidden', 'true');
  }

  name(organisation: string): void {
    this.organisation.textContent = organisation;
  }

  /** `atOnce`: what was shown must not be seen a moment longer, not even fading. */
  show(slide: HTMLElement, atOnce: boolean): void {
    for (const old of [...this.stage.children]) this.retire(old as HTMLElement, atOnce);
    this.stage.append(slide);
  }

  /** Against burn-in nothing stands twice at the same place. */
  shift(): void {
    this.turn = (this.turn + 1) % 9;
    this.root.style.setProperty('--dx', String((this.turn % 3) - 1));
    this.root.style.setProperty('--dy', String(Math.floor(this.turn / 3) - 1));
  }

  private retire(slide: HTMLElement, atOnce: boolean): void {
    if (atOnce || slide.classList.contains('leaving')) return slide.remove();
    slide.classList.add('leaving');
    window.setTimeout(() => slide.remove(), 700);
  }

  tick(display: DisplaySettings, givenAt: number | undefined): void {
    const { locale, time_zone: zone } = display;
    setText(this.date, dateText(now(), locale, zone));
    setText(this.time, timeText(now(), locale, zone));
    setText(this.night, timeText(now(), locale, zone));
    setText(this.given, givenAt === undefined ? '' : age(givenAt, locale, zone));
  }

  /** `knownAt`: when the wall last knew that it shows the truth; null while it does. */
  mark(display: DisplaySettings, knownAt: number | null, isEmpty: boolean): void {
    const texts = textsOf(display.locale);
    if (knownAt === null) return setText(this.offline, '');
    const isFresh = now() - knownAt < A_MOMENT_MS;
    const old = isFresh ? texts.aMomentAgo : age(knownAt, display.locale, display.time_zone);
    setText(this.offline, isEmpty ? texts.offlineEmpty : fill(texts.offline, 'age', old));
  }

  /** Dark, but for a clock that wanders. */
  darken(isQuiet: boolean): void {
    this.root.classList.toggle('quiet', isQuiet);
  }

  identify(display: DisplaySettings): void {
    this.identity.replaceChildren(el('strong', '', display.name), el('span', '', display.location));
    this.identity.hidden = false;
    window.clearTimeout(this.unveiling);
    this.unveiling = window.setTimeout(() => (this.identity.hidden = true), IDENTIFY_MS);
  }

  announce(waiting: number, display: DisplaySettings): void {
    setText(this.coming, waiting ? fill(textsOf(display.locale).coming, 'n', waiting) : '');
  }

  point(ids: string[], current: string | undefined): void {
    const shown = ids.slice(0, MOST_DOTS);
    const dots = shown.length > 1 ? shown.map((id) => el('i', id === current ? 'dot now' : 'dot')) : [];
    this.dots.replaceChildren(...dots);
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
