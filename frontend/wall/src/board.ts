import type { WallItem } from './types';

export const MOST_ITEMS = 12;
export const KEPT_OFFLINE_MS = 7 * 24 * 60 * 60 * 1000;

/** The newest celebrations, those of own areas first, then newest first, each id once. */
export class Board {
  items: WallItem[] = [];

  get(id: string): WallItem | undefined {
    return this.items.find((item) => item.id === id);
  }

  ids(): string[] {
    return this.items.map((item) => item.id);
  }

  /** Whether it is there now and was not before. */
  upsert(item: WallItem): boolean {
    const isNew = !this.get(item.id);
    this.items = newest([item, ...this.items.filter((other) => other.id !== item.id)]);
    return isNew && !!this.get(item.id);
  }

  /** Whether it was there. */
  remove(id: string): boolean {
    const before = this.items.length;
    this.items = this.items.filter((item) => item.id !== id);
    return this.items.length < before;
  }

  /** Takes the server's list for its own; answers the ids that came and those that went. */
  replace(items: WallItem[]): { came: string[]; went: string[] } {
    const before = new Set(this.ids());
    this.items = newest(items);
    const after = new Set(this.ids());
    return {
      came: [...after].filter((id) => !before.has(id)),
      went: [...before].filter((id) => !after.has(id)),
    };
  }

  /** Without a server nobody can take an item back: it does not stay for ever. Answers the ids that went. */
  forgetOlderThan(moment: number): string[] {
    return this.replace(this.items.filter((item) => Date.parse(item.given_at) >= moment)).went;
  }
}

function newest(items: WallItem[]): WallItem[] {
  const at = (item: WallItem) => Date.parse(item.given_at);
  const ordered = [...items].sort(
    (a, b) => Number(!!b.own) - Number(!!a.own) || at(b) - at(a) || (a.id < b.id ? 1 : -1),
  );
  return ordered.slice(0, MOST_ITEMS);
}
