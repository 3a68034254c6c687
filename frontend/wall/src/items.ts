// What is celebrated live: a kudos or a win as a slide, and many of them at once. Text is only ever text: nothing of a message
// becomes HTML.

import { medal, titled, type Card } from './cards';
import { el } from './dom';
import { face, faces } from './faces';
import { isolated, namesText, thanked } from './names';
import { symbol } from './symbols';
import { fill, textsOf, type Locale } from './texts';
import type { Behaviour, Picture, WallItem } from './types';

const SHORT_CHARACTERS = 62;
const MIDDLE_CHARACTERS = 104;
const LONG_NAMES_CHARACTERS = 46;
const BURST_CARDS = 6;
const CROWD = 3;
const WINS = { result: 'trophy', improvement: 'sparkles', joint_activity: 'handshake' };

export interface Tongue {
  locale: Locale;
  behaviours: Map<string, Behaviour>;
}

type Deed = Pick<Behaviour, 'stage' | 'icon' | 'name'>;

export function itemSlide(item: WallItem, tongue: Tongue): HTMLElement {
  const deeds = deedsOf(item, tongue);
  const told = [who(item, tongue.locale), quote(item, deeds), item.message ? chips(deeds) : undefined];
  const slide = el('article', `slide ${item.kind}`, ...(item.picture ? [el('div', 'told', ...told)] : told));
  if (item.picture) showBeside(item.picture, slide);
  slide.dataset.stage = deeds[0]?.stage ?? item.behaviours[0]?.stage ?? 'every-moment';
  slide.dataset.id = item.id;
  if (deeds[0]) slide.prepend(symbol(deeds[0].icon, 'watermark'));
  return slide;
}

/** What was done, as the display names it: a win is named by its kind. */
export function deedsOf(item: WallItem, { locale, behaviours }: Tongue): Deed[] {
  if (item.win) return [{ stage: 'feast', icon: WINS[item.win], name: textsOf(locale).wins[item.win] }];
  return item.behaviours
    .map(({ code }) => behaviours.get(code))
    .filter((each): each is Behaviour => each !== undefined);
}

function who(item: WallItem, locale: Locale): HTMLElement {
  const people = thanked(item);
  const names = namesText(people, locale);
  const heading = el('h1', names.length > LONG_NAMES_CHARACTERS ? 'names long' : 'names', names);
  return el(
    'header',
    people.length >= CROWD ? 'who crowd' : 'who',
    faces(people),
    el('div', 'whom', heading, el('p', 'from', from(item, locale))),
  );
}

export function from({ win, giver }: WallItem, locale: Locale): string {
  const texts = textsOf(locale);
  return fill(win ? texts.toldBy : texts.from, 'name', isolated(giver.name));
}

/** Where no sentence may be said, what was done speaks. */
export function quote({ message }: WallItem, deeds: Deed[]): HTMLElement {
  const text = message ?? deeds.map((each) => each.name).join(' · ');
  const block = el(message ? 'blockquote' : 'p', message ? 'quote' : 'quote deed', text);
  block.dir = 'auto';
  block.dataset.size = text.length <= SHORT_CHARACTERS ? 'l' : text.length <= MIDDLE_CHARACTERS ? 'm' : 's';
  return block;
}

function chips(deeds: Deed[]): HTMLElement {
  const list = el('ul', 'chips');
  for (const { icon, name, stage } of deeds) {
    const chip = el('li', 'chip', symbol(icon), name);
    chip.dataset.stage = stage;
    list.append(chip);
  }
  return list;
}

/** Without a server there may be none: then the slide does without. */
function showBeside({ hash, width, height }: Picture, slide: HTMLElement): void {
  const image = el('img', 'picture') as HTMLImageElement;
  image.alt = '';
  image.style.setProperty('--ratio', String(width / height));
  image.addEventListener('error', () => {
    slide.classList.remove('pictured');
    image.remove();
  });
  image.src = `/api/media/${hash}/wall.webp`;
  slide.classList.add('pictured');
  slide.append(image);
}

export function burstSlide(items: WallItem[], tongue: Tongue): HTMLElement {
  const texts = textsOf(tongue.locale);
  const title = items.some(({ win }) => win) ? texts.moreToCelebrate : texts.more;
  const cards = items.slice(0, BURST_CARDS).map((item) => card(item, tongue));
  const slide = el(
    'article',
    'slide burst',
    el('p', 'overline', texts.moreJustNow),
    titled(title(items.length)),
    el('ul', 'cards', ...cards),
  );
  slide.dataset.stage = 'every-moment';
  return slide;
}

function card(item: WallItem, tongue: Tongue): HTMLElement {
  const people = thanked(item);
  const [primary] = deedsOf(item, tongue);
  const deed = el('p', 'deed', primary?.name ?? '');
  if (primary) deed.prepend(symbol(primary.icon));
  const lines = el('div', 'lines', el('p', 'name', namesText(people, tongue.locale)), deed);
  const box = el('li', 'card', people[0] && face(people[0]), lines);
  box.dataset.stage = primary?.stage ?? 'every-moment';
  return box;
}

/** The title of a win, with who won. */
export function winCard(item: WallItem, tongue: Tongue): Card {
  const [deed] = deedsOf(item, tongue);
  const { icon = 'trophy', name = '', stage = 'feast' } = deed ?? {};
  return {
    sign: medal(icon, stage),
    name: item.message ?? name,
    deed: namesText(thanked(item), tongue.locale),
    stage,
  };
}
