import { problemOf, type Problem } from '../api/client';

export interface Reading<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  /** While the next answer is on its way; the value is still that of before. */
  readonly isBusy: boolean;
  again(): Promise<void>;
}

/** Reads now, and again whenever something changes that `read` looks at before it first waits: null is nothing to read.
 * An answer that was overtaken is dropped. */
export function reading<T>(read: () => Promise<T> | null): Reading<T> {
  let value = $state.raw<T | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let isBusy = $state(true);
  let latest = 0;

  async function again(): Promise<void> {
    const asked = ++latest;
    const answer = read();
    if (!answer) return;
    isBusy = true;
    try {
      const found = await answer;
      if (asked === latest) [value, problem] = [found, null];
    } catch (refusal) {
      if (asked === latest) [value, problem] = [null, problemOf(refusal)];
    }
    if (asked === latest) isBusy = false;
  }

  $effect(() => {
    void again();
    return () => (latest += 1);
  });

  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    get isBusy() {
      return isBusy;
    },
    again,
  };
}
