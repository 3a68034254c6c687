// The feed's filter lives in the address: it can be shared, and the back button works.

import type { Filter } from '../api/types';

export const FIELDS = ['behaviour', 'stage', 'department', 'person', 'search'] as const;

export function filterOf(parameters: URLSearchParams): Filter {
  const found = FIELDS.map((field) => [field, parameters.get(field)?.trim()] as const);
  return Object.fromEntries(found.filter(([, value]) => value));
}

export const LONGEST_SEARCH = 200; // letters that the server takes

export const isEmpty = (filter: Filter): boolean => Object.keys(filter).length === 0;

export function changed(filter: Filter, field: keyof Filter, value: string): Filter {
  return Object.fromEntries(Object.entries({ ...filter, [field]: value }).filter(([, each]) => each));
}
