// Every text that a part of the client says is there when it is shown: the first dictionary with the first page, the others with
// the parts that await them.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import esPages from './es.pages';
import esReports from './es.reports';

const SOURCE = join(import.meta.dirname, '..');
const FILES = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter(
    (name) => /\.(svelte|ts)$/.test(name) && !/\.(test|d)\.ts$/.test(name) && !name.startsWith('gallery'),
  )
  .map((name) => join(SOURCE, name));
const CODE = new Map(FILES.map((file) => [file, readFileSync(file, 'utf8')]));
// The keys of each, and what a part awaits to have them.
const DICTIONARIES: [string[], RegExp][] = [
  [Object.keys(esPages), /await (pages|reports)Words\(\)/],
  [Object.keys(esReports), /await reportsWords\(\)/],
];

function imported(file: string, pattern: RegExp): string[] {
  return [...CODE.get(file)!.matchAll(pattern)]
    .map(([, name]) => join(dirname(file), name!))
    .flatMap((name) => [name, `${name}.ts`].filter((each) => CODE.has(each)));
}
const statics = (file: string) => imported(file, /^\s*(?:import|export)(?! type)[^;]*? from '(\.[^']+)'/gm);
const lazily = (file: string) => imported(file, /import\('(\.[^']+)'\)/g);

function withAll(file: string, known = new Set<string>()): Set<string> {
  if (!known.has(file)) {
    known.add(file);
    for (const each of statics(file)) withAll(each, known);
  }
  return known;
}

function spoken(file: string, keys: string[]): string[] {
  const said = [...CODE.get(file)!.matchAll(/\bt\(\s*['`]([^'`$]+)(\$?)/g)];
  return said.flatMap(([, text, goesOn]) =>
    keys.filter((key) =>
      goesOn ? key.startsWith(text!) && !key.slice(text!.length).includes('-') : key === text,
    ),
  );
}

const MAIN = withAll(join(SOURCE, 'main.ts'));
const PARTS = [...new Set(FILES.flatMap(lazily))].filter((file) => !file.includes('/text/'));

test.each(DICTIONARIES)('what comes first says nothing of the other dictionaries', (keys) => {
  expect([...MAIN].flatMap((file) => spoken(file, keys))).toEqual([]);
});

test.each(PARTS.map((file) => [file.slice(SOURCE.length + 1), file]))('%s has its words', (_, file) => {
  const own = [...withAll(file)].filter((each) => !MAIN.has(each));
  for (const [keys, awaited] of DICTIONARIES) {
    const isAwaited = own.some((each) => awaited.test(CODE.get(each)!));
    expect(isAwaited ? [] : own.flatMap((each) => spoken(each, keys))).toEqual([]);
  }
});
