/** Months as YYYY-MM, in the zone that the report counts in. */
export function currentMonth(timeZone: string, now = new Date()): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(
    now,
  );
  const part = (type: string) => parts.find((each) => each.type === type)?.value;
  return `${part('year')}-${part('month')}`;
}

export function shifted(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const date = new Date(Date.UTC(year, number - 1 + by, 15));
  return date.toISOString().slice(0, 7);
}

export const lastMonths = (month: string, count: number): string[] =>
  Array.from({ length: count }, (_, back) => shifted(month, -back));

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
