import { expect, test } from 'vitest';
import type { BenchSegment, Issue } from '../platform/types';
import { placeOf, runsOf, sourceMarks, targetMarks } from './marks';

const issue = (excerpt: string | null, severity: Issue['severity'] = 'warning'): Issue => ({
  code: 'term',
  severity,
  message: { zh: '用詞', en: 'Term' },
  field: null,
  block: null,
  excerpt,
});
const segment = (source: string, target: string, issues: Issue[]): BenchSegment => ({
  id: 1,
  paragraph: 0,
  kind: 'text',
  source,
  target,
  state: 'machine',
  percent: null,
  note: '',
  issues,
  accepted: [],
});

test('a text falls into runs, tags among them, the stronger mark on top', () => {
  const runs = runsOf('甲‹1›乙丙‹/1›丁', [
    { start: 0, end: 6, kind: 'fact' },
    { start: 5, end: 6, kind: 'error' },
  ]);
  expect(runs).toEqual(
    [
      { kind: 'text', text: '甲', mark: 'fact' },
      { kind: 'open', n: 1 },
      { kind: 'text', text: '乙', mark: 'fact' },
      { kind: 'text', text: '丙', mark: 'error' },
      { kind: 'close', n: 1 },
      { kind: 'text', text: '丁', mark: null },
    ].map((run) => run),
  );
});

test('a wording is found over tags', () => {
  expect(placeOf('總‹1›目‹/1›143', '總目143')).toEqual({ start: 0, end: 12 });
  expect(placeOf('總目', '目錄')).toBeNull();
  expect(placeOf('總目', '')).toBeNull();
});

test('an issue is marked where its words stand: in the translation, else in the source', () => {
  const row = segment('the stakeholders', '利益相關者', [
    issue('利益相關者'),
    issue('stakeholders', 'error'),
    issue(null),
  ]);
  expect(targetMarks(row)).toEqual([{ start: 0, end: 5, kind: 'warning' }]);
  expect(sourceMarks(row)).toEqual([{ start: 4, end: 16, kind: 'error' }]);
  expect(targetMarks(row, [{ source: 'x', target: '相關', stands: true }]).at(-1)?.kind).toBe('fact');
});
