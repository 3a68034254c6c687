import type { QuietMember } from '../api/types';
import { fold } from '../lib/fold';
import { list, t } from '../text/text.svelte';
import type { Chosen } from './chosen';

const SHORTEST_NAME = 3;
const PARTICLES = ['del', 'las', 'los'];
const NAMED_AT_MOST = 3;

/** Of the people and the members of teams, each once. */
export function quietOf(chosen: Chosen[]): QuietMember[] {
  const all = chosen.flatMap((each) => each.discreet ?? []);
  return [...new Map(all.map((each) => [each.handle, each])).values()];
}

/** The quiet ones whom the text itself names, by any of their names or by their handle. */
export function namedInText(quiet: QuietMember[], text: string): QuietMember[] {
  const words = new Set(fold(text).match(/[\p{L}\p{N}._-]+/gu) ?? []);
  const plain = new Set([...words].map((word) => word.replace(/^[._-]+|[._-]+$/g, '')));
  const isSaid = (name: string) =>
    name.length >= SHORTEST_NAME && !PARTICLES.includes(name) && plain.has(name);
  return quiet.filter(({ handle, name, full_name }) =>
    fold(`${handle} ${name} ${full_name}`).split(' ').some(isSaid),
  );
}

/** A department may have many of them. */
export function namesOf(quiet: QuietMember[]): string {
  const names = quiet.map((each) => each.name);
  const rest = names.length - NAMED_AT_MOST;
  return list(rest > 1 ? [...names.slice(0, NAMED_AT_MOST), t('others', { n: rest })] : names);
}
