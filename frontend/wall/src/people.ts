// The scenes of people: whose day it is, who came, who got a badge or has done a challenge.

import { cardsSlide, medal, type Card } from './cards';
import { face } from './faces';
import { isolated } from './names';
import { textsOf, type Locale } from './texts';
import type { PeopleScene, WallAward, WallChallenge, WallDate, WallNewcomer } from './types';

const DATES = { birthday: 'cake', anniversary: 'star' };

export function peopleSlide(scene: PeopleScene, locale: Locale): HTMLElement {
  return cardsSlide(textsOf(locale).titles[scene.code], cardsOf(scene, locale));
}

function cardsOf(scene: PeopleScene, locale: Locale): Card[] {
  switch (scene.code) {
    case 'awards':
      return scene.content.awards.map((award) => ofAward(award, locale));
    case 'challenges_done':
      return scene.content.done.map((done) => ofChallenge(done, locale));
    case 'todays_dates':
      return scene.content.people.map((date) => ofDate(date, locale));
    case 'newcomers':
      return scene.content.people.map(ofNewcomer);
  }
}

function ofAward({ name, badge, icon, stage, tier }: WallAward, locale: Locale): Card {
  const deed = tier ? `${badge[locale]} · ${textsOf(locale).tiers[tier]}` : badge[locale];
  return { sign: medal(icon, stage), name: isolated(name), deed, stage };
}

function ofChallenge({ name, challenge, icon }: WallChallenge, locale: Locale): Card {
  const stage = 'performing';
  return { sign: medal(icon, stage), name: isolated(name), deed: challenge[locale], stage };
}

function ofDate({ name, celebration, years, again }: WallDate, locale: Locale): Card {
  const texts = textsOf(locale);
  const deed = celebration === 'birthday' ? texts.birthday(again) : texts.anniversary(years ?? 1, again);
  return { sign: medal(DATES[celebration], 'feast'), name: isolated(name), deed, stage: 'feast' };
}

function ofNewcomer({ name, department }: WallNewcomer): Card {
  const sign = face({ name, isTeam: false });
  return { sign, name: isolated(name), deed: department ?? '', stage: 'opening' };
}
