import { describe, expect, it } from 'vitest';
import { Board, MOST_ITEMS } from './board';
import type { WallItem } from './types';

function item(id: string, minute: number, message = 'Gracias.'): WallItem {
  const given_at = new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString();
  return {
    id,
    kind: 'kudos',
    given_at,
    giver: { name: 'Ana' },
    recipients: [],
    teams: [],
    behaviours: [],
    message,
  };
}

describe('the board', () => {
  it('keeps each id once, newest first', () => {
    const board = new Board();
    expect(board.upsert(item('a', 1))).toBe(true);
    expect(board.upsert(item('b', 2))).toBe(true);
    expect(board.upsert(item('a', 1, 'Mil gracias.'))).toBe(false);
    expect(board.ids()).toEqual(['b', 'a']);
    expect(board.get('a')?.message).toBe('Mil gracias.');
  });

  it('keeps the newest only', () => {
    const board = new Board();
    for (let minute = 1; minute <= MOST_ITEMS + 1; minute++) board.upsert(item(`i${minute}`, minute));
    expect(board.items).toHaveLength(MOST_ITEMS);
    expect(board.get('i1')).toBeUndefined();
    expect(board.upsert(item('old', 0))).toBe(false);
  });

  it('takes the list of the server for its own and says what changed', () => {
    const board = new Board();
    board.upsert(item('a', 1));
    board.upsert(item('b', 2));
    expect(board.replace([item('c', 3), item('b', 2)])).toEqual({
      came: ['c'],
      went: ['a'],
    });
    expect(board.remove('b')).toBe(true);
    expect(board.remove('b')).toBe(false);
  });

  it('forgets what is old where nobody can take it back', () => {
    const board = new Board();
    board.upsert(item('a', 1));
    board.upsert(item('b', 30));
    expect(board.forgetOlderThan(Date.UTC(2026, 10, 21, 12, 10))).toEqual(['a']);
  });
});
