import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Saver } from './saver.svelte';

const document = { template: 'memo', lang: 'zh-Hant-HK' as const, fields: {}, body: [] };
let saves: number[];
let failing: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  saves = [];
  failing = false;
  mockIPC((cmd) => {
    if (cmd !== 'save') return null;
    saves.push(Date.now());
    if (failing) throw { code: 'store', message: { happened: {}, safe: {}, todo: {} }, detail: '' };
    return { savedAt: Date.now() };
  });
});
afterEach(() => {
  clearMocks();
  vi.useRealTimers();
});

const saver = (onFailure = vi.fn()) => new Saver(() => ({ id: 1, document, points: '' }), onFailure);

test('somebody who never pauses is saved within a second all the same', async () => {
  const keeper = saver();
  const start = Date.now();
  for (let i = 0; i < 20; i += 1) {
    keeper.touch();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect((saves[0] ?? Infinity) - start).toBeLessThanOrEqual(1000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(keeper.state).toBe('clean');
});

test('a save that fails is told once and tried again until it succeeds', async () => {
  const told = vi.fn();
  const keeper = saver(told);
  failing = true;
  keeper.touch();
  await vi.advanceTimersByTimeAsync(1000);
  expect(keeper.state).toBe('failed');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saves.length).toBeGreaterThanOrEqual(3);
  expect(told).toHaveBeenCalledTimes(1);
  failing = false;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(keeper.state).toBe('clean');
  expect(keeper.savedAt).not.toBeNull();
});
