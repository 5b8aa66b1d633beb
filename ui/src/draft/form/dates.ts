// Dates as officers type them, kept as ISO days.

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const iso = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

export const todayIso = (now = new Date()) => iso(now);

function day(year: number, month: number, date: number): string | null {
  const at = new Date(year, month - 1, date);
  return at.getMonth() === month - 1 && at.getDate() === date && year >= 1000 && year <= 9999 ? iso(at) : null;
}

/** `2026-11-23`, `23.11.2026`, `23/11/2026`, `2026年11月23日`, `23 November 2026`, `今天`; null for anything else. */
export function readDate(text: string, now = new Date()): string | null {
  const value = text.trim().normalize('NFKC').toLowerCase();
  if (value === '今天' || value === '今日' || value === 'today') return iso(now);
  const year = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(value);
  if (year) return day(Number(year[1]), Number(year[2]), Number(year[3]));
  const date = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(value);
  if (date) return day(Number(date[3]), Number(date[2]), Number(date[1]));
  const named = /^(\d{1,2}) ([a-z]{3,9})\.? (\d{4})$/.exec(value);
  const month = named ? MONTHS.indexOf((named[2] ?? '').slice(0, 3)) + 1 : 0;
  return named && month > 0 ? day(Number(named[3]), month, Number(named[1])) : null;
}

/** The day `days` later; null when `value` is not an ISO day. */
export function shiftDate(value: string, days: number): string | null {
  const at = parse(value);
  if (!at) return null;
  at.setDate(at.getDate() + days);
  return iso(at);
}

/** 0 for Sunday; null when `value` is not an ISO day. */
export const weekdayOf = (value: string): number | null => parse(value)?.getDay() ?? null;

function parse(value: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value.trim());
  if (!match || day(Number(match[1]), Number(match[2]), Number(match[3])) === null) return null;
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
}
