import type { WallPage } from './types';

export type Answer<T> =
  { kind: 'ok'; value: T } | { kind: 'signed out' } | { kind: 'too many' } | { kind: 'away' };

const TIMEOUT_MS = 10_000;

export async function readWall(): Promise<Answer<WallPage>> {
  const answer = await ask('/api/wall?limit=12');
  return answer.kind === 'ok' ? { kind: 'ok', value: (await answer.value.json()) as WallPage } : answer;
}

export function openWith(token: string): Promise<Answer<Response>> {
  return ask('/api/displays/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

async function ask(path: string, options: RequestInit = {}): Promise<Answer<Response>> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      ...options,
      cache: 'no-store',
      signal: control.signal,
    });
    if (response.ok) return { kind: 'ok', value: response };
    if (response.status === 429) return { kind: 'too many' };
    return response.status === 401 || response.status === 403 ? { kind: 'signed out' } : { kind: 'away' };
  } catch {
    return { kind: 'away' };
  } finally {
    clearTimeout(timer);
  }
}
