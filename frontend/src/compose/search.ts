// Whom the field offers: recent ones first, then people as the server finds them, teams and areas.

import { answer, api } from '../api/client';
import { session } from '../api/session.svelte';
import type { QuietMember } from '../api/types';
import { t } from '../text/text.svelte';
import { fromPerson, isSame, matches, recent, type Chosen } from './chosen';

export const OFFERED = 7;
const PEOPLE_ASKED = 30; // the server finds what is typed anywhere in a name, too

/** At once, from what is known here. */
export function offersHere(typed: string, chosen: Chosen[]): Chosen[] {
  const known = recent(session.me.id);
  const pool = typed ? [...known, ...groups()] : known;
  return offered(
    pool.filter((each) => !typed || matches(each, typed)),
    chosen,
  );
}

/** With the people of the directory; without anything typed or recent, one's own area. */
export async function offersEverywhere(typed: string, chosen: Chosen[]): Promise<Chosen[]> {
  const here = recent(session.me.id).filter((each) => !typed || matches(each, typed));
  if (!typed && here.length) return offered(here, chosen);
  const query = typed ? { search: typed } : { department: session.me.department ?? undefined };
  const page = await answer(api.GET('/api/people', { params: { query: { ...query, limit: PEOPLE_ASKED } } }));
  const people = page.items.map(fromPerson).sort((one, other) => rank(one, typed) - rank(other, typed));
  const found = [...here.map((each) => people.find((one) => isSame(one, each)) ?? each), ...people];
  return offered([...found, ...(typed ? groups().filter((each) => matches(each, typed)) : [])], chosen);
}

/** Names that begin with what is typed are meant before those that hold it. */
const rank = (each: Chosen, typed: string): number => Number(!matches(each, typed));

/** What this browser remembers of somebody may be old, and whether they are quiet must not be. */
export async function asNow(chosen: Chosen): Promise<Chosen> {
  if (chosen.isTeam) return { ...chosen, discreet: await quietMembers(chosen.key) };
  const query = { search: chosen.name, limit: PEOPLE_ASKED };
  const page = await answer(api.GET('/api/people', { params: { query } }));
  const found = page.items.find((each) => each.handle === chosen.key);
  return found ? fromPerson(found) : chosen;
}

const quietMembers = (code: string): Promise<QuietMember[]> =>
  answer(api.GET('/api/teams/{code}/quiet', { params: { path: { code } } }));

function offered(pool: Chosen[], chosen: Chosen[]): Chosen[] {
  const free = pool.filter(
    (each) => each.key !== session.me.handle && !chosen.some((one) => isSame(one, each)),
  );
  return free.filter((each, place) => free.findIndex((one) => isSame(one, each)) === place).slice(0, OFFERED);
}

function groups(): Chosen[] {
  const { teams, departments } = session.facts;
  return [
    ...teams.map(({ code, name }) => ({ key: code, name, about: t('team'), isTeam: true })),
    ...departments.map(({ code, name }) => ({
      key: code,
      name,
      about: t('department'),
      isTeam: true,
      area: code,
    })),
  ];
}
