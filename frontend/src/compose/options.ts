import type { Allowance, Visibility } from '../api/types';

export interface OptionsProps {
  points: number;
  visibility: Visibility;
  change: (part: { points?: number; visibility?: Visibility }) => void;
  allowance: Allowance | null;
  /** Named people: only they get points. */
  people: number;
  /** Nobody is named, so no points are given. */
  isToTeams?: boolean;
}
