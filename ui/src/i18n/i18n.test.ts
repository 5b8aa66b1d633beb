import { describe, expect, test } from 'vitest';
import { enGB } from './en-GB';
import { i18n } from './index.svelte';
import { zhHantHK } from './zh-Hant-HK';

type Tree = { [key: string]: unknown };
const paths = (tree: Tree, at = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? paths(value as Tree, `${at}${key}.`)
      : [`${at}${key}:${Array.isArray(value) ? `list of ${value.length}` : typeof value}`],
  );
const strings = (tree: Tree): string[] =>
  Object.values(tree).flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'object' ? strings(value as Tree) : [],
  );

describe('the two dictionaries', () => {
  test('have the same keys of the same kinds', () => {
    expect(paths(enGB).sort()).toEqual(paths(zhHantHK).sort());
  });

  test('have no empty wording, no exclamation mark and no apology', () => {
    for (const text of [...strings(enGB), ...strings(zhHantHK)]) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/[!！]|sorry|oops|抱歉/i);
    }
  });

  test('the Chinese holds no common Simplified-only character', () => {
    expect(strings(zhHantHK).join('')).not.toMatch(/[们这国说为与发书应无开关]/u);
  });
});

test('a moment is the time today, else the day too', () => {
  const now = new Date(2026, 10, 23, 15, 0).getTime();
  i18n.lang = 'zh-Hant-HK';
  expect(i18n.moment(new Date(2026, 10, 23, 14, 2).getTime(), now)).toBe('14:02');
  expect(i18n.moment(new Date(2026, 10, 22, 9, 5).getTime(), now)).toBe('昨天 09:05');
  expect(i18n.moment(new Date(2026, 2, 1, 9, 5).getTime(), now)).toBe('1.3.2026 09:05');
});
