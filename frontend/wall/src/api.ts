import type { Heartbeat, Pairing, WallPage } from './types';

export type Answer<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'signed out' }
  | { kind: 'too many'; seconds: number }
  | { kind: 'away' };
/** `over`: expired, used or refused, so that a new code is needed. */
export type Paired = 'paired' | 'pending' | 'slow down' | 'over' | 'away';

const TIMEOUT_MS = 10_000;
const UNKNOWN_WAIT_SECONDS = 60;

/** `preview`: the id of a display whose wall an administrator looks at. */
export async function readWall(preview: string | null): Promise<Answer<WallPage>> {
  return body(
    await ask(preview ? `/api/displays/${encodeURIComponent(preview)}/wall` : '/api/wall?limit=12'),
  );
}

export function openWith(token: string): Promise<Answer<Response>> {
  return ask('/api/displays/session', posted({ token }));
}

export async function beginPairing(): Promise<Answer<Pairing>> {
  return body(await ask('/api/displays/pairings', { method: 'POST' }));
}

export async function askForToken(device_code: string): Promise<Paired> {
  const response = await send('/api/displays/pairings/token', posted({ device_code }));
  if (!response || response.status >= 500) return 'away';
  if (response.ok) return 'paired';
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  if (code === 'authorization_pending') return 'pending';
  return code === 'slow_down' || response.status === 429 ? 'slow down' : 'over';
}

/** The build of the wall that the server has. */
export async function beat(said: Heartbeat, proof: string | null): Promise<string | undefined> {
  const answer = await body<{ client: string }>(
    await ask('/api/displays/heartbeats', posted(said, { 'X-CSRF-Token': proof ?? '' })),
  );
  return answer.kind === 'ok' ? answer.value.client : undefined;
}

function posted(content: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(content),
  };
}

async function body<T>(answer: Answer<Response>): Promise<Answer<T>> {
  if (answer.kind !== 'ok') return answer;
  try {
    return { kind: 'ok', value: (await answer.value.json()) as T };
  } catch {
    return { kind: 'away' }; // cut off in the middle
  }
}

async function ask(path: string, options: RequestInit = {}): Promise<Answer<Response>> {
  const response = await send(path, options);
  if (!response) return { kind: 'away' };
  if (response.ok) return { kind: 'ok', value: response };
  if (response.status === 429) {
    const seconds = Number(response.headers.get('Retry-After'));
    return { kind: 'too many', seconds: seconds || UNKNOWN_WAIT_SECONDS };
  }
  return response.status === 401 || response.status === 403 ? { kind: 'signed out' } : { kind: 'away' };
}

async function send(path: string, options: RequestInit): Promise<Response | undefined> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), TIMEOUT_MS);
  try {
    return await fetch(path, { ...options, cache: 'no-store', signal: control.signal });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
