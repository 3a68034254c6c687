import { answer, api } from '../api/client';
import type { KudosView, NewKudos } from '../api/types';
import type { Attempt, Draft } from './draft';

/** Sent with the key of its attempt: where that was answered before, the answer comes again and nothing else happens. */
export const send = (draft: Draft, { key }: Attempt): Promise<KudosView> =>
  answer(api.POST('/api/kudos', { body: bodyOf(draft), params: { header: { 'Idempotency-Key': key } } }));

/** The same words keep their key: trying again after a lost answer gives once, after a reload too. */
export function attemptOf(draft: Draft): Attempt {
  const body = JSON.stringify(bodyOf(draft));
  return draft.attempt?.body === body ? draft.attempt : { body, key: randomKey() };
}

export function bodyOf(draft: Draft): NewKudos {
  const keys = (isTeam: boolean) =>
    draft.chosen.filter((each) => each.isTeam === isTeam).map((each) => each.key);
  return {
    recipients: keys(false),
    teams: keys(true),
    behaviours: draft.behaviours,
    message: draft.message.trim(),
    points: draft.points,
    points_if_possible: draft.pointsIfPossible,
    visibility: draft.visibility,
    reached_customer: draft.reachedCustomer || null,
    picture: draft.picture?.hash ?? null,
  };
}

/** `crypto.randomUUID` exists on https only, and a first installation is often plain http. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
