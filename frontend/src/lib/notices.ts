// A notification in words, and where it leads.

import { session } from '../api/session.svelte';
import type { FeedItem, Notification } from '../api/types';
import { addressOf as pageOf } from './items';
import { language, list, t, type Key } from '../text/text.svelte';
import { monthName } from '../text/time.svelte';

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
  month: 'chart',
};

export const iconOf = ({ kind }: Notification): string => ICONS[kind] ?? 'star';

export function said({ kind, actors, actor_count: count, facts, called }: Notification): string {
  const names = actors.map((each) => each.name);
  const rest = count - names.length;
  const who = list(rest > 0 ? [...names, t('others', { n: rest })] : names);
  const month = typeof facts.month === 'string' ? monthName(facts.month) : '';
  const level = kind === 'level' ? Number(facts.level) : 0;
  const name = level ? t(`level-${level}` as Key) : (called?.[language()] ?? '');
  return t(`told-${kind}` as Key, { who, month, n: count, level, called: name });
}

export function addressOf({ item_kind: kind, item_id: id, facts }: Notification): string {
  if (typeof facts.month === 'string') return `/reports/${facts.month}`;
  return kind && id ? pageOf({ kind: kind as FeedItem['kind'], id }) : `/people/${session.me.handle}`;
}
