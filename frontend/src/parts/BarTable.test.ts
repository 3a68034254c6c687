import { render, screen, within } from '@testing-library/svelte';
import { beforeAll, expect, it } from 'vitest';
import { useLanguage } from '../text/text.svelte';
import BarTable from './BarTable.svelte';

beforeAll(() => useLanguage('es'));

it('is a table with a name, heads and figures', () => {
  render(BarTable, {
    caption: 'Al recibir',
    labelHead: 'Comportamiento',
    valueHead: 'Reconocimientos',
    rows: [{ key: 'a', label: 'Recibir bien', value: 1234, stage: 'opening' }],
  });
  const table = screen.getByRole('table', { name: 'Al recibir' });
  const row = within(table).getByRole('row', { name: /Recibir bien/ });
  expect(row.textContent).toContain('1234');
});
