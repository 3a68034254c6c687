// The last good page, so that a screen that starts again without its server still has something to say.

import { KEPT_OFFLINE_MS } from './board';
import { withOnly } from './scenes';
import { isSameDay, now } from './time';
import type { Scene, WallItem, WallPage } from './types';

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

/** Without a server nobody can take anything back: nothing stays for ever, and a day is celebrated on no other. */
export function withoutOld(page: WallPage, oldest: number): WallPage {
  const isYoung = (item: WallItem) => Date.parse(item.given_at) >= oldest;
  const told = Date.parse(page.now);
  const isStill = ({ code }: Scene) => {
    if (code === 'todays_dates') return isSameDay(told, now(), page.display.time_zone);
    return code === 'invitation' || told >= oldest;
  };
  const scenes = (page.scenes ?? []).filter(isStill).flatMap((scene) => withOnly(scene, isYoung));
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
