import { expect, test } from 'vitest';
import type { Block } from '../platform/types';
import { blockText } from '../draft/blocks';
import { amend, nearest, units, type Fixable } from './fix';

const row = (place: { block?: number; field?: string }, range: [number, number], fix: string): Fixable => ({
  code: 'rule',
  severity: 'error',
  message: { zh: '', en: '' },
  field: place.field ?? null,
  block: place.block ?? null,
  excerpt: null,
  range,
  fix,
  sure: true,
});
const run = (text: string, bold = false) => ({ text, bold, underline: false });
const body: Block[] = [
  { kind: 'paragraph', runs: [run('政府今日'), run('公佈結', true), run('果,請備悉')] },
  { kind: 'item', level: 1, runs: [run('𠮷祥')] },
];

test('characters beyond the first plane count as one', () => {
  expect(units('𠮷祥', [1, 2])).toEqual([2, 3]);
});

test('fixes keep the emphasis, and the places of one another', () => {
  const { body: next, fields } = amend({}, body, [row({ block: 0 }, [4, 6], '公布'), row({ block: 0 }, [8, 9], '，')]);
  expect(fields).toBeUndefined();
  expect(next?.[0]?.runs).toEqual([run('政府今日'), run('公布結', true), run('果，請備悉')]);
  expect(next?.[1]).toBe(body[1]);
});

test('a fix may take out, put in, and cross runs', () => {
  expect(blockText(amend({}, body, [row({ block: 0 }, [2, 5], '')]).body?.[0] as Block)).toBe('政府佈結果,請備悉');
  expect(blockText(amend({}, body, [row({ block: 0 }, [12, 12], '。')]).body?.[0] as Block)).toBe(
    '政府今日公佈結果,請備悉。',
  );
  expect(blockText(amend({}, body, [row({ block: 1 }, [1, 2], '慶')]).body?.[1] as Block)).toBe('𠮷慶');
});

test('of two that overlap the first is made', () => {
  const { body: next } = amend({}, body, [row({ block: 0 }, [4, 6], '公布'), row({ block: 0 }, [5, 8], 'X')]);
  expect(blockText(next?.[0] as Block)).toBe('政府今日公布結果,請備悉');
});

test('fields are put right too', () => {
  expect(amend({ subject: '關於公佈' }, body, [row({ field: 'subject' }, [2, 4], '公布')])).toEqual({
    fields: { subject: '關於公布' },
  });
});

test('a finding is found again beside where it stood', () => {
  expect(nearest(['a', 'b', 'a', 'c'], 'a', 3)).toBe(2);
  expect(nearest(['a', 'b'], 'a', 1)).toBe(0);
  expect(nearest(['a', 'b'], 'c', 1)).toBe(-1);
});
