// One slide each as an element. Text is only ever text: nothing of a message becomes HTML.

import { awardsSlide } from './awards';
import { challengesSlide } from './challenges';
import { drawnQr, el } from './dom';
import { FACES_SHOWN, hue, initials, isolated, namesText, thanked, type Thanked } from './names';
import { symbol } from './symbols';
import { fill, textsOf, type Locale } from './texts';
import { monthText } from './time';
import type { Behaviour, DisplaySettings, Qr, Scene, WallItem } from './types';

const SHORT_CHARACTERS = 62;
const MIDDLE_CHARACTERS = 104;
const LONG_NAMES_CHARACTERS = 46;
const BURST_CARDS = 6;
const CROWD = 3;

export interface Tongue {
  locale: Locale;
  behaviours: Map<string, Behaviour>;
}

export function kudosSlide(item: WallItem, tongue: Tongue): HTMLElement {
  const known = item.behaviours
    .map(({ code }) => tongue.behaviours.get(code))
    .filter((each) => each !== undefined);
  const slide = el('article', 'slide kudos', who(item, tongue.locale), quote(item, known as Behaviour[]));
  slide.dataset.stage = item.behaviours[0]?.stage ?? 'every-moment';
  slide.dataset.id = item.id;
  if (item.message) slide.append(chips(known as Behaviour[]));
  const primary = known[0];
  if (primary) slide.prepend(symbol(primary.icon, 'watermark'));
  return slide;
}

function who(item: WallItem, locale: Locale): HTMLElement {
  const people = thanked(item);
  const names = namesText(people, locale);
  const heading = el('h1', names.length > LONG_NAMES_CHARACTERS ? 'names long' : 'names', names);
  const from = el('p', 'from', fill(textsOf(locale).from, 'name', isolated(item.giver.name)));
  return el(
    'header',
    people.length >= CROWD ? 'who crowd' : 'who',
    faces(people),
    el('div', 'whom', heading, from),
  );
}

function faces(people: Thanked[]): HTMLElement {
  const shown = people.length > FACES_SHOWN ? people.slice(0, FACES_SHOWN - 1) : people;
  const row = el('div', 'faces', ...shown.map(face));
  const hidden = people.length - shown.length;
  if (hidden) row.append(el('span', 'face rest', `+${hidden}`));
  row.setAttribute('aria-hidden', 'true');
  return row;
}

function face({ name, isTeam }: Thanked): HTMLElement {
  const circle = el('span', isTeam ? 'face team' : 'face', initials(name));
  circle.style.setProperty('--h', String(hue(name)));
  return circle;
}

/** Where no sentence may be said, what was done speaks. */
function quote(item: WallItem, known: Behaviour[]): HTMLElement {
  const text = item.message ?? known.map((each) => each.name).join(' · ');
  const block = el(item.message ? 'blockquote' : 'p', item.message ? 'quote' : 'quote deed', text);
  block.dir = 'auto';
  block.dataset.size = text.length <= SHORT_CHARACTERS ? 'l' : text.length <= MIDDLE_CHARACTERS ? 'm' : 's';
  return block;
}

function chips(behaviours: Behaviour[]): HTMLElement {
  const list = el('ul', 'chips');
  for (const { icon, name, stage } of behaviours) {
    const chip = el('li', 'chip', symbol(icon), name);
    chip.dataset.stage = stage;
    list.append(chip);
  }
  return list;
}

export function burstSlide(items: WallItem[], tongue: Tongue): HTMLElement {
  const texts = textsOf(tongue.locale);
  const cards = items.slice(0, BURST_CARDS).map((item) => card(item, tongue));
  const title = el('h1', 'quote', texts.more(items.length));
  title.dataset.size = 'm';
  const slide = el(
    'article',
    'slide burst',
    el('p', 'overline', texts.moreJustNow),
    title,
    el('ul', 'cards', ...cards),
  );
  slide.dataset.stage = 'every-moment';
  return slide;
}

function card(item: WallItem, { locale, behaviours }: Tongue): HTMLElement {
  const people = thanked(item);
  const primary = behaviours.get(item.behaviours[0]?.code ?? '');
  const deed = el('p', 'deed', primary?.name ?? '');
  if (primary) deed.prepend(symbol(primary.icon));
  const first = people[0];
  const box = el(
    'li',
    'card',
    first ? face(first) : undefined,
    el('div', 'lines', el('p', 'name', namesText(people, locale)), deed),
  );
  box.dataset.stage = primary?.stage ?? 'every-moment';
  return box;
}

export function sceneSlide(scene: Scene, tongue: Tongue): HTMLElement {
  if (scene.code === 'awards') return awardsSlide(scene.content.awards, tongue.locale);
  if (scene.code === 'challenges_done') return challengesSlide(scene.content.done, tongue.locale);
  return scene.code === 'invitation'
    ? invitationSlide(scene.content, tongue)
    : monthSlide(scene.content, tongue);
}

function invitationSlide({ qr, url }: { qr: Qr; url: string }, { locale }: Tongue): HTMLElement {
  const texts = textsOf(locale);
  const title = el('h1', 'quote', texts.idleTitle);
  title.dataset.size = 'l';
  const address = el('p', 'address', url.replace(/^https?:\/\//, '').replace(/\/#.*$/, ''));
  const slide = el(
    'article',
    'slide invite',
    el('div', 'words', trio(), title, el('p', 'invitation', texts.thankNow), address),
    drawnQr(qr),
  );
  slide.dataset.stage = 'every-moment';
  return slide;
}

function monthSlide(
  { month, behaviour, story }: { month: string; behaviour: string; story: WallItem },
  tongue: Tongue,
): HTMLElement {
  const known = tongue.behaviours.get(behaviour);
  const overline = fill(textsOf(tongue.locale).ofMonth, 'month', monthText(month, tongue.locale));
  const title = el('h1', 'deed-of-month', known?.name ?? '');
  if (known) title.prepend(symbol(known.icon));
  const quoted = quote(story, []);
  quoted.dataset.size = 's';
  const names = namesText(thanked(story), tongue.locale);
  const from = fill(textsOf(tongue.locale).from, 'name', isolated(story.giver.name));
  const slide = el(
    'article',
    'slide month',
    el('p', 'overline', overline),
    title,
    quoted,
    el('div', '', el('p', 'from whose', names), el('p', 'from', from)),
  );
  slide.dataset.stage = known?.stage ?? 'every-moment';
  if (known) slide.prepend(symbol(known.icon, 'watermark'));
  return slide;
}

/** What is promised is true of this display: in public a kudos waits, and without celebrations none comes. */
export function idleSlide({ locale, celebrates, place }: DisplaySettings): HTMLElement {
  const texts = textsOf(locale);
  const shown = place === 'public' ? texts.idleInPublic : texts.idleText;
  const text = celebrates ? shown : texts.idleWithoutCelebrations;
  const title = el('h1', 'quote', texts.idleTitle);
  title.dataset.size = 'l';
  const slide = el('article', 'slide idle', trio(), title, el('p', 'invitation', text));
  slide.dataset.stage = 'every-moment';
  return slide;
}

/** The three moments of a service: receive, resolve, hand over. */
function trio(): HTMLElement {
  const row = el('div', 'trio');
  for (const [icon, stage] of [
    ['door-open', 'opening'],
    ['handshake', 'performing'],
    ['package-check', 'closing'],
  ] as const) {
    const medal = el('span', 'medal', symbol(icon));
    medal.dataset.stage = stage;
    row.append(medal);
  }
  return row;
}
