// For what the schema cannot say: a body that is not JSON, and what exists in the demo only.

import { answer, ask } from './client';

export const call = <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> =>
  answer(ask(method, `/api/${path}`, { body })) as Promise<T>;
