import { expect, test } from 'vitest';
import { History } from './history.svelte';

function typed() {
  const history = new History<string>();
  let text = '';
  return {
    history,
    get text() {
      return text;
    },
    put(value: string, key: string, at: number) {
      history.record(key, () => text, at);
      text = value;
    },
    swap: (before: string) => {
      const now = text;
      text = before;
      return now;
    },
  };
}

test('a stretch of typing in one place is one act; another place or a pause begins the next', () => {
  const desk = typed();
  desk.put('a', 'x', 0);
  desk.put('ab', 'x', 400);
  desk.put('abc', 'x', 900);
  desk.put('abcd', 'y', 1000);
  desk.put('abcde', 'y', 3000);
  desk.history.undo(desk.swap);
  expect(desk.text).toBe('abcd');
  desk.history.undo(desk.swap);
  expect(desk.text).toBe('abc');
  desk.history.undo(desk.swap);
  expect(desk.text).toBe('');
  expect(desk.history.canUndo).toBe(false);
  desk.history.redo(desk.swap);
  expect(desk.text).toBe('abc');
});

test('a sealed act is not continued, and a new act ends what could be redone', () => {
  const desk = typed();
  desk.put('a', 'x', 0);
  desk.history.seal();
  desk.put('ab', 'x', 10);
  desk.history.undo(desk.swap);
  expect(desk.text).toBe('a');
  desk.put('az', 'x', 20);
  expect(desk.history.canRedo).toBe(false);
});
