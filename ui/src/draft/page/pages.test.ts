import { expect, test } from 'vitest';
import { pageEnds } from './pages';

test('a sheet of one page has no end of a page', () => {
  expect(pageEnds(1000, 1000, [])).toEqual([]);
  expect(pageEnds(0, 0, [])).toEqual([]);
});

test('pages end at equal distances', () => {
  expect(pageEnds(2500, 1000, [])).toEqual([
    { top: 1000, page: 2 },
    { top: 2000, page: 3 },
  ]);
});

test('an annex ends the page before it, and its own pages are counted from where it begins', () => {
  expect(pageEnds(3000, 1000, [1300, 1500])).toEqual([
    { top: 1000, page: 2 },
    { top: 1300, page: 3 },
    { top: 1500, page: 4 },
    { top: 2500, page: 5 },
  ]);
});
