import { fold } from '../lib/fold';
import type { Chosen } from './chosen';

const SHORTEST_NAME = 3;

export const quietOf = (chosen: Chosen[]): Chosen[] => chosen.filter((each) => each.quiet);

/** The quiet ones whom the text itself names, by any of their names or by their handle. */
export function namedInText(quiet: Chosen[], text: string): Chosen[] {
  const words = new Set(fold(text).match(/[\p{L}\p{N}._-]+/gu) ?? []);
  const plain = new Set([...words].map((word) => word.replace(/^[._-]+|[._-]+$/g, '')));
  return quiet.filter(({ name, key }) =>
    [fold(key), ...fold(name).split(' ')].some((word) => word.length >= SHORTEST_NAME && plain.has(word)),
  );
}
