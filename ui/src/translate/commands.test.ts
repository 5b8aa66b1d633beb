import { expect, test } from 'vitest';
import { commandFor, COMMANDS, digitOf } from './commands';

const key = (key: string, over: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...over });
const id = (event: KeyboardEvent) => commandFor(event)?.id ?? null;

test('keys find their command by all their modifiers', () => {
  expect(id(key('Enter', { ctrlKey: true }))).toBe('bench-confirm');
  expect(id(key('Enter', { ctrlKey: true, shiftKey: true }))).toBe('bench-translate-one');
  expect(id(key('Enter'))).toBeNull();
  expect(id(key('ArrowDown', { altKey: true }))).toBe('bench-next');
  expect(id(key('ArrowDown'))).toBeNull();
  expect(id(key('F8', { shiftKey: true }))).toBe('bench-previous-issue');
  expect(id(key('†', { altKey: true, code: 'KeyT' }))).toBe('bench-term');
  expect(id(key('Insert', { ctrlKey: true }))).toBe('bench-copy-source');
});

test('no two commands have the same keys', () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a digit is told by its place', () => {
  expect(digitOf(key('!', { code: 'Digit1' }))).toBe(1);
  expect(digitOf(key('9', { code: 'Numpad9' }))).toBe(9);
  expect(digitOf(key('0', { code: 'Digit0' }))).toBe(0);
});
