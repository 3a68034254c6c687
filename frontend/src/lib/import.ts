// What an import would do, as the server encodes it (recognize/people/differences.py).

export interface Differences {
  file: string;
  dry_run: boolean;
  added: string[];
  changed: { key: string; fields: { field: string; old: string | null; new: string | null }[] }[];
  unchanged: number;
  bad_lines: { number: number; reason: string }[];
  left: string[];
  departments: string[];
}

const EMPTY: Differences = {
  file: '',
  dry_run: true,
  added: [],
  changed: [],
  unchanged: 0,
  bad_lines: [],
  left: [],
  departments: [],
};

export const complete = (answered: Partial<Differences>): Differences => ({ ...EMPTY, ...answered });

export const changesNothing = ({ added, changed, left, departments }: Differences): boolean =>
  [added, changed, left, departments].every((each) => each.length === 0);

/** Spreadsheets save UTF-8 with a mark, or the old code page of Windows. */
export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
