import { expect, test } from 'vitest';
import type { CheckRow } from '../platform/types';
import { byParagraph, pieces } from './pieces';

const row = (range: [number, number] | null, block = 0): CheckRow => ({
  code: 'rule',
  severity: 'error',
  message: { zh: '', en: '' },
  field: null,
  block,
  excerpt: null,
  range,
  fix: null,
  sure: false,
});

test('a text is cut at its findings; of two that overlap the first is marked', () => {
  const found = [
    [0, row([4, 6])],
    [1, row([5, 8])],
    [2, row([0, 1])],
    [3, row(null)],
  ] as const;
  expect(pieces('𠮷府今日公佈結果', found)).toEqual([
    { text: '𠮷', at: 2 },
    { text: '府今日', at: null },
    { text: '公佈', at: 0 },
    { text: '結果', at: null },
  ]);
  expect(pieces('', [])).toEqual([{ text: '', at: null }]);
});

test('findings are sorted by their paragraphs', () => {
  const rows = [row([0, 1], 2), row([0, 1], 0), row([1, 2], 2)];
  expect([...byParagraph(rows)].map(([block, found]) => [block, found.map(([at]) => at)])).toEqual([
    [2, [0, 2]],
    [0, [1]],
  ]);
});
