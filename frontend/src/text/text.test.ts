import { expect, it } from 'vitest';
import en from './en';
import enPages from './en.pages';
import es from './es';
import esPages from './es.pages';
import { t, useLanguage } from './text.svelte';

const holes = (text: string | readonly string[]): string[] =>
  [...new Set(String(text).match(/\{\w+\}/g))].sort();

it.each([
  [es, en],
  [esPages, enPages],
])('says the same things with the same values in both languages', (one, other) => {
  expect(Object.keys(other).sort()).toEqual(Object.keys(one).sort());
  for (const [key, text] of Object.entries(one)) {
    expect(holes((other as Record<string, string>)[key]!), key).toEqual(holes(text));
  }
});

it('chooses the form for the number and writes numbers as the language does', async () => {
  await useLanguage('es');
  expect(t('newOnes', { n: 1 })).toBe('1 nuevo');
  expect(t('newOnes', { n: 12345 })).toBe('12.345 nuevos');
  await useLanguage('en');
  expect(t('others', { n: 1 })).toBe('1 more person');
});
