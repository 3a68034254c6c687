import { describe, expect, it } from 'vitest';
import { AT_LEAST_MS, Director, SLIDE_MS } from './director';

function directorOf(...ids: string[]): { director: Director; ids: string[] } {
  return { director: new Director(() => ids), ids };
}

describe('what is on the screen next', () => {
  it('shows the rotation in turn, newest first, and begins again', () => {
    const { director } = directorOf('c', 'b', 'a');
    const shown = [0, 1, 2, 3].map((turn) => director.advance(turn));
    expect(shown.map((slide) => slide.kind === 'one' && slide.id)).toEqual(['c', 'b', 'a', 'c']);
    expect(director.due(3)).toBe(SLIDE_MS);
  });

  it('is idle without anything and wakes at once', () => {
    const { director, ids } = directorOf();
    expect(director.advance(0)).toEqual({ kind: 'idle' });
    ids.push('a');
    director.arrived('a');
    expect(director.due(1)).toBe(0);
    expect(director.advance(1)).toEqual({ kind: 'one', id: 'a', isNew: true });
  });

  it('lets a new kudos interrupt an old one at once, and gives a new one its time', () => {
    const { director } = directorOf('a');
    director.advance(0);
    director.arrived('b');
    expect(director.due(100)).toBe(0);
    director.advance(100);
    expect(director.due(100)).toBe(SLIDE_MS);
    director.arrived('c');
    expect(director.due(100)).toBe(AT_LEAST_MS);
  });

  it('groups a burst, and goes on with the rotation where it was', () => {
    const { director } = directorOf('z', 'y', 'x');
    director.advance(0);
    for (const id of ['a', 'b', 'c', 'd']) director.arrived(id);
    expect(director.advance(1)).toMatchObject({ id: 'a', isNew: true });
    expect(director.advance(2)).toEqual({
      kind: 'burst',
      ids: ['b', 'c', 'd'],
    });
    director.arrived('c');
    expect(director.waiting).toEqual([]);
    expect(director.advance(3)).toEqual({ kind: 'one', id: 'y', isNew: false });
  });

  it('says whether what is gone was on the screen', () => {
    const { director } = directorOf('a');
    director.advance(0);
    for (const id of ['b', 'c', 'd', 'e']) director.arrived(id);
    expect(director.gone('a')).toBe(true);
    expect(director.gone('e')).toBe(false);
    director.advance(1);
    director.arrived('f');
    director.advance(2);
    expect(director.gone('c')).toBe(true);
    expect(director.slide).toEqual({ kind: 'burst', ids: ['d', 'f'] });
  });
});
