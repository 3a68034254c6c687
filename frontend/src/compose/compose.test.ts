import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { matches, recent, remember, type Chosen } from './chosen';
import { forgetAllBut } from '../lib/store';
import { begunMention } from './mention';
import { emptyDraft, forgetDraft, keepDraft, keptDraft } from './draft';
import { useLanguage } from '../text/text.svelte';
import { namedInText, namesOf, quietOf } from './quiet';
import { attemptOf, bodyOf } from './send';

const chosen = (key: string, name = key, isTeam = false): Chosen => ({ key, name, about: '', isTeam });

beforeEach(() => localStorage.clear());
beforeAll(() => useLanguage('es'));

describe('whom one looks for', () => {
  it('is found by the beginning of any name, without accents', () => {
    expect(matches(chosen('ines', 'Inés Muñoz'), 'mun')).toBe(false);
    expect(matches(chosen('ines', 'Inés Muñoz'), 'MUÑ ine')).toBe(true);
    expect(matches(chosen('ines', 'Inés Muñoz'), 'nes')).toBe(false);
  });

  it('is remembered, the last first, each once', () => {
    remember('ana', [chosen('a'), chosen('b')]);
    remember('ana', [chosen('b')]);
    expect(recent('ana').map((each) => each.key)).toEqual(['b', 'a']);
    expect(recent('bruno')).toEqual([]);
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
    expect(localStorage.length).toBe(0);
  });

  it('goes with everything else of who signs out, and of others who were here', () => {
    keepDraft('ana', { ...emptyDraft(), message: 'Gracias' });
    keepDraft('bruno', { ...emptyDraft(), message: 'Gracias' });
    forgetAllBut('bruno');
    expect([keptDraft('ana').message, keptDraft('bruno').message]).toEqual(['', 'Gracias']);
    forgetAllBut(null);
    expect(localStorage.length).toBe(0);
  });

  it('that was sent takes nothing away that another tab has begun', () => {
    const sent = { ...emptyDraft(), message: 'Gracias', attempt: { body: '', key: 'k' } };
    keepDraft('ana', { ...emptyDraft(), message: 'Otra cosa' });
    forgetDraft('ana', sent);
    expect(keptDraft('ana').message).toBe('Otra cosa');
    keepDraft('ana', sent);
    forgetDraft('ana', sent);
    expect(localStorage.length).toBe(0);
  });
});

describe('sending', () => {
  it('tells people from teams', () => {
    const draft = {
      ...emptyDraft(10),
      chosen: [chosen('ana'), chosen('nomina', 'Nómina', true)],
      message: ' Gracias ',
    };
    expect(bodyOf(draft)).toMatchObject({
      recipients: ['ana'],
      teams: ['nomina'],
      message: 'Gracias',
      points: 10,
    });
  });

  it('keeps the key of the same words and changes it with them', () => {
    const first = { ...emptyDraft(), message: 'Gracias' };
    const attempt = attemptOf(first);
    keepDraft('ana', { ...first, attempt });
    const again = keptDraft('ana');
    expect(attemptOf(again).key).toBe(attempt.key);
    expect(attemptOf({ ...again, message: 'Gracias.' }).key).not.toBe(attempt.key);
  });
});

describe('a discreet person', () => {
  const rosa = { handle: 'rosa.paz', name: 'Rosi', full_name: 'Rosa del Paz' };
  const team = { ...chosen('cierre', 'Cierre', true), discreet: [rosa] };

  it('is betrayed by any of their names or their handle, not by a part of a word', () => {
    for (const text of ['Gracias, ROSA!', 'gracias @rosa.paz.', 'Rosi lo arregló'])
      expect(namedInText([rosa], text)).toEqual([rosa]);
    for (const text of ['Una rosaleda preciosa', 'El informe del lunes'])
      expect(namedInText([rosa], text)).toEqual([]);
  });

  it('counts once, by name and through teams', () => {
    const byName = { ...chosen('rosa.paz', 'Rosi'), discreet: [rosa] };
    expect(quietOf([byName, team, chosen('ana')])).toEqual([rosa]);
  });

  it('of many is counted rather than named', () => {
    const many = ['Ana', 'Bruno', 'Carla', 'Diego', 'Elsa'].map((name) => ({ ...rosa, handle: name, name }));
    expect(namesOf(many.slice(0, 4))).toBe('Ana, Bruno, Carla y Diego');
    expect(namesOf(many)).toBe('Ana, Bruno, Carla y 2 personas más');
  });
});

describe('a mention', () => {
  it('begins with an @ before which no word stands', () => {
    expect(begunMention('Gracias a @mu')).toBe('mu');
    expect(begunMention('(@')).toBe('');
    expect(begunMention('ana@example')).toBeUndefined();
    expect(begunMention('@muñoz llamó')).toBeUndefined();
  });
});

describe('an empty draft', () => {
  it('has the points that the organisation proposes, a kept one its own', () => {
    expect(keptDraft('ana', 15).points).toBe(15);
    keepDraft('ana', { ...emptyDraft(15), message: 'Gracias', points: 5 });
    expect(keptDraft('ana', 15).points).toBe(5);
  });
});
