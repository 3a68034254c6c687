// The slides between the celebrations.

import { cardsSlide, medal, titled } from './cards';
import { drawnQr, el } from './dom';
import { deedsOf, from, itemSlide, quote, winCard, type Tongue } from './items';
import { namesText, thanked } from './names';
import { peopleSlide } from './people';
import { symbol } from './symbols';
import { fill, textsOf } from './texts';
import { monthText } from './time';
import type { DisplaySettings, Qr, Scene, WallItem } from './types';

export function sceneSlide(scene: Scene, tongue: Tongue): HTMLElement {
  switch (scene.code) {
    case 'invitation':
      return invitationSlide(scene.content, tongue);
    case 'behaviour_of_month':
      return monthSlide(scene.content, tongue);
    case 'wins':
      return winsSlide(scene.content.items, tongue);
    case 'friday_recap':
      return weekSlide(scene.content.stories, tongue);
    default:
      return peopleSlide(scene, tongue.locale);
  }
}

function winsSlide(wins: WallItem[], tongue: Tongue): HTMLElement {
  const [only] = wins;
  if (only && wins.length === 1) return itemSlide(only, tongue);
  return cardsSlide(
    textsOf(tongue.locale).titles.wins!,
    wins.map((win) => winCard(win, tongue)),
  );
}

function weekSlide(stories: WallItem[], tongue: Tongue): HTMLElement {
  const [overline, title] = textsOf(tongue.locale).titles.friday_recap!;
  const told = el('ul', 'cards stories', ...stories.map((story) => storyCard(story, tongue)));
  const slide = el('article', 'slide burst week', el('p', 'overline', overline), titled(title), told);
  slide.dataset.stage = 'every-moment';
  return slide;
}

function storyCard(story: WallItem, tongue: Tongue): HTMLElement {
  const names = el('p', 'name', namesText(thanked(story), tongue.locale));
  const said = el('blockquote', 'said', story.message ?? '');
  said.dir = 'auto';
  const [deed] = deedsOf(story, tongue);
  const whom = el('div', 'lines', names, el('p', 'by', from(story, tongue.locale)));
  const box = el('li', 'card story', said, whom);
  if (deed) box.prepend(symbol(deed.icon));
  box.dataset.stage = deed?.stage ?? 'every-moment';
  return box;
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
  const slide = el(
    'article',
    'slide month',
    el('p', 'overline', overline),
    title,
    quoted,
    el('div', '', el('p', 'from whose', names), el('p', 'from', from(story, tongue.locale))),
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
  row.append(
    medal('door-open', 'opening'),
    medal('handshake', 'performing'),
    medal('package-check', 'closing'),
  );
  return row;
}
