// Who got a badge this week: a card for each, with the badge's symbol in the colour of its stage.

import { el } from './dom';
import { isolated } from './names';
import { symbol } from './symbols';
import { textsOf, type Locale } from './texts';
import type { WallAward } from './types';

export function awardsSlide(awards: WallAward[], locale: Locale): HTMLElement {
  const title = el('h1', 'quote', textsOf(locale).awardsTitle);
  title.dataset.size = 'm';
  const cards = el('ul', 'cards', ...awards.map((award) => card(award, locale)));
  const slide = el('article', 'slide burst', el('p', 'overline', textsOf(locale).awards), title, cards);
  slide.dataset.stage = 'every-moment';
  return slide;
}

function card({ name, badge, icon, stage, tier }: WallAward, locale: Locale): HTMLElement {
  const medal = el('span', 'medal', symbol(icon));
  const what = tier ? `${badge[locale]} · ${textsOf(locale).tiers[tier]}` : badge[locale];
  const lines = el('div', 'lines', el('p', 'name', isolated(name)), el('p', 'deed', what));
  const box = el('li', 'card', medal, lines);
  box.dataset.stage = medal.dataset.stage = stage;
  return box;
}
