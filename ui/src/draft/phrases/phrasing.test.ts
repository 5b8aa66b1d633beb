import { expect, test } from 'vitest';
import type { Phrase } from '../../platform/types';
import { found } from './phrasing.svelte';

const phrase = (zh: string, en: string): Phrase => ({ own: null, purpose: 'close', reader: 'any', text: { zh, en } });

test('a phrase is found by parts of it in either language, in any order', () => {
  const list = [
    phrase('如有查詢，請致電……聯絡。', 'Should you have any enquiries, please call ……'),
    phrase('請備悉。', 'For information.'),
  ];
  expect(found(list, '查詢')).toEqual([list[0]]);
  expect(found(list, 'CALL 聯絡')).toEqual([list[0]]);
  expect(found(list, '')).toEqual(list);
  expect(found(list, '查詢 information')).toEqual([]);
});
