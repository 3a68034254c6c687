// The catalogue as the repository has it, read with just enough TOML for that one file.

import text from '../../../seeds/catalogue/behaviours.toml?raw';
import type { Behaviour } from '../api/types';

export const catalogue = (): Behaviour[] => catalogueOf(text);

export function catalogueOf(toml: string): Behaviour[] {
  return toml
    .split('[[behaviour]]')
    .slice(1)
    .map((part) => {
      const line = (name: string) => part.match(new RegExp(`^${name} = (.*)$`, 'm'))![1]!;
      const table = (written: string) => JSON.parse(written.replace(/(\w+) = (?=["[])/g, '"$1": ')) as never;
      return {
        code: JSON.parse(line('code')),
        stage: JSON.parse(line('stage')),
        group: JSON.parse(line('group')),
        icon: JSON.parse(line('icon')),
        first: line('first') === 'true',
        texts: { es: table(line('es')), en: table(line('en')) },
        hints: table(line('hints')),
        retired: false,
      } as Behaviour;
    });
}
