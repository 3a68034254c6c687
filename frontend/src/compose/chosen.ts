import type { Person, QuietMember } from '../api/types';
import { fold } from '../lib/fold';
import { keepOf, keptOf } from '../lib/store';

const RECENT = 'recent';
const RECENT_KEPT = 6;

/** Somebody, a team or an area in the field "to whom". `key` is a handle or a code. */
export interface Chosen {
  key: string;
  name: string;
  about: string;
  isTeam: boolean;
  id?: string;
  /** The code of their area, or its own. */
  area?: string;
  /** Of these, oneself or members, others will not see the names. */
  discreet?: QuietMember[];
}

export function fromPerson({ id, handle, name, full_name, job_title, department, quiet }: Person): Chosen {
  const about = [job_title, department?.name].filter(Boolean).join(' · ');
  const discreet = quiet ? [{ handle, name, full_name }] : [];
  return { key: handle, name, about, isTeam: false, id, area: department?.code, discreet };
}

export const isSame = (one: Chosen, other: Chosen): boolean =>
  one.key === other.key && one.isTeam === other.isTeam;

/** Every word typed begins a word of the name, or stands in what is known about it. */
export function matches({ name, about }: Chosen, typed: string): boolean {
  const within = ` ${fold(name)} ${fold(about)}`;
  return fold(typed)
    .split(' ')
    .every((word) => within.includes(` ${word}`));
}

export const recent = (owner: string): Chosen[] => keptOf<Chosen[]>(owner, RECENT) ?? [];

export function remember(owner: string, chosen: Chosen[]): void {
  const others = recent(owner).filter((each) => !chosen.some((one) => isSame(one, each)));
  keepOf(owner, RECENT, [...chosen, ...others].slice(0, RECENT_KEPT));
}
