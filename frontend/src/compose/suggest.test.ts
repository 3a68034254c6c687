import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.fixture';
import { SENTENCES } from './sentences';
import { cluesOf, suggest } from './suggest';

const WANTED = 30;
const clues = cluesOf(catalogue());

describe('suggest', () => {
  it('waits for ten letters', () => {
    expect(suggest('paciencia', clues)).toEqual([]);
    expect(suggest('con paciencia', clues)[0]).toBe('patience');
  });

  it('does not mind accents and capitals', () => {
    expect(suggest('ME EXPLICÓ TODO', clues)).toContain('patience');
  });

  it('offers three at most, and none for a text that says nothing', () => {
    expect(suggest('Sin que nadie lo pidiera nos avisó rápido y con amabilidad', clues)).toHaveLength(3);
    expect(suggest('xxxxxxxxxx yyyyyyyyyy', clues)).toEqual([]);
  });

  it('lets what two areas usually thank each other for fill the rest and decide between equals, no more', () => {
    const usual = ['ownership', 'courtesy'];
    expect(suggest('xxxxxxxxxx yyyyyyyyyy', clues, usual)).toEqual(usual);
    expect(suggest('con mucha paciencia', clues, usual)[0]).toBe('patience');
    expect(suggest('corto', clues, usual)).toEqual([]);
    expect(suggest('xxxxxxxxxx yyyyyyyyyy', clues, ['retired-or-unknown'])).toEqual([]);
  });

  it('leaves out what is retired', () => {
    const retired = catalogue().map((each) => ({ ...each, retired: each.code === 'patience' }));
    expect(suggest('con mucha paciencia', cluesOf(retired))).not.toContain('patience');
  });

  it(`finds the right behaviour for at least ${WANTED} of ${SENTENCES.length} sentences`, () => {
    const missed = SENTENCES.filter(([code, text]) => !suggest(text, clues).includes(code));
    expect(
      SENTENCES.length - missed.length,
      `missed: ${JSON.stringify(missed, null, 1)}`,
    ).toBeGreaterThanOrEqual(WANTED);
  });
});
