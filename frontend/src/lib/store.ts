// What this browser keeps. Storage may be full or forbidden: then nothing is kept, and nothing breaks.

const PREFIX = 'recognize.';
const OWNED = `${PREFIX}of.`;

export function kept<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    return;
  }
}

/** What belongs to a person; language and theme belong to the browser. */
export const keptOf = <T>(owner: string, name: string): T | null => kept<T>(`of.${owner}.${name}`);
export const keepOf = (owner: string, name: string, value: unknown): void =>
  keep(`of.${owner}.${name}`, value);

/** Whoever signs in finds nothing of others, and whoever signs out leaves nothing. */
export function forgetAllBut(owner: string | null): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(OWNED) && !name.startsWith(`${OWNED}${owner}.`)) localStorage.removeItem(name);
    }
  } catch {
    return;
  }
}
