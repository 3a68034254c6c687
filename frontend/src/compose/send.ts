import { answer, api } from '../api/client';
import type { KudosView, NewKudos } from '../api/types';
import type { Draft } from './draft';

let last = { body: '', key: '' };

/** The same words keep their key: trying again after a lost answer gives once. */
export async function send(draft: Draft, pointsIfPossible: boolean): Promise<KudosView> {
  const body = bodyOf(draft, pointsIfPossible);
  const key = keyFor(JSON.stringify(body));
  const sent = await answer(api.POST('/api/kudos', { body, params: { header: { 'Idempotency-Key': key } } }));
  last = { body: '', key: '' };
  return sent;
}

export function bodyOf(draft: Draft, pointsIfPossible: boolean): NewKudos {
  const keys = (isTeam: boolean) =>
    draft.chosen.filter((each) => each.isTeam === isTeam).map((each) => each.key);
  return {
    recipients: keys(false),
    teams: keys(true),
    behaviours: draft.behaviours,
    message: draft.message.trim(),
    points: draft.points,
    points_if_possible: pointsIfPossible,
    visibility: draft.visibility,
    reached_customer: draft.reachedCustomer || null,
  };
}

export function keyFor(body: string): string {
  if (last.body !== body) last = { body, key: randomKey() };
  return last.key;
}

/** `crypto.randomUUID` exists on https only, and a first installation is often plain http. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
