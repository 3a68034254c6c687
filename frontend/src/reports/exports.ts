// What may be taken out, and how. The names of the columns are those of `POST /api/exports`.

import type { ExportFormat, ExportKind } from './api';

export const FORMATS: Record<ExportKind, ExportFormat[]> = {
  kudos: ['xlsx', 'csv'],
  people: ['xlsx', 'csv'],
  report: ['pdf', 'xlsx', 'csv', 'json'],
};

const KUDOS_COLUMNS = [
  'given_at',
  'giver',
  'giver_name',
  'giver_department',
  'receiver',
  'receiver_name',
  'receiver_department',
  'behaviours',
  'stage',
  'message',
  'visibility',
] as const;
const PEOPLE_COLUMNS = [
  'handle',
  'name',
  'department',
  'site',
  'shift',
  'manager',
  'hired_on',
  'status',
] as const;

export type ExportColumn = (typeof KUDOS_COLUMNS)[number] | (typeof PEOPLE_COLUMNS)[number];
export const COLUMNS: Record<ExportKind, readonly ExportColumn[]> = {
  kudos: KUDOS_COLUMNS,
  people: PEOPLE_COLUMNS,
  report: [],
};
