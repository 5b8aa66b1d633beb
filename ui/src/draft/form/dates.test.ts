import { expect, test } from 'vitest';
import { readDate, shiftDate, weekdayOf } from './dates';

const now = new Date(2026, 10, 23);

test.each([
  ['2026-11-23', '2026-11-23'],
  ['2026/1/5', '2026-01-05'],
  ['2026年11月23日', '2026-11-23'],
  ['２０２６年１１月２３日', '2026-11-23'],
  ['23.11.2026', '2026-11-23'],
  ['5/1/2027', '2027-01-05'],
  ['23 November 2026', '2026-11-23'],
  ['23 nov 2026', '2026-11-23'],
  ['今天', '2026-11-23'],
  ['Today', '2026-11-23'],
])('%s is read', (text, iso) => expect(readDate(text, now)).toBe(iso));

test.each(['', '31.2.2026', '2026-13-01', '23 Foo 2026', '下星期一', '11.2026'])('%s is left as typed', (text) =>
  expect(readDate(text, now)).toBeNull(),
);

test('a day more crosses months and leap days', () => {
  expect(shiftDate('2028-02-28', 1)).toBe('2028-02-29');
  expect(shiftDate('2026-01-01', -1)).toBe('2025-12-31');
  expect(shiftDate('x', 1)).toBeNull();
  expect(weekdayOf('2026-11-23')).toBe(1);
});
