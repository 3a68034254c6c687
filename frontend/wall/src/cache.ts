// The last good page, so that a screen that starts again without its server still has something to say.

import { KEPT_OFFLINE_MS } from './board';
import type { WallPage } from './types';

const KEY = 'recognize.wall';

export function remember(page: WallPage): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(page));
  } catch {
    // a full or forbidden store: the wall only starts emptier
  }
}

export function recalled(): WallPage | undefined {
  try {
    const page = JSON.parse(localStorage.getItem(KEY) ?? 'null') as WallPage | null;
    const oldest = Date.now() - KEPT_OFFLINE_MS;
    return page
      ? {
          ...page,
          items: page.items.filter((item) => Date.parse(item.given_at) >= oldest),
        }
      : undefined;
  } catch {
    return undefined;
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}
