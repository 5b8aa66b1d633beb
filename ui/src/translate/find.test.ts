import { expect, test } from 'vitest';
import type { BenchSegment, SegmentState } from '../platform/types';
import { matchesOf, nextMatch, placesIn, replaced, type Query } from './find';

const segment = (id: number, source: string, target: string, state: SegmentState = 'machine'): BenchSegment => ({
  id,
  paragraph: 0,
  kind: 'text',
  source,
  target,
  state,
  percent: null,
  note: '',
  issues: [],
  accepted: [],
});
const query = (over: Partial<Query>): Query => ({ text: '', where: 'target', scope: 'all', matchCase: false, ...over });

test('tags are not found in, and a match does not reach over one', () => {
  expect(placesIn('‹1›1 and 1‹/1›', '1', true)).toEqual([
    { start: 3, end: 4 },
    { start: 9, end: 10 },
  ]);
  expect(placesIn('開‹1›支‹/1›', '開支', true)).toEqual([]);
  expect(placesIn('aaa', 'aa', true)).toHaveLength(1);
  expect(placesIn('x', '', true)).toEqual([]);
});

test('case matters only when it is asked for, and İ does not shift what follows', () => {
  expect(placesIn('Head head', 'HEAD', false)).toHaveLength(2);
  expect(placesIn('Head head', 'head', true)).toEqual([{ start: 5, end: 9 }]);
  expect(placesIn('İ Head', 'head', false)).toEqual([{ start: 2, end: 6 }]);
});

test('a scope leaves out what is confirmed, or what stands before', () => {
  const all = [segment(1, 'a', '甲甲', 'confirmed'), segment(2, 'a', '甲'), segment(3, 'a', '甲')];
  const ids = (over: Partial<Query>, here: number | null = null) =>
    matchesOf(all, query({ text: '甲', ...over }), here).map((match) => match.id);
  expect(ids({})).toEqual([1, 1, 2, 3]);
  expect(ids({ scope: 'open' })).toEqual([2, 3]);
  expect(ids({ scope: 'here' }, 3)).toEqual([3]);
  expect(ids({ text: 'A', where: 'source' })).toEqual([1, 2, 3]);
});

test('the next match goes on from the caret and round at the ends', () => {
  const matches = [
    { id: 1, start: 0, end: 1 },
    { id: 1, start: 4, end: 5 },
    { id: 3, start: 2, end: 3 },
  ];
  const order = new Map([1, 2, 3].map((id, n) => [id, n]));
  const go = (id: number | null, at: number, step: 1 | -1 = 1) => nextMatch(matches, order, { id, at }, step);
  expect(go(null, 0)).toBe(0);
  expect(go(1, 1)).toBe(1);
  expect(go(2, 0)).toBe(2);
  expect(go(3, 3)).toBe(0);
  expect(go(1, 4, -1)).toBe(0);
  expect(go(1, 0, -1)).toBe(2);
  expect(nextMatch([], order, { id: 1, at: 0 }, 1)).toBe(-1);
});

test('places are replaced from the front', () => {
  expect(
    replaced(
      '甲乙甲',
      [
        { start: 0, end: 1 },
        { start: 2, end: 3 },
      ],
      '丙丁',
    ),
  ).toBe('丙丁乙丙丁');
});
