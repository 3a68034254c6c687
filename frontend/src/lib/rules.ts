// The rules of the game that are numbers and switches. The least and the most are those that the API takes.

export const POINTS = ['allowance_points', 'one_person_percent', 'usual_points', 'edit_minutes'] as const;
export const BOARDS = ['boards_received', 'boards_departments'] as const;
export const MONTH = ['close_day', 'deliver_day'] as const;

export type NumberName = (typeof POINTS)[number] | (typeof MONTH)[number];

/** `never`: left empty it never happens. */
export const NUMBERS: Record<NumberName, { least: number; most: number; never?: true }> = {
  allowance_points: { least: 0, most: 1_000_000 },
  one_person_percent: { least: 1, most: 100 },
  usual_points: { least: 0, most: 1_000_000 },
  edit_minutes: { least: 0, most: 1_440 },
  close_day: { least: 1, most: 28, never: true },
  deliver_day: { least: 1, most: 28, never: true },
};
