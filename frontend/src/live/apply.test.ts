import { describe, expect, it } from 'vitest';
import type { Item } from '../api/types';
import { apply, upsert } from './apply';

const item = (id: string, given_at: string, message = ''): Item => ({ id, given_at, message }) as Item;
const old = item('a', '2026-10-01T10:00:00+00:00');
const middle = item('b', '2026-10-01T10:00:00.5+00:00');
const young = item('c', '2026-10-02T10:00:00+00:00');

describe('apply', () => {
  it('puts an item in its place, newest first', () => {
    expect([old, young, middle].reduce(upsert, []).map((each) => each.id)).toEqual(['c', 'b', 'a']);
  });

  it('orders items of the same moment by id', () => {
    const twins = [item('1', old.given_at), item('2', old.given_at)];
    expect(twins.reduce(upsert, []).map((each) => each.id)).toEqual(['2', '1']);
  });

  it('never shows an item twice, and shows its newest words', () => {
    const edited = item('a', old.given_at, 'edited');
    const items = apply([young, old], { kind: 'kudos.given', position: 9, at: '', item: edited });
    expect(items).toEqual([young, edited]);
  });

  it('takes out what was removed and leaves the rest alone', () => {
    const items = [young, old];
    expect(apply(items, { kind: 'item.removed', position: 9, at: '', id: 'a' })).toEqual([young]);
    expect(apply(items, { kind: 'item.removed', position: 9, at: '', id: 'z' })).toBe(items);
    expect(apply(items, { kind: 'person.changed', position: 9, at: '' })).toBe(items);
  });
});
