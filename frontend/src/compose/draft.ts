// What was begun is not lost: kept in this browser until it is sent, for this person alone.

import type { Picture, Visibility } from '../api/types';
import { keepOf, keptOf } from '../lib/store';
import type { Chosen } from './chosen';

const DRAFT = 'draft';

export interface Draft {
  chosen: Chosen[];
  message: string;
  behaviours: string[];
  points: number;
  /** Where the allowance does not reach, without points rather than not at all. */
  pointsIfPossible: boolean;
  visibility: Visibility;
  reachedCustomer: boolean;
  picture: Picture | null;
  /** The last time it was sent, as long as nobody has said that it arrived. */
  attempt: Attempt | null;
}

export interface Attempt {
  body: string;
  key: string;
}

/** `points` are those that the organisation proposes. */
export const emptyDraft = (points = 0): Draft => ({
  chosen: [],
  message: '',
  behaviours: [],
  points,
  pointsIfPossible: false,
  visibility: 'public',
  reachedCustomer: false,
  picture: null,
  attempt: null,
});

export const keptDraft = (owner: string, points = 0): Draft => ({
  ...emptyDraft(points),
  ...keptOf<Draft>(owner, DRAFT),
});

/** Of two tabs the last one to write wins; each goes on showing its own. */
export function keepDraft(owner: string, draft: Draft): void {
  keepOf(owner, DRAFT, hasWords(draft) ? draft : null);
}

/** Once it was sent; what another tab has begun meanwhile stays. */
export function forgetDraft(owner: string, sent: Draft): void {
  if (keptDraft(owner).attempt?.key === sent.attempt?.key) keepOf(owner, DRAFT, null);
}

export const hasWords = ({ chosen, message, behaviours }: Draft): boolean =>
  chosen.length > 0 || message.trim() !== '' || behaviours.length > 0;
