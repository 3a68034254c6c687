// The figures of a month by the names that their definitions have, and where each leads.

import type { HeadlineName, Report } from '../api/types';
import type { Key } from '../text/text.svelte';
import { reportAddress, type Query } from './address';
import type { ListName, TrendMonth } from './api';

type Total = 'kudos' | 'recognitions' | 'participation_percent' | 'givers' | 'receivers' | 'points';
export type FigureName = `totals.${Total}` | `headline.${HeadlineName}`;
type Counted = Pick<Report, 'totals' | 'headline'>;

export const TOTALS: FigureName[] = [
  'totals.kudos',
  'totals.recognitions',
  'totals.participation_percent',
  'totals.givers',
  'totals.receivers',
  'totals.points',
];
export const HEADLINE: FigureName[] = [
  'headline.reach',
  'headline.gave',
  'headline.nobody_in_90_days',
  'headline.leaders_who_recognised',
  'headline.recognitions_per_100',
  'headline.concentration',
  'headline.between_areas',
  'headline.stage_tagged',
  'headline.reach_gap',
  'headline.newcomers',
];

const COUNTS = new Set<FigureName>([
  ...TOTALS.filter((name) => name !== 'totals.participation_percent'),
  'headline.recognitions_per_100',
  'headline.reach_gap',
]);
// Whom one can do something for. There is no list of who does not give.
const PEOPLE: Partial<Record<FigureName, ListName>> = {
  'totals.receivers': 'recognised',
  'headline.reach': 'unrecognised',
  'headline.nobody_in_90_days': 'silent90',
  'headline.recognitions_per_100': 'recognised',
  'headline.concentration': 'recognised',
  'headline.newcomers': 'newcomers_unrecognised',
};
const KUDOS: Partial<Record<FigureName, Query>> = {
  'totals.kudos': { figure: 'totals.kudos' },
  'totals.recognitions': { figure: 'totals.recognitions' },
  'headline.leaders_who_recognised': { figure: 'directions', direction: 'down' },
  'headline.between_areas': { figure: 'headline.between_areas' },
  'headline.stage_tagged': { figure: 'headline.stage_tagged' },
};

/** Why nothing may be shown behind a figure that leads nowhere. */
export const NOTHING_BEHIND: Partial<Record<FigureName, Key>> = {
  'totals.participation_percent': 'noListOfGivers',
  'totals.givers': 'noListOfGivers',
  'totals.points': 'pointsAreTheirs',
  'headline.gave': 'noListOfGivers',
};

export const isPercent = (name: FigureName): boolean => !COUNTS.has(name);

export function valueOf(counted: Counted | TrendMonth, name: FigureName): number | null {
  const [part, key] = name.split('.') as ['totals' | 'headline', string];
  return part === 'totals' ? counted.totals[key as Total] : counted.headline[key as HeadlineName].value;
}

export function fractionOf(
  counted: Counted,
  name: FigureName,
): { numerator: number; denominator: number } | null {
  const [part, key] = name.split('.');
  if (part === 'totals') return null;
  const { numerator, denominator } = counted.headline[key as HeadlineName];
  return numerator === null || denominator === null ? null : { numerator, denominator };
}

/** What one can look at behind a figure, if anything. */
export function placeOf(name: FigureName, month: string, department: string): string | null {
  if (name === 'headline.reach_gap') return '#groups';
  const list = PEOPLE[name];
  if (list) return reportAddress(month, 'people', { list, department });
  const kudos = KUDOS[name];
  return kudos ? reportAddress(month, 'kudos', { ...kudos, department }) : null;
}
