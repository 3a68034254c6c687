// Who has done a challenge this week, people and areas: a card for each.

import { el } from './dom';
import { isolated } from './names';
import { symbol } from './symbols';
import { textsOf, type Locale } from './texts';
import type { WallChallenge } from './types';

export function challengesSlide(done: WallChallenge[], locale: Locale): HTMLElement {
  const title = el('h1', 'quote', textsOf(locale).challengesTitle);
  title.dataset.size = 'm';
  const cards = el('ul', 'cards', ...done.map((each) => card(each, locale)));
  const slide = el('article', 'slide burst', el('p', 'overline', textsOf(locale).challenges), title, cards);
  slide.dataset.stage = 'performing';
  return slide;
}

function card({ name, challenge, icon }: WallChallenge, locale: Locale): HTMLElement {
  const medal = el('span', 'medal', symbol(icon));
  medal.dataset.stage = 'performing';
  const lines = el('div', 'lines', el('p', 'name', isolated(name)), el('p', 'deed', challenge[locale]));
  const box = el('li', 'card', medal, lines);
  box.dataset.stage = 'performing';
  return box;
}
