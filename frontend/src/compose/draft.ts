// What was begun is not lost: kept in this browser until it is sent, for this person alone.

import type { Visibility } from '../api/types';
import { keep, kept } from '../lib/store';
import type { Chosen } from './chosen';

const DRAFT = 'draft';
export const USUAL_POINTS = 10;

export interface Draft {
  chosen: Chosen[];
  message: string;
  behaviours: string[];
  points: number;
  visibility: Visibility;
  reachedCustomer: boolean;
}

interface KeptDraft extends Draft {
  owner: string;
}

export const emptyDraft = (): Draft => ({
  chosen: [],
  message: '',
  behaviours: [],
  points: USUAL_POINTS,
  visibility: 'public',
  reachedCustomer: false,
});

export function keptDraft(owner: string): Draft {
  const found = kept<KeptDraft>(DRAFT);
  return found?.owner === owner ? { ...emptyDraft(), ...found } : emptyDraft();
}

export function keepDraft(owner: string, draft: Draft): void {
  keep(DRAFT, hasWords(draft) ? { ...draft, owner } : null);
}

export const forgetDraft = (): void => keep(DRAFT, null);

export const hasWords = ({ chosen, message, behaviours }: Draft): boolean =>
  chosen.length > 0 || message.trim() !== '' || behaviours.length > 0;
