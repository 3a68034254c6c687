// Everything that a page of the report shows is in its address: reload, back and a shared link give the same page.

export type Part = '' | 'areas' | 'people' | 'network' | 'kudos' | 'team';
export type Query = Record<string, string | null | undefined>;

const MEANS_NONE = new Set(['giver_department', 'receiver_department']); // people without an area

export function reportAddress(month: string, part: Part = '', query: Query = {}): string {
  const path = ['/reports', month, part].filter(Boolean).join('/');
  const chosen = Object.entries(query).filter(
    (pair): pair is [string, string] => Boolean(pair[1]) || (pair[1] === '' && MEANS_NONE.has(pair[0])),
  );
  return chosen.length ? `${path}?${new URLSearchParams(chosen)}` : path;
}

export function exportAddress(month: string, format: string, department: string, locale: string): string {
  const query = new URLSearchParams({ format, locale, ...(department && { department }) });
  return `/api/reports/${month}/export?${query}`;
}
