// How many notifications wait. The inbox itself comes when it is opened.

import { answer, api } from '../api/client';
import { listen } from '../live/live.svelte';

let count = $state(0);

export const unread = (): number => count;
export const setUnread = (now: number): void => void (count = now);

/** Until the returned function is called. */
export function watchInbox(): () => void {
  void look();
  return listen({
    event: ({ kind }) => /^inbox\.|^celebrations\./.test(kind) && void look(),
    resync: () => void look(),
  });
}

async function look(): Promise<void> {
  const query = { limit: 1 };
  const found = await answer(api.GET('/api/me/notifications', { params: { query } })).catch(() => null);
  if (found) count = found.unread;
}
