// For what the schema cannot say: a body that is not JSON, and what exists in the demo only.

import { csrf, offline, refusal } from './client';
import { language } from '../text/text.svelte';

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const isText = typeof body === 'string';
  const headers: Record<string, string> = {
    'Accept-Language': language(),
    'Content-Type': isText ? 'text/csv; charset=utf-8' : 'application/json',
    'X-CSRF-Token': csrf() ?? '',
  };
  const content = body === undefined ? null : isText ? body : JSON.stringify(body);
  const response = await fetch(`/api/${path}`, { method, headers, body: content }).catch(() => {
    throw offline();
  });
  const told: unknown = await response.json().catch(() => null);
  if (response.ok) return told as T;
  throw refusal(response, told);
}
