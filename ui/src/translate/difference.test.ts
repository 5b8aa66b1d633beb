import { expect, test } from 'vitest';
import { difference } from './difference';

const marked = (before: string, after: string) =>
  difference(before, after)
    .map(({ text, differs }) => (differs ? `[${text}]` : text))
    .join('');

test('what the second has of its own is marked, whole words and figures', () => {
  expect(marked('estimated at $3.48 million, from Head 143.', 'estimated at $2.15 million, from Head 46.')).toBe(
    'estimated at $[2.15] million, from Head [46.]',
  );
  expect(marked('額外開支', '額外的開支')).toBe('額外[的]開支');
  expect(marked('same', 'same')).toBe('same');
  expect(marked('', 'new')).toBe('[new]');
  expect(marked('gone', '')).toBe('');
});
