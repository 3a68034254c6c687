// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import sprite from '../../../seeds/catalogue/symbols.svg?raw';
import { symbol } from './symbols';

const symbols = [...sprite.matchAll(/<symbol id="([^"]+)"[^>]*>(.*?)<\/symbol>/g)];

describe('a symbol', () => {
  it.each(symbols.map(([, name, drawn]) => [name!, drawn!]))(
    'of the catalogue is drawn whole: %s',
    (name, drawn) => {
      const parts = [...drawn.matchAll(/<(path|circle)\b[^>]*? (?:d|r)="([^"]+)"/g)];
      const copied = [...symbol(name).children];
      expect(copied.map((each) => each.getAttribute('d') ?? each.getAttribute('r'))).toEqual(
        parts.map(([, , d]) => d),
      );
      expect(parts).not.toHaveLength(0);
    },
  );

  it('that this page does not know has another in its place', () => {
    expect(symbol('unicorn').innerHTML).toBe(symbol('sparkles').innerHTML);
  });
});
