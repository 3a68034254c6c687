// What may be taken out, and how. The names of columns and kinds are those of `POST /api/exports`.

import type { ExportFormat, ExportKind } from './api';

export const FORMATS: Record<ExportKind, ExportFormat[]> = {
  kudos: ['xlsx', 'csv'],
  people: ['xlsx', 'csv'],
  report: ['pdf', 'xlsx', 'csv', 'json'],
};

export const KINDS = {
  kudos: ['individual', 'team'],
  people: ['employee', 'external'],
  report: [],
} as const satisfies Record<ExportKind, readonly string[]>;

const KUDOS_COLUMNS = [
  'given_at',
  'kudos',
  'giver',
  'giver_name',
  'giver_department',
  'giver_department_name',
  'recipient',
  'recipient_name',
  'recipient_department',
  'recipient_department_name',
  'behaviours',
  'behaviour_names',
  'visibility',
  'via',
  'reached_customer',
  'message',
] as const;
const PEOPLE_COLUMNS = [
  'handle',
  'name',
  'email',
  'department',
  'department_name',
  'site',
  'manager',
  'manager_name',
  'job_title',
  'shift',
  'kind',
  'status',
  'hired_on',
  'seniority_on',
] as const;

export type ExportColumn = (typeof KUDOS_COLUMNS)[number] | (typeof PEOPLE_COLUMNS)[number];
export const COLUMNS: Record<ExportKind, readonly ExportColumn[]> = {
  kudos: KUDOS_COLUMNS,
  people: PEOPLE_COLUMNS,
  report: [],
};
