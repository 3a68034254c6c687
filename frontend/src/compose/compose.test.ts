import { beforeEach, describe, expect, it } from 'vitest';
import { matches, recent, remember, type Chosen } from './chosen';
import { emptyDraft, keepDraft, keptDraft } from './draft';
import { namedInText } from './quiet';
import { bodyOf, keyFor } from './send';

const chosen = (key: string, name = key, isTeam = false): Chosen => ({ key, name, about: '', isTeam });

beforeEach(() => localStorage.clear());

describe('whom one looks for', () => {
  it('is found by the beginning of any name, without accents', () => {
    expect(matches(chosen('ines', 'Inés Muñoz'), 'mun')).toBe(false);
    expect(matches(chosen('ines', 'Inés Muñoz'), 'MUÑ ine')).toBe(true);
    expect(matches(chosen('ines', 'Inés Muñoz'), 'nes')).toBe(false);
  });

  it('is remembered, the last first, each once', () => {
    remember([chosen('a'), chosen('b')]);
    remember([chosen('b')]);
    expect(recent().map((each) => each.key)).toEqual(['b', 'a']);
  });
});

describe('a draft', () => {
  it('is kept for its owner alone', () => {
    keepDraft('ana', { ...emptyDraft(), message: 'Gracias' });
    expect(keptDraft('ana').message).toBe('Gracias');
    expect(keptDraft('bruno').message).toBe('');
  });

  it('is not kept without words', () => {
    keepDraft('ana', emptyDraft());
    expect(localStorage.getItem('recognize.draft')).toBeNull();
  });
});

describe('sending', () => {
  it('tells people from teams', () => {
    const draft = {
      ...emptyDraft(),
      chosen: [chosen('ana'), chosen('nomina', 'Nómina', true)],
      message: ' Gracias ',
    };
    expect(bodyOf(draft, false)).toMatchObject({
      recipients: ['ana'],
      teams: ['nomina'],
      message: 'Gracias',
      points: 10,
    });
  });

  it('keeps the key of the same words and changes it with them', () => {
    expect(keyFor('x')).toBe(keyFor('x'));
    expect(keyFor('x')).not.toBe(keyFor('y'));
  });
});

describe('a discreet person', () => {
  it('is betrayed by any of their names or their handle, not by a part of a word', () => {
    const rosa = chosen('rosa.paz', 'Rosa Paz');
    expect(namedInText([rosa], 'Gracias, ROSA!')).toEqual([rosa]);
    expect(namedInText([rosa], 'gracias @rosa.paz.')).toEqual([rosa]);
    expect(namedInText([rosa], 'Una rosaleda preciosa')).toEqual([]);
  });
});
