// What the pages of the month report ask of the server.

import { answer, api } from '../api/client';
import type { Item } from '../api/types';
import type { components } from '../schema';

type Schemas = components['schemas'];

export type Report = Schemas['MonthReport'];
export type SectionRow = Report['sections'][string][number];
export type Cell = SectionRow[string];
export type MonthRow = Schemas['MonthLine'];
export type MonthState = Schemas['MonthState'];
export type Adjustment = Schemas['Adjustment'];
export type Definition = Schemas['Definition'];
export type TrendMonth = Schemas['TrendMonth'];
export type ListedPerson = Schemas['ListedPerson'];
export type TeamMonth = Schemas['TeamMonth'];
export type OwnMonth = Schemas['OwnMonth'];
/** The items of the feed, which the schema leaves open. */
export type KudosPage = Omit<Schemas['KudosBehind'], 'items'> & { items: Item[] };

export const LISTS = ['unrecognised', 'silent90', 'newcomers_unrecognised', 'recognised'] as const;
export type ListName = (typeof LISTS)[number];

export type ExportWish = Schemas['NewExport'];
export type ExportJob = Schemas['ExportView'];
export type ExportKind = ExportJob['kind'];
export type ExportFormat = ExportJob['format'];

interface Page {
  limit: number;
  before?: string | null;
}
interface Behind extends Page {
  figure: string;
  department?: string;
  behaviour?: string;
  stage?: string;
  giver_department?: string;
  receiver_department?: string;
  direction?: string;
}
interface Listed extends Page {
  list: ListName;
  department: string | null;
}

const of = (month: string) => ({ path: { month } });

export const readMonths = () => answer(api.GET('/api/reports'));
export const readReport = (month: string, department = '') =>
  answer(
    api.GET('/api/reports/{month}', {
      params: { ...of(month), query: { department: department || undefined } },
    }),
  );
export const readState = (month: string) =>
  answer(api.GET('/api/reports/{month}/state', { params: of(month) }));
export const closeMonth = (month: string) =>
  answer(api.POST('/api/reports/{month}/close', { params: of(month) }));
export const readDefinitions = () => answer(api.GET('/api/reports/definitions'));
export const readTrend = (until: string, months: number) =>
  answer(api.GET('/api/reports/trend', { params: { query: { until, months } } }));
export const readKudos = async (month: string, query: Behind): Promise<KudosPage> =>
  (await answer(
    api.GET('/api/reports/{month}/kudos', { params: { ...of(month), query } }),
  )) as unknown as KudosPage;
export const readPeople = (month: string, query: Listed) =>
  answer(api.GET('/api/reports/{month}/people', { params: { ...of(month), query } }));
export const readTeam = (month: string) =>
  answer(api.GET('/api/reports/{month}/team', { params: of(month) }));
export const readOwnMonth = (month: string) =>
  answer(api.GET('/api/me/month/{month}', { params: of(month) }));

export const makeExport = (wish: ExportWish) => answer(api.POST('/api/exports', { body: wish }));
export const readExports = () => answer(api.GET('/api/exports'));
export const forgetExport = (id: string) =>
  answer(api.DELETE('/api/exports/{export_id}', { params: { path: { export_id: id } } }));
export const exportFile = (id: string): string => `/api/exports/${id}/file`;
