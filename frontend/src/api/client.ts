// Everything that goes to the server over HTTP, typed by the schema that the server itself describes.

import type { Client } from 'openapi-fetch';
import type { paths } from '../schema';
import { language, t } from '../text/text.svelte';

/** A refusal as the server words it (RFC 9457), or, with status 0, nobody answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string = '',
  ) {
    super(title);
  }
}

export const offline = (): Problem => new Problem(0, 'offline', t('offline'));

let token: string | null = null;
let whenSignedOut = (): void => {};

export const useCsrf = (given: string | null): void => void (token = given);
export const onSignedOut = (listener: () => void): void => void (whenSignedOut = listener);

/** Whether anybody answers at all; for what is not asked of the API. */
export const isServerThere = (): Promise<boolean> =>
  fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Values = Record<string, unknown>;

interface Request {
  params?: { path?: Values; query?: Values; header?: Values };
  body?: unknown;
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The types of openapi-fetch without its code, which brings every style in which a server may want a parameter. */
export const api = Object.fromEntries(
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [
    method,
    (path: string, request?: Request) => ask(method as Method, path, request),
  ]),
) as unknown as Pick<Client<paths>, Method>;

/** A body that is text goes as CSV, a file as it is, any other as JSON. Throws where nobody answers, or an answer breaks off. */
export async function ask(
  method: Method,
  path: string,
  { params = {}, body }: Request = {},
): Promise<Answer<unknown>> {
  const isText = typeof body === 'string';
  const isAsItIs = isText || body === undefined || body instanceof Blob;
  const response = await fetch(addressOf(path, params), {
    method,
    headers: {
      'Accept-Language': language(),
      ...(token && { 'X-CSRF-Token': token }),
      ...(isText && { 'Content-Type': 'text/csv; charset=utf-8' }),
      ...(!isAsItIs && { 'Content-Type': 'application/json' }),
      ...params.header,
    } as Record<string, string>,
    body: isAsItIs ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const told: unknown = response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : undefined;
  return response.ok ? { data: told, response } : { error: told, response };
}

function addressOf(path: string, { path: names = {}, query = {} }: NonNullable<Request['params']>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? `${filled}?${new URLSearchParams(given as string[][])}` : filled;
}

/** The JSON that was asked for, or a thrown Problem. */
export async function answer<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch(() => {
    throw offline();
  });
  if (response.ok) return data as T;
  throw refusal(response, error);
}

function refusal(response: Response, error: unknown): Problem {
  const { code = 'unknown', title, detail } = (error ?? {}) as Partial<Problem>;
  if (response.status === 401 && !response.url.endsWith('/api/session')) whenSignedOut();
  return new Problem(response.status, code, title || t('failed'), detail);
}

export const problemOf = (thrown: unknown): Problem =>
  thrown instanceof Problem ? thrown : new Problem(-1, 'unknown', t('failed'));
