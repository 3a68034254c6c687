// Suggests behaviours from what was written, offline. Two kinds of evidence: the catalogue's hint stems, and, weaker, the
// words that a behaviour's own name, definition and example use. What many behaviours share says little. Weaker still is
// what the two areas usually thank each other for: it decides between equals and fills what the text leaves empty.

import { answer, api } from '../api/client';
import type { Behaviour } from '../api/types';
import { fold } from '../lib/fold';

export const LETTERS_NEEDED = 10;
export const SUGGESTED = 3;

const STEM_LETTERS = 5; // how much of a plain word must agree
const PHRASE_WEIGHT = 2.4;
const STEM_WEIGHT = 1.5;
const WORD_WEIGHT = 0.45;
const USUAL_WEIGHT = 0.4; // of the most usual one; each further one weighs half of the one before
const SHORT_STEM = 4;
const LONGEST_ENDING = 3; // of a short stem: "form" finds "forms", not "formidable"

// Long words that say nothing about what was done.
const EMPTY_WORDS = new Set(
  fold(
    'antes cuando donde sobre desde hasta entre nadie todos todas otros otras quien quienes estaba nuestro nuestra ' +
      'después tiene tenía hacer había misma mismo cada aunque entonces nosotros ustedes siempre ' +
      'about after again before could every their there these those which while would others people thing things',
  )
    .split(' ')
    .map((word) => word.slice(0, STEM_LETTERS)),
);

export interface Clue {
  code: string;
  words: string[];
  weight: number;
}

/** Made once for a catalogue. */
export function cluesOf(behaviours: Behaviour[]): Clue[] {
  const clues = behaviours
    .filter((each) => !each.retired)
    .flatMap((each) => [...hints(each), ...ownWords(each)]);
  const holders = new Map<string, Set<string>>();
  for (const { code, words } of clues) {
    const key = words.join(' ');
    holders.set(key, (holders.get(key) ?? new Set()).add(code));
  }
  return clues.map((clue) => ({ ...clue, weight: clue.weight / holders.get(clue.words.join(' '))!.size }));
}

/** The codes that the text speaks of most, the best first; none when nothing speaks for any. */
export function suggest(text: string, clues: Clue[], usual: string[] = [], most = SUGGESTED): string[] {
  if (letters(text) < LETTERS_NEEDED) return [];
  const words = wordsOf(text);
  const known = usual.filter((code) => clues.some((clue) => clue.code === code));
  const scores = new Map(known.map((code, rank) => [code, USUAL_WEIGHT / 2 ** rank]));
  for (const clue of clues) {
    if (isIn(words, clue.words)) scores.set(clue.code, (scores.get(clue.code) ?? 0) + clue.weight);
  }
  return [...scores.entries()]
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([code]) => code);
}

/** What one's own area usually thanks this one for, the most usual first. */
export const usualIn = (code: string): Promise<string[]> =>
  answer(api.GET('/api/departments/{code}/behaviours', { params: { path: { code } } }));

function hints({ code, hints }: Behaviour): Clue[] {
  return [...hints.es, ...hints.en].map((hint) => {
    const words = wordsOf(hint);
    return { code, words, weight: words.length > 1 ? PHRASE_WEIGHT : STEM_WEIGHT };
  });
}

function ownWords({ code, texts }: Behaviour): Clue[] {
  const said = [texts.es, texts.en].flatMap(({ name, definition, example }) =>
    wordsOf(`${name} ${definition} ${example}`),
  );
  const stems = new Set(
    said.filter((word) => word.length >= STEM_LETTERS).map((word) => word.slice(0, STEM_LETTERS)),
  );
  return [...stems]
    .filter((stem) => !EMPTY_WORDS.has(stem))
    .map((stem) => ({ code, words: [stem], weight: WORD_WEIGHT }));
}

/** The words of a clue one after the other; of the last one the beginning is enough. */
function isIn(words: string[], clue: string[]): boolean {
  return words.some((_, start) =>
    clue.every((each, at) => agrees(words[start + at], each, at === clue.length - 1)),
  );
}

function agrees(word: string | undefined, wanted: string, isLast: boolean): boolean {
  if (word === undefined || !isLast) return word === wanted;
  const most = wanted.length <= SHORT_STEM ? wanted.length + LONGEST_ENDING : Infinity;
  return word.startsWith(wanted) && word.length <= most;
}

const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;
