// Terms, in memory: counted as the program counts them, against the day of the browser.

import { shiftDate, todayIso } from '../draft/form/dates';
import type { Dates, Document, Due } from '../platform/types';

const DAY = 86_400_000;
const between = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

export function termMock({ fields }: Document, dates: Dates, today = todayIso()): Due | null {
  const received = fields['received'] ?? '';
  const letter = shiftDate(received, 10);
  const due = dates.due || letter;
  if (!due && dates.doneOn === '') return null;
  const at = dates.doneOn || today;
  const left = due ? between(at, due) : null;
  const open = left === null || left > 3 ? 'running' : left > 0 ? 'soon' : left === 0 ? 'today' : 'over';
  return {
    state: dates.doneOn === '' ? open : left !== null && left < 0 ? 'late' : 'done',
    due,
    letter,
    left,
    day: received === '' ? null : between(received, at),
    doneOn: dates.doneOn || null,
  };
}
