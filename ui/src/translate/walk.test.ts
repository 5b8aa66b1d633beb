import { expect, test } from 'vitest';
import type { BenchSegment, Issue, SegmentState } from '../platform/types';
import { countsOf, minutesLeft, percent } from './progress';
import { acceptance, byWeight, hasIssue, nextOf, notConfirmed } from './walk';

const issue = (severity: Issue['severity'], excerpt: string | null = null): Issue => ({
  code: `${severity}_code`,
  severity,
  message: { zh: '一', en: 'one' },
  field: null,
  block: null,
  excerpt,
});
const segment = (id: number, state: SegmentState, issues: Issue[] = []): BenchSegment => ({
  id,
  paragraph: 0,
  kind: 'text',
  source: 'a',
  target: '',
  state,
  percent: null,
  note: '',
  issues,
  accepted: [],
});
const all = [
  segment(1, 'confirmed'),
  segment(2, 'edited', [issue('info')]),
  segment(3, 'untranslated'),
  segment(4, 'confirmed'),
];

test('the walk goes on from where one is, round at the ends, and not to where one is', () => {
  expect(nextOf(all, 2, 1, notConfirmed)).toBe(3);
  expect(nextOf(all, 3, 1, notConfirmed)).toBe(2);
  expect(nextOf(all, 3, -1, notConfirmed)).toBe(2);
  expect(nextOf(all, null, 1, notConfirmed)).toBe(2);
  expect(nextOf(all, null, -1, notConfirmed)).toBe(3);
  expect(nextOf(all, 2, 1, hasIssue)).toBeNull();
  expect(nextOf([], null, 1, hasIssue)).toBeNull();
});

test('an issue is let stand by its code and its words; the gravest comes first', () => {
  expect(acceptance(issue('error', '利益'))).toBe('error_code 利益');
  expect(acceptance(issue('error'))).toBe('error_code ');
  expect(byWeight([issue('info'), issue('error'), issue('warning')]).map((it) => it.severity)).toEqual([
    'error',
    'warning',
    'info',
  ]);
});

test('progress says what is done and what is left', () => {
  expect(countsOf(all)).toEqual({ segments: 4, translated: 3, confirmed: 2, issues: 1 });
  expect([percent(0, 0), percent(1, 2000), percent(1999, 2000), percent(4, 4), percent(1, 2)]).toEqual([
    0, 1, 99, 100, 50,
  ]);
  expect(minutesLeft(640, 128, 0)).toBeNull();
  expect(minutesLeft(10, 9, 1.8)).toBe(0);
  expect(minutesLeft(640, 128, 1.8)).toBe(16);
});
