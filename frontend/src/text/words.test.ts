// Every text that a part of the client says is there when it is shown: the first dictionary with the first page, the pages' with the
// parts that await it.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import esPages from './es.pages';

const SOURCE = join(import.meta.dirname, '..');
const FILES = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter(
    (name) => /\.(svelte|ts)$/.test(name) && !/\.(test|d)\.ts$/.test(name) && !name.startsWith('gallery'),
  )
  .map((name) => join(SOURCE, name));
const CODE = new Map(FILES.map((file) => [file, readFileSync(file, 'utf8')]));
const KEYS = Object.keys(esPages);

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

function spoken(file: string): string[] {
  const said = [...CODE.get(file)!.matchAll(/\bt\(\s*['`]([^'`$]+)(\$?)/g)];
  return said.flatMap(([, text, goesOn]) =>
    KEYS.filter((key) =>
      goesOn ? key.startsWith(text!) && !key.slice(text!.length).includes('-') : key === text,
    ),
  );
}

const MAIN = withAll(join(SOURCE, 'main.ts'));
const PARTS = [...new Set(FILES.flatMap(lazily))].filter((file) => !file.includes('/text/'));

test('what comes first says nothing of the pages’ dictionary', () => {
  expect([...MAIN].flatMap(spoken)).toEqual([]);
});

test.each(PARTS.map((file) => [file.slice(SOURCE.length + 1), file]))('%s has its words', (_, file) => {
  const own = [...withAll(file)].filter((each) => !MAIN.has(each));
  const isAwaited = own.some((each) => CODE.get(each)!.includes('await pagesWords()'));
  expect(isAwaited ? [] : own.flatMap(spoken)).toEqual([]);
});
