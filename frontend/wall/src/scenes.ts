// Scenes take turns with the celebrations. In the rotation a scene stands under a key that is no item's id.

import type { Scene, WallItem } from './types';

const PREFIX = 'scene:';
const ITEMS_BETWEEN_SCENES = 4;
const MOST_PEOPLE = 6;
const KNOWN = [
  'behaviour_of_month',
  'todays_dates',
  'awards',
  'challenges_done',
  'wins',
  'newcomers',
  'friday_recap',
  'invitation',
];

export const keyOf = ({ code, part }: Scene): string => PREFIX + code + (part ?? '');

/** A younger server may send scenes that this page cannot draw. */
export function knownScenes(scenes: Scene[]): Scene[] {
  return scenes.filter(({ code }) => KNOWN.includes(code)).flatMap(inParts);
}

/** Nobody's day is left out for want of room: many people stand on several slides, about as many on each. */
function inParts(scene: Scene): Scene[] {
  if (scene.code !== 'todays_dates' && scene.code !== 'newcomers') return [scene];
  const people: unknown[] = scene.content.people;
  const slides = Math.ceil(people.length / MOST_PEOPLE);
  if (slides < 2) return [scene];
  const size = Math.ceil(people.length / slides);
  return Array.from({ length: slides }, (_, part) => {
    return { ...scene, part, content: { people: people.slice(part * size, (part + 1) * size) } } as Scene;
  });
}

export function itemsOf(scene: Scene): WallItem[] {
  if (scene.code === 'behaviour_of_month') return [scene.content.story];
  if (scene.code === 'wins') return scene.content.items;
  return scene.code === 'friday_recap' ? scene.content.stories : [];
}

/** The scene without those of its items that do not stay; without any of them it has nothing to say. */
export function withOnly(scene: Scene, stays: (item: WallItem) => boolean): Scene[] {
  const items = itemsOf(scene);
  const left = items.filter(stays);
  if (left.length === items.length) return [scene];
  if (!left.length) return [];
  if (scene.code === 'wins') return [{ ...scene, content: { items: left } }];
  return scene.code === 'friday_recap' ? [{ ...scene, content: { stories: left } }] : [scene];
}

/** A scene after every few items, and all of them where there are fewer items. */
export function rotation(items: string[], scenes: Scene[]): string[] {
  const keys = scenes.map(keyOf);
  const mixed: string[] = [];
  items.forEach((id, index) => {
    mixed.push(id);
    const key = (index + 1) % ITEMS_BETWEEN_SCENES === 0 ? keys.shift() : undefined;
    if (key) mixed.push(key);
  });
  return [...mixed, ...keys];
}
