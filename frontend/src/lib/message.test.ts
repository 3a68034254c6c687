import { describe, expect, it } from 'vitest';
import { blocks, pieces } from './message';

describe('pieces', () => {
  it('knows emphasis, mentions and links', () => {
    expect(pieces('**Gracias** @ana.paz, *de verdad*: https://a.example/x.')).toEqual([
      { kind: 'strong', text: 'Gracias' },
      { kind: 'text', text: ' ' },
      { kind: 'mention', text: '@ana.paz', handle: 'ana.paz' },
      { kind: 'text', text: ', ' },
      { kind: 'em', text: 'de verdad' },
      { kind: 'text', text: ': ' },
      { kind: 'link', text: 'https://a.example/x', href: 'https://a.example/x' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('leaves mail addresses, products and lone stars alone', () => {
    for (const text of ['ana@almarena.example', '3*4*5 = 60', 'a * b * c', '<b>x</b>']) {
      expect(pieces(text)).toEqual([{ kind: 'text', text }]);
    }
  });

  it('makes a link of http addresses only', () => {
    expect(pieces('[x](javascript:alert(1))')[0]?.kind).toBe('text');
    expect(pieces('[x](https://a.example)')).toEqual([
      { kind: 'link', text: 'x', href: 'https://a.example' },
    ]);
  });
});

describe('blocks', () => {
  it('splits paragraphs and lists', () => {
    expect(blocks('uno\ndos\n\n- tres\n- cuatro').map((each) => [each.kind, each.lines.length])).toEqual([
      ['paragraph', 2],
      ['list', 2],
    ]);
  });
});
