import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Changed, SegmentEdit } from '../platform/types';
import { Keeper } from './keeper.svelte';

const edit = (id: number, target: string): SegmentEdit => ({ id, target, state: 'edited', accepted: [] });
let put: SegmentEdit[][];
let answer: () => Promise<void>;
let taken: number;
let failed: number;
const make = () =>
  new Keeper({
    put: async (edits) => {
      put.push(edits);
      await answer();
      return { segments: [], savedAt: 42 } satisfies Changed;
    },
    take: () => taken++,
    fail: () => failed++,
  });

beforeEach(() => {
  vi.useFakeTimers();
  put = [];
  answer = async () => undefined;
  taken = failed = 0;
});
afterEach(() => vi.useRealTimers());

test('the latest of each segment is kept after a pause', async () => {
  const keeper = make();
  keeper.touch([edit(1, '甲')]);
  keeper.touch([edit(1, '甲乙'), edit(2, '丙')]);
  expect(keeper.held(1)).toBe(true);
  await vi.advanceTimersByTimeAsync(399);
  expect(put).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(put).toEqual([[edit(1, '甲乙'), edit(2, '丙')]]);
  expect([keeper.state, keeper.savedAt, keeper.held(1), taken]).toEqual(['clean', 42, false, 1]);
});

test('what is edited while it is being kept is kept after it, in order', async () => {
  let go = () => {};
  answer = () => new Promise((done) => (go = done));
  const keeper = make();
  keeper.touch([edit(1, '甲')]);
  const flushed = keeper.flush();
  keeper.touch([edit(1, '乙')]);
  const again = keeper.flush();
  expect(put).toHaveLength(1);
  expect(keeper.held(1)).toBe(true);
  go();
  await flushed;
  await vi.advanceTimersByTimeAsync(0);
  go();
  await again;
  expect(put).toEqual([[edit(1, '甲')], [edit(1, '乙')]]);
});

test('a failure is told once and tried again, the later edit winning', async () => {
  answer = () => Promise.reject(new Error('full'));
  const keeper = make();
  keeper.touch([edit(1, '甲'), edit(2, '丙')]);
  await keeper.flush();
  expect([keeper.state, failed, keeper.held(1)]).toEqual(['failed', 1, true]);
  keeper.touch([edit(1, '乙')]);
  await keeper.flush();
  expect(failed).toBe(1);
  answer = async () => undefined;
  await vi.advanceTimersByTimeAsync(4000);
  expect(put.at(-1)).toEqual(expect.arrayContaining([edit(1, '乙'), edit(2, '丙')]));
  expect(keeper.state).toBe('clean');
});
