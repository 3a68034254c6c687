// Says what the dictionaries hold, in the reader's language. Only the dictionary in use is loaded.

import type { Dictionary, Key as FirstKey } from './es';
import type { Dictionary as PagesDictionary, Key as PagesKey } from './es.pages';
import type { Dictionary as ReportsDictionary, Key as ReportsKey } from './es.reports';

export type Language = 'es' | 'en';
export type Key = FirstKey | PagesKey | ReportsKey;
type Values = Record<string, string | number>;

export const LANGUAGES: readonly Language[] = ['es', 'en'];
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufefc]/; // Hebrew, Arabic, Syriac, Thaana, NKo and their forms
const KEPT_AS = 'recognize.language';
const load: Record<Language, () => Promise<{ default: Dictionary }>> = {
  es: () => import('./es'),
  en: () => import('./en'),
};
type More = Record<Language, () => Promise<{ default: PagesDictionary | ReportsDictionary }>>;
const PAGES: More = { es: () => import('./es.pages'), en: () => import('./en.pages') };

let current = $state<Language>('es');
let words = $state.raw<Partial<Dictionary & PagesDictionary & ReportsDictionary>>({});
const wanted = new Set<More>();

export const language = (): Language => current;

/** What this reader chose before, else what the browser prefers. */
export function firstLanguage(): Language {
  return chosenLanguage() ?? (navigator.language.startsWith('en') ? 'en' : 'es');
}

export function chosenLanguage(): Language | null {
  const kept = localStorage.getItem(KEPT_AS);
  return LANGUAGES.find((each) => each === kept) ?? null;
}

export function chooseLanguage(chosen: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, chosen);
  return useLanguage(chosen);
}

export async function useLanguage(chosen: Language): Promise<void> {
  const parts = await Promise.all([load, ...wanted].map((each) => each[chosen]()));
  words = Object.assign({}, ...parts.map((each) => each.default));
  current = chosen;
  document.documentElement.lang = chosen;
}

/** A page beyond the feed waits for this before it shows. */
export const pagesWords = (): Promise<void> => alsoWords(PAGES);

export async function alsoWords(more: More): Promise<void> {
  wanted.add(more);
  const { default: found } = await more[current]();
  words = { ...words, ...found };
}

/** A text with two forms takes the one for the number `n`; numbers are written as the language writes them. */
export function t(key: Key, values: Values = {}): string {
  const text = words[key] ?? key;
  const form = typeof text === 'string' ? text : text[isOne(values.n) ? 0 : 1];
  return form.replace(/\{(\w+)\}/g, (_, name: string) => written(values[name]));
}

function isOne(n: string | number | undefined): boolean {
  return new Intl.PluralRules(current).select(Number(n)) === 'one';
}

function written(value: string | number | undefined): string {
  return typeof value === 'number' ? number(value) : isolated(value ?? '');
}

/** A name from right to left keeps its order to itself (FSI … PDI), whatever it stands between. */
const isolated = (text: string): string => (FROM_RIGHT.test(text) ? `\u2068${text}\u2069` : text);

export const number = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(current, options).format(value);

export const percent = (value: number | null): string => (value === null ? '–' : `${number(value)} %`);

/** "Ana, Luis y Rosa" */
export const list = (parts: string[]): string => new Intl.ListFormat(current).format(parts.map(isolated));
