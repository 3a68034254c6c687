// A server that answers from here, so that the gallery needs none.

import text from '../../../seeds/catalogue/behaviours.toml?raw';
import type { Item, Me, Mine } from '../api/types';
import { catalogueOf } from '../compose/catalogue.fixture';
import { pagesWords, useLanguage, type Language } from '../text/text.svelte';

const LONG = 'María de los Ángeles Hernández-Etcheverría de la Torre y Villanueva';
const AREAS = [
  ['AL', 'Almacén'],
  ['FF', 'Finanzas y Facturación'],
  ['SG', 'Servicios Generales y Recepción'],
];

export const people = ['Ana Morales', 'Bruno Cárdenas', 'Rosa Paz', LONG, 'Íñigo Ñúñez', 'X'].map(
  (name, place) => ({
    id: `person-${place}`,
    handle: `person.${place}`,
    name,
    department: AREAS[place % AREAS.length]![0]!,
    named: true,
  }),
);

export const me: Me = {
  id: 'person-0',
  handle: 'person.0',
  name: 'Ana Morales',
  department: 'AL',
  locale: 'es',
  time_zone: null,
  preference: null,
  is_recognised: false,
  on_boards: false,
  roles: ['employee'],
  permissions: [],
  csrf_token: null,
};

export function item(id: string, some: Partial<Item> = {}): Item {
  return {
    id,
    kind: 'kudos',
    given_at: new Date(Date.now() - 3_600_000).toISOString(),
    giver: people[1]!,
    recipients: [people[2]!],
    teams: [],
    behaviours: ['anticipating-needs', 'courtesy'],
    message:
      'Imprimiste las guías antes del corte de luz, sin que **nadie** te lo pidiera. Gracias, @person.2.',
    message_html:
      '<p>Imprimiste las guías antes del corte de luz, sin que <strong>nadie</strong> te lo pidiera. Gracias, <a class="mention" href="/people/person-2">@person.2</a>.</p>',
    visibility: 'public',
    reached_customer: null,
    edited_at: null,
    picture: null,
    reactions: [],
    comments: 0,
    boosts: { count: 0, people: [], reaches: 1 },
    ...some,
  };
}

export const mine = (some: Partial<Mine> = {}): Mine => ({
  points: 0,
  boost_points: 0,
  boosted: false,
  may_withdraw: false,
  may_edit_until: null,
  quiet: [],
  hidden_by_me: false,
  helpers: [],
  reactions: [],
  ...some,
});

export async function pretend(): Promise<void> {
  const answers: Record<string, unknown> = {
    behaviours: catalogueOf(text),
    departments: AREAS.map(([code, name]) => ({ code, name, parent: null, front_line: false })),
    teams: [{ code: 'mesa', name: 'Mesa de Ayuda' }],
    organisation: { name: 'Grupo Almarena', time_zone: 'America/Bogota', locale: 'es', usual_points: 10 },
    allowance: { month: '2026-11-01', granted: 200, spent: 60, left: 140, one_person_limit: 80 },
    people: {
      items: people.map((each) => ({ ...each, department: null, quiet: each.name === 'Rosa Paz' })),
      next: null,
    },
  };
  window.fetch = async (asked) => {
    const address = new URL(asked instanceof Request ? asked.url : String(asked), location.origin);
    const found = answers[address.pathname.split('/')[2] ?? ''];
    return Response.json(found ?? { code: 'not_found', title: 'Aquí no hay nada.' }, {
      status: found ? 200 : 404,
    });
  };
  const language = new URLSearchParams(location.search).get('language') as Language | null;
  await useLanguage(language ?? 'es');
  await pagesWords();
  const { enter } = await import('../api/session.svelte'); // its client takes the fetch that it finds
  await enter(me);
}
