// Several people or deeds on one slide, a card for each; one alone has the slide to itself.

import { el } from './dom';
import { symbol } from './symbols';

const FEW_CARDS = 4;
const LONG_CHARACTERS = 34;

export interface Card {
  sign: HTMLElement;
  name: string;
  deed: string;
  stage: string;
}

export function cardsSlide([overline, title]: readonly [string, string], cards: Card[]): HTMLElement {
  const [only] = cards;
  const slide =
    only && cards.length === 1
      ? el('article', 'slide solo', only.sign, el('p', 'overline', overline), ...lines(only, 'h1'))
      : el('article', 'slide burst', el('p', 'overline', overline), titled(title), grid(cards));
  slide.dataset.stage = only?.stage ?? 'every-moment';
  return slide;
}

export function titled(text: string): HTMLElement {
  const title = el('h1', 'quote', text);
  title.dataset.size = 'm';
  return title;
}

function grid(cards: Card[]): HTMLElement {
  return el('ul', cards.length > FEW_CARDS ? 'cards' : 'cards few', ...cards.map(drawn));
}

function drawn(card: Card): HTMLElement {
  const box = el('li', 'card', card.sign, el('div', 'lines', ...lines(card, 'p')));
  box.dataset.stage = card.stage;
  return box;
}

function lines({ name, deed }: Card, tag: string): HTMLElement[] {
  const called = name.length > LONG_CHARACTERS ? 'name long' : 'name';
  const written = [el(tag, called, name), el('p', 'deed', deed)];
  for (const line of written) line.dir = 'auto';
  return written;
}

export function medal(icon: string, stage: string): HTMLElement {
  const round = el('span', 'medal', symbol(icon));
  round.dataset.stage = stage;
  return round;
}
