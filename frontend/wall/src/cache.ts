// The last good page, so that a screen that starts again without its server still has something to say.

import { KEPT_OFFLINE_MS } from './board';
import { storyOf } from './scenes';
import type { WallItem, WallPage } from './types';

const KEY = 'recognize.wall';

let isKeeping = true;

/** For a page that only looks: what this browser keeps is its own wall's. */
export function keepNothing(): void {
  isKeeping = false;
}

export function remember(page: WallPage): void {
  if (!isKeeping) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(page));
  } catch {
    // a full or forbidden store: the wall only starts emptier
  }
}

export function recalled(): WallPage | undefined {
  try {
    const page = JSON.parse(localStorage.getItem(KEY) ?? 'null') as WallPage | null;
    return page ? withoutOld(page, Date.now() - KEPT_OFFLINE_MS) : undefined;
  } catch {
    return undefined;
  }
}

/** Without a server nobody can take an item back: none stays for ever. */
export function withoutOld(page: WallPage, oldest: number): WallPage {
  const isYoung = (item: WallItem) => Date.parse(item.given_at) >= oldest;
  const scenes = (page.scenes ?? []).filter((scene) => !storyOf(scene) || isYoung(storyOf(scene)!));
  return { ...page, items: page.items.filter(isYoung), scenes };
}

export function forget(): void {
  if (!isKeeping) return;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}
