const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Full jitter: when a server comes back, its clients do not come back all at once. */
export function waitBefore(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
}
