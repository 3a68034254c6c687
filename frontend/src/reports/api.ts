// What the pages of the month report ask of the server.

import { answer, ask } from '../api/client';
import type { Item, Report as Figures, Stage } from '../api/types';

export type Cell = string | number | boolean | null;
export type SectionRow = Record<string, Cell>;
export type Report = Figures & { sections?: Record<string, SectionRow[]> };

export interface MonthRow {
  month: string;
  closed_at: string | null;
  kudos: number;
  recognitions: number;
  reach_percent: number | null;
  adjustments: number;
}

export interface Adjustment {
  at: string;
  position: number;
  causes: { kind: string; id: string }[];
  changes: { figure: string; from: Cell; to: Cell }[];
}

export interface MonthState {
  month: string;
  is_over: boolean;
  is_closed: boolean;
  closed_at: string | null;
  closed_by: { handle: string; name: string } | null;
  checksum: string | null;
  definition_version: number | null;
  position: number | null;
  closes_at: string | null;
  obstacle: 'month_running' | 'too_early' | 'readers_behind' | null;
  adjustments: Adjustment[];
}

interface Words {
  name: string;
  text: string;
}
export interface Definition {
  figure: string;
  version: number;
  es: Words;
  en: Words;
}

export interface TrendMonth {
  month: string;
  is_closed: boolean;
  totals: Figures['totals'];
  headline: Figures['headline'];
}

export interface KudosPage {
  items: Item[];
  next: string | null;
  total: number;
  recognitions: number;
}

export interface ListedPerson {
  id: string;
  handle: string;
  name: string;
  department: string | null;
  manager: string | null;
}
export interface PeoplePage {
  people: ListedPerson[];
  next: string | null;
  total: number;
}
export const LISTS = ['unrecognised', 'silent90', 'newcomers_unrecognised', 'recognised'] as const;
export type ListName = (typeof LISTS)[number];

export interface BehaviourCount {
  code: string;
  stage: Stage;
  recognitions: number;
}
export interface TeamMonth {
  month: string;
  time_zone: string;
  people: number;
  reach: { value: number | null; numerator: number | null; denominator: number | null };
  recognitions: number;
  behaviours: BehaviourCount[];
  unrecognised: ListedPerson[];
}

interface Side {
  kudos: number;
  recognitions: number;
  people: number;
}
export interface OwnMonth {
  month: string;
  time_zone: string;
  given: Side;
  received: Side;
  behaviours: { code: string; stage: Stage; given: number; received: number }[];
}

export type ExportKind = 'report' | 'kudos' | 'people';
export type ExportFormat = 'csv' | 'xlsx' | 'pdf' | 'json';
export interface ExportWish {
  kind: ExportKind;
  format: ExportFormat;
  month?: string;
  from?: string;
  to?: string;
  departments?: string[];
  columns?: string[];
  locale: 'es' | 'en';
  bom?: boolean;
  delimiter?: string;
}
export interface ExportJob {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  done_rows: number;
  total_rows: number | null;
  file_name: string;
  created_at: string;
}

type Query = Record<string, string | number | null | undefined>;

const get = <T>(path: string, query: Query = {}): Promise<T> =>
  answer(ask('GET', `/api/${path}`, { params: { query: given(query) } })) as Promise<T>;
const post = <T>(path: string, body?: unknown): Promise<T> =>
  answer(ask('POST', `/api/${path}`, { body })) as Promise<T>;

const given = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== null));

export const readMonths = () => get<{ time_zone: string; months: MonthRow[] }>('reports');
export const readReport = (month: string, department = '') =>
  get<Report>(`reports/${month}`, { department: department || undefined });
export const readState = (month: string) => get<MonthState>(`reports/${month}/state`);
export const closeMonth = (month: string) => post<MonthState>(`reports/${month}/close`);
export const readDefinitions = () => get<Definition[]>('reports/definitions');
export const readTrend = (until: string, months: number) =>
  get<{ months: TrendMonth[] }>('reports/trend', { until, months });
export const readKudos = (month: string, query: Query) => get<KudosPage>(`reports/${month}/kudos`, query);
export const readPeople = (month: string, query: Query) => get<PeoplePage>(`reports/${month}/people`, query);
export const readTeam = (month: string) => get<TeamMonth>(`reports/${month}/team`);
export const readOwnMonth = (month: string) => get<OwnMonth>(`me/month/${month}`);
export const makeExport = (wish: ExportWish) => post<ExportJob>('exports', wish);
export const readExports = () => get<ExportJob[]>('exports');
export const readExport = (id: string) => get<ExportJob>(`exports/${id}`);
export const forgetExport = (id: string) => answer(ask('DELETE', `/api/exports/${id}`));
export const exportFile = (id: string): string => `/api/exports/${id}/file`;
