import { describe, expect, it } from 'vitest';
import { changes, chosenScenes, merged, newFields } from './displayForm';

describe('the form of a display', () => {
  it('sends only what differs', () => {
    const before = newFields('es');
    expect(changes(before, { ...before, name: 'Comedor', departments: ['VE'] })).toEqual({
      name: 'Comedor',
      departments: ['VE'],
    });
  });

  it('keeps what was typed on top of what a colleague changed', () => {
    const before = newFields('es');
    const current = { ...before, location: 'Piso 2', name: 'Sala' };
    expect(merged(before, { ...before, name: 'Comedor' }, current)).toEqual({ ...current, name: 'Comedor' });
  });

  it('takes all scenes for no choice, and keeps their order', () => {
    const all = ['a', 'b', 'c'];
    const two = chosenScenes(all, null, 'a', false);
    expect(two).toEqual(['b', 'c']);
    expect(chosenScenes(all, ['c'], 'a', true)).toEqual(['a', 'c']);
    expect(chosenScenes(all, two, 'a', true)).toBeNull();
  });
});
