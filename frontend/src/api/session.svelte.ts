// Who is signed in, and what every page needs to know of the organisation.

import { chosenLanguage, LANGUAGES, useLanguage } from '../text/text.svelte';
import { useZone } from '../text/time.svelte';
import { disconnect } from '../live/live.svelte';
import { forgetAllBut } from '../lib/store';
import { answer, api, onSignedOut, useCsrf } from './client';
import type { Behaviour, Department, Me, Organisation, Team } from './types';

const CSRF_COOKIE = 'recognize_csrf=';

interface Facts {
  behaviours: Behaviour[];
  departments: Department[];
  teams: Team[];
  organisation: Organisation;
}

let status = $state<'unknown' | 'visitor' | 'signed-in' | 'unreachable'>('unknown');
let me = $state.raw<Me | null>(null);
let facts = $state.raw<Facts | null>(null);

const behavioursByCode = $derived(new Map(facts?.behaviours.map((each) => [each.code, each])));
const departmentsByCode = $derived(new Map(facts?.departments.map((each) => [each.code, each])));

export const session = {
  get status() {
    return status;
  },
  /** Only for what is shown to who is signed in. */
  get me() {
    return me!;
  },
  get facts() {
    return facts!;
  },
};

export const behaviourOf = (code: string): Behaviour | undefined => behavioursByCode.get(code);
export const departmentName = (code: string | null): string | undefined =>
  code ? departmentsByCode.get(code)?.name : undefined;
export const may = (permission: string): boolean => me?.permissions.includes(permission) ?? false;
export const isAdministrator = (): boolean => me?.roles.includes('administrator') ?? false;

onSignedOut(leave);

/** With the cookie of an earlier visit, or as a visitor. */
export async function resume(): Promise<void> {
  status = 'unknown';
  if (!document.cookie.includes(CSRF_COOKIE)) return leave();
  const [found] = await Promise.all([answer(api.GET('/api/me')), readFacts()]).catch((problem) => {
    if (problem.status !== 401) status = 'unreachable';
    return [];
  });
  if (found) await become(found);
}

export async function signIn(login: string, password: string): Promise<void> {
  await enter(await answer(api.POST('/api/session', { body: { login, password } })));
}

export async function enter(found: Me): Promise<void> {
  await readFacts();
  await become(found);
}

export async function signOut(): Promise<void> {
  await answer(api.DELETE('/api/session')).catch(() => undefined);
  forgetAllBut(null);
  leave();
}

/** What a person changed about themselves. */
export function changeMe(changed: Partial<Me>): void {
  if (me) be({ ...me, ...changed });
}

/** What an administrator changed about the organisation. */
export function changeOrganisation(organisation: Organisation): void {
  if (facts) facts = { ...facts, organisation };
}

async function become(found: Me): Promise<void> {
  useCsrf(found.csrf_token);
  forgetAllBut(found.id);
  const own = LANGUAGES.find((each) => each === found.locale);
  if (own && !chosenLanguage()) await useLanguage(own);
  be(found);
  status = 'signed-in';
}

function be(found: Me): void {
  me = found;
  useZone(found.time_zone ?? session.facts.organisation.time_zone);
}

async function readFacts(): Promise<void> {
  const [behaviours, departments, teams, organisation] = await Promise.all([
    answer(api.GET('/api/behaviours')),
    answer(api.GET('/api/departments')),
    answer(api.GET('/api/teams')),
    answer(api.GET('/api/organisation')),
  ]);
  facts = { behaviours, departments, teams, organisation };
}

/** What was kept for a dead server belongs to the person who leaves; what they had begun waits for their next sign-in. */
function leave(): void {
  disconnect();
  useCsrf(null);
  me = null;
  status = 'visitor';
  navigator.serviceWorker?.controller?.postMessage('forget');
}
