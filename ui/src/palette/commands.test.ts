import { expect, test } from 'vitest';
import { matches } from './commands';

const entry = { id: 'x', label: { zh: '新便箋（英文）', en: 'New memo in English' }, keys: '', run: () => undefined };

test('an entry is found by either language, in any order of words, in any case', () => {
  for (const text of ['便箋', 'MEMO', 'english memo', '', '  ']) expect(matches(entry, text), text).toBe(true);
  for (const text of ['公函', 'letter', '便箋 memo']) expect(matches(entry, text), text).toBe(false);
});
