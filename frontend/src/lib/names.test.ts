import { expect, it } from 'vitest';
import type { Item } from '../api/types';
import { useLanguage } from '../text/text.svelte';
import { glued, namesOf, shortened, thanked } from './names';

const person = (name: string, named = true) => ({ id: name, handle: name, name, department: null, named });
const item = (some: Partial<Item>): Item => ({
  id: '1',
  kind: 'kudos',
  given_at: '2026-11-21T17:00:00Z',
  giver: person('Rosa'),
  recipients: [],
  teams: [],
  behaviours: [],
  message: '',
  message_html: '',
  visibility: 'public',
  reached_customer: null,
  edited_at: null,
  picture: null,
  reactions: [],
  comments: 0,
  boosts: { count: 0, people: [], reaches: 0 },
  ...some,
});

it('names the team and who was chosen by name, not the members', async () => {
  await useLanguage('es');
  const teams = [{ code: 'AL', name: 'Almacén' }];
  expect(namesOf(item({ teams, recipients: [person('Isabel'), person('Bruno', false)] }))).toEqual([
    'Almacén',
    'Isabel',
  ]);
});

it('joins names as the language does', async () => {
  await useLanguage('es');
  const recipients = ['Ana', 'Bruno', 'Isabel'].map((name) => person(name));
  expect(glued(shortened(thanked(item({ recipients }))))).toEqual(['', ', ', ' e ']);
  expect(glued(shortened(thanked(item({ recipients: recipients.slice(0, 1) }))))).toEqual(['']);
});

it('has glue for those who are only counted', async () => {
  await useLanguage('es');
  const recipients = 'ABCDEFG'.split('').map((name) => person(name));
  expect(glued(shortened(thanked(item({ recipients })))).at(-1)).toBe(' y ');
});
