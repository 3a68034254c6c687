// The pages of the month report have more to say than all others, and only to those who open one.

import { alsoWords, pagesWords } from './text.svelte';

const REPORTS = { es: () => import('./es.reports'), en: () => import('./en.reports') };

export async function reportsWords(): Promise<void> {
  await Promise.all([pagesWords(), alsoWords(REPORTS)]);
}
