// Everything that goes to the server over HTTP, typed by the schema that the server itself describes.

import createClient, { type Middleware } from 'openapi-fetch';
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

export const csrf = (): string | null => token;
export const useCsrf = (given: string | null): void => void (token = given);
export const onSignedOut = (listener: () => void): void => void (whenSignedOut = listener);

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language());
    if (token) request.headers.set('X-CSRF-Token', token);
  },
};

export const api = createClient<paths>({ baseUrl: location.origin });
api.use(headers);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The JSON that was asked for, or a thrown Problem. */
export async function answer<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch(() => {
    throw offline();
  });
  if (response.ok) return data as T;
  throw refusal(response, error);
}

export function refusal(response: Response, error: unknown): Problem {
  const { code = 'unknown', title, detail } = (error ?? {}) as Partial<Problem>;
  if (response.status === 401 && !response.url.endsWith('/api/session')) whenSignedOut();
  return new Problem(response.status, code, title || t('failed'), detail);
}

export const problemOf = (thrown: unknown): Problem =>
  thrown instanceof Problem ? thrown : new Problem(-1, 'unknown', t('failed'));
