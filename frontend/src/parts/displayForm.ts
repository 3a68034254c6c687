// What a form of a display holds, and what of it was changed.

import type { components } from '../schema';
import type { DisplayView } from '../api/types';

export type DisplayFields = Omit<components['schemas']['DisplayChange'], 'version'>;
export type FilledFields = Required<DisplayFields>;

export const NAMES = [
  'name',
  'location',
  'place',
  'departments',
  'others',
  'scenes',
  'locale',
  'theme',
  'time_zone',
  'quiet_from',
  'quiet_until',
] as const;

export function fieldsOf(display: DisplayView): FilledFields {
  return Object.fromEntries(NAMES.map((name) => [name, display[name]])) as unknown as FilledFields;
}

export function newFields(locale: 'es' | 'en'): FilledFields {
  return {
    name: '',
    location: '',
    place: 'internal',
    departments: [],
    others: false,
    scenes: null,
    locale,
    theme: 'dark',
    time_zone: null,
    quiet_from: null,
    quiet_until: null,
  };
}

/** Only what differs travels, so that what a colleague changed meanwhile is not undone unseen. */
export function changes(before: FilledFields, now: FilledFields): DisplayFields {
  const differs = NAMES.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  return Object.fromEntries(differs.map((name) => [name, now[name]]));
}

/** After a conflict: what the display is now, and on top of it what was typed here. */
export function merged(before: FilledFields, typed: FilledFields, current: FilledFields): FilledFields {
  return { ...current, ...changes(before, typed) } as FilledFields;
}

export function toggled(list: string[], value: string, isOn: boolean): string[] {
  return isOn ? [...list.filter((each) => each !== value), value] : list.filter((each) => each !== value);
}

/** All of them is no choice: a scene that comes later is shown too. */
export function chosenScenes(
  all: string[],
  chosen: string[] | null,
  scene: string,
  isOn: boolean,
): string[] | null {
  const now = toggled(chosen ?? all, scene, isOn);
  const ordered = all.filter((each) => now.includes(each));
  return ordered.length === all.length ? null : ordered;
}
