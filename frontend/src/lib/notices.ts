// A notification in words, and where it leads.

import { session } from '../api/session.svelte';
import type { FeedItem, Notification } from '../api/types';
import { addressOf as pageOf } from './items';
import { list, t, type Key } from '../text/text.svelte';

const ICONS: Record<string, string> = {
  recognised: 'heart',
  helper: 'handshake',
  boosted: 'plus',
  reacted: 'sparkles',
  commented: 'quote',
  mention: 'person',
  badge: 'star',
  level: 'up',
  challenge: 'check',
  win: 'trophy',
  celebration: 'cake',
};

export const iconOf = ({ kind }: Notification): string => ICONS[kind] ?? 'star';

export function said({ kind, actors, actor_count: count }: Notification): string {
  const names = actors.map((each) => each.name);
  const rest = count - names.length;
  const who = list(rest > 0 ? [...names, t('others', { n: rest })] : names);
  return t(`told-${kind}` as Key, { who, n: count });
}

export const addressOf = ({ item_kind: kind, item_id: id }: Notification): string =>
  kind && id ? pageOf({ kind: kind as FeedItem['kind'], id }) : `/people/${session.me.handle}`;
