import { describe, expect, test } from 'vitest';
import { charactersBefore, missing, parse, putTag, serialise, strip, tagsOf, withMissing } from './tags';

const SAID = 'See ‹1›Annex ‹2›A‹/2›‹/1› to the note‹3/›.';

describe('reading', () => {
  test('a text is its pieces, and the pieces are the text', () => {
    expect(parse('‹1›a‹/1›b‹2/›')).toEqual([
      { kind: 'open', n: 1 },
      { kind: 'text', text: 'a' },
      { kind: 'close', n: 1 },
      { kind: 'text', text: 'b' },
      { kind: 'object', n: 2 },
    ]);
    for (const text of [SAID, '', 'no tags', '‹', '‹x›', '‹/1/›', '1 ‹ 2 › 1', '‹1››']) {
      expect(serialise(parse(text))).toBe(text);
    }
  });

  test('the bare text has none, and what is no mark stays', () => {
    expect(strip(SAID)).toBe('See Annex A to the note.');
    expect(strip('‹/1/›‹x›')).toBe('‹/1/›‹x›');
    expect(charactersBefore('𠀀說明', 2)).toBe(1);
  });

  test('each tag once, an object apart from a pair', () => {
    expect(tagsOf(SAID)).toEqual([
      { n: 1, object: false },
      { n: 2, object: false },
      { n: 3, object: true },
    ]);
  });
});

describe('putting in', () => {
  test('a pair goes around the selection, an object in its place', () => {
    expect(putTag({ text: '見附件甲。', start: 1, end: 4 }, { n: 1, object: false })).toEqual({
      text: '見‹1›附件甲‹/1›。',
      start: 4,
      end: 7,
    });
    expect(putTag({ text: '見。', start: 1, end: 1 }, { n: 3, object: true })).toEqual({
      text: '見‹3/›。',
      start: 5,
      end: 5,
    });
  });

  test('what is missing is told and put in where it can be guessed', () => {
    expect(missing(SAID, '見‹1›附件‹/1›')).toEqual([
      { n: 2, object: false },
      { n: 3, object: true },
    ]);
    expect(withMissing('‹1›All of it.‹/1›', '全部。')).toBe('‹1›全部。‹/1›');
    expect(withMissing('‹1/›Note', '註')).toBe('‹1/›註');
    expect(withMissing('See ‹1›it‹/1› there‹2/›', '見')).toBe('見‹1›‹/1›‹2/›');
    expect(withMissing('‹1›a‹/1›', '‹1›甲')).toBe('‹1›甲‹/1›');
    expect(withMissing('plain', '淨文')).toBe('淨文');
  });
});
