// Scenes take turns with the celebrations. In the rotation a scene stands under a key that is no item's id.

import type { Scene, WallItem } from './types';

const PREFIX = 'scene:';
const ITEMS_BETWEEN_SCENES = 4;
const KNOWN = ['behaviour_of_month', 'awards', 'challenges_done', 'invitation'];

export const keyOf = (scene: Scene): string => PREFIX + scene.code;

/** A younger server may send scenes that this page cannot draw. */
export function knownScenes(scenes: Scene[]): Scene[] {
  return scenes.filter(({ code }) => KNOWN.includes(code));
}

/** The item that stands in a scene: it leaves when the item does. */
export function storyOf(scene: Scene): WallItem | undefined {
  return scene.code === 'behaviour_of_month' ? scene.content.story : undefined;
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
