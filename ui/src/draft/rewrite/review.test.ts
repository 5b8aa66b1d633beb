// What of a proposal reaches the body: for many random proposals and verdicts, exactly what was accepted and nothing else.

import { describe, expect, test } from 'vitest';
import type { Block, Piece, Rewritten, Run } from '../../platform/types';
import { blockText, paragraph, plain, sameBody, tidyRuns } from '../blocks';
import {
  beginReview,
  changesOf,
  decide,
  differences,
  fits,
  follow,
  keyOf,
  receive,
  scopeOf,
  show,
  standing,
  WHOLE,
  type Review,
  type Scope,
} from './review';
import { runsText, sliceRuns } from './runs';

const ORDER = { action: 'polish', instruction: '', length: null };
const NUMBERS = { from: 2, indent: true };
const bold = (text: string): Run => ({ text, bold: true, underline: false });
const whole = (body: readonly Block[]): Scope => ({ at: 0, count: body.length, span: null });
const texts = (blocks: readonly Block[]) => blocks.map(blockText);

/** A generator of the same numbers every time. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}
const LETTERS = Array.from('甲乙丙丁戊𠀀abc 。');
const word = (next: (n: number) => number, most: number) =>
  Array.from({ length: next(most + 1) }, () => LETTERS[next(LETTERS.length)]).join('');
const runs = (next: (n: number) => number, most: number): Run[] =>
  tidyRuns(Array.from({ length: 1 + next(3) }, () => (next(2) ? bold : plain)(word(next, most))));

/** A paragraph and what became of it, in pieces. */
function rewritten(next: (n: number) => number, index: number): { block: Block; part: Rewritten } {
  const pieces: Piece[] = Array.from({ length: 1 + next(6) }, (_, id): Piece =>
    next(2) === 0
      ? { kind: 'same', runs: runs(next, 4) }
      : { kind: 'change', id, removed: runs(next, 3), added: runs(next, 3) },
  );
  const side = (put: boolean) =>
    tidyRuns(pieces.flatMap((at) => (at.kind === 'change' ? (put ? at.added : at.removed) : at.runs)));
  const block: Block = { kind: 'paragraph', runs: side(false) };
  const after: Block[] = [{ kind: 'paragraph', runs: side(true) }];
  return { block, part: { index, before: [index], after, pieces, finished: true, issues: [] } };
}
const plainKey = (key: string) => key.split(':').map(Number) as [number, number];

describe('whatever is proposed and decided', () => {
  test('the body is the old text with exactly the accepted changes in it', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const next = random(seed);
      const made = Array.from({ length: 1 + next(4) }, (_, index) => rewritten(next, index));
      const body = made.map(({ block }) => block);
      const begun = beginReview(body, whole(body), ORDER);
      let review: Review = { ...made.map(({ part }) => part).reduce(receive, begun), finished: true };
      expect(sameBody(standing(review), body)).toBe(true);

      const verdicts = new Map<string, boolean>();
      for (let all = changesOf(review); all.length > 0; all = changesOf(review)) {
        const key = all[next(all.length)]?.key ?? '';
        const accepted = next(2) === 0;
        verdicts.set(key, accepted);
        review = decide(review, [key], accepted ? 'accepted' : 'rejected');
        expect(changesOf(review)).toHaveLength(all.length - 1);
        expect(fits(review, standing(review))).toBe(true);
      }
      const expected = made.map(({ part, block }) => ({
        ...block,
        // Pieces that say nothing are one change of the whole block.
        runs: tidyRuns(
          part.pieces.length === 0
            ? ((verdicts.get(keyOf(part.index, WHOLE)) ? part.after[0] : block)?.runs ?? [])
            : part.pieces.flatMap((piece) =>
                piece.kind !== 'change'
                  ? piece.runs
                  : verdicts.get(keyOf(part.index, piece.id))
                    ? piece.added
                    : piece.removed,
              ),
        ),
      }));
      expect(sameBody(standing(review), expected), `seed ${seed}`).toBe(true);
    }
  });

  test('all accepted is the answer, all rejected is the old text', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = random(seed);
      const made = Array.from({ length: 1 + next(3) }, (_, index) => rewritten(next, index));
      const body = made.map(({ block }) => block);
      const review = { ...made.map(({ part }) => part).reduce(receive, beginReview(body, whole(body), ORDER)) };
      const keys = changesOf(review).map((change) => change.key);
      const answer = made.flatMap(({ part }) => part.after);
      expect(sameBody(standing(decide(review, keys, 'accepted')), answer), `seed ${seed}`).toBe(true);
      expect(sameBody(standing(decide(review, keys, 'rejected')), body), `seed ${seed}`).toBe(true);
    }
  });

  test('what the page strikes and puts in lies where the text is, in the middle of deciding too', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = random(seed);
      const made = Array.from({ length: 1 + next(3) }, (_, index) => rewritten(next, index));
      const before = made.map(({ block }) => block);
      let review = { ...made.map(({ part }) => part).reduce(receive, beginReview(before, whole(before), ORDER)) };
      const some = changesOf(review).filter(() => next(2) === 0);
      review = decide(
        review,
        some.map((change) => change.key),
        next(2) === 0 ? 'accepted' : 'rejected',
      );
      const body = standing(review);
      const shown = show(review, body, NUMBERS);
      expect([shown.at, shown.count]).toEqual([0, body.length]);
      for (const change of changesOf(review)) {
        const out = shown.out
          .filter((at) => at.key === change.key)
          .map(({ block, from, to }) => runsText(sliceRuns(body[block]?.runs ?? [], from, to)));
        expect(out.join('')).toBe(texts(change.removed).join(''));
        const [, id] = plainKey(change.key);
        if (id === WHOLE) continue;
        const put = shown.in.find((at) => at.key === change.key);
        expect(put ? runsText(put.runs) : '').toBe(texts(change.added).join(''));
      }
    }
  });
});

describe('a selection within a paragraph', () => {
  const body = [
    paragraph('第一段。'),
    { kind: 'item', level: 1, runs: [plain('唔該'), bold('盡快'), plain('搞掂。')] },
  ];
  const scope: Scope = { at: 1, count: 1, span: { from: 2, to: 6 } };
  const review = beginReview(body as Block[], scope, ORDER);

  test('only the selected words are sent, with their formatting', () => {
    expect(review.blocks).toEqual([{ kind: 'item', level: 1, runs: [bold('盡快'), plain('搞掂')] }]);
  });

  test('what is accepted stands between what was not selected', () => {
    const part: Rewritten = {
      index: 0,
      before: [0],
      after: [paragraph('盡快辦妥')],
      pieces: [
        { kind: 'same', runs: [bold('盡快')] },
        { kind: 'change', id: 0, removed: [plain('搞掂')], added: [plain('辦妥')] },
      ],
      finished: true,
      issues: [],
    };
    const proposed = { ...receive(review, part), finished: true };
    expect(show(proposed, body as Block[], NUMBERS).out).toEqual([
      { key: '0:0', block: 1, from: 4, to: 6, doubtful: false },
    ]);
    const accepted = decide(proposed, ['0:0'], 'accepted');
    expect(standing(accepted)).toEqual([
      { kind: 'item', level: 1, runs: [plain('唔該'), bold('盡快'), plain('辦妥。')] },
    ]);
    expect(differences(proposed, accepted)).toEqual([{ before: [body[1]], after: standing(accepted) }]);
    expect(scopeOf(accepted)).toEqual(scope);
  });

  test('a list made of it stands between the rests of its paragraph', () => {
    const part: Rewritten = {
      index: 0,
      before: [0],
      after: [paragraph('甲'), paragraph('乙')],
      pieces: [],
      finished: true,
      issues: [],
    };
    const accepted = decide({ ...receive(review, part), finished: true }, [keyOf(0, WHOLE)], 'accepted');
    expect(texts(standing(accepted))).toEqual(['唔該', '甲', '乙', '。']);
  });
});

describe('an answer that is not about what was sent', () => {
  const body = [paragraph('甲乙丙'), paragraph('丁')];
  const review = beginReview(body, whole(body), ORDER);
  const part = (over: Partial<Rewritten>): Rewritten => ({
    index: 0,
    before: [0],
    after: [paragraph('甲')],
    pieces: [],
    finished: true,
    issues: [],
    ...over,
  });

  test('is not taken', () => {
    for (const before of [[], [2], [1, 0], [0, 2], [-1]]) {
      expect(receive(review, part({ before })).parts, before.join()).toEqual([]);
    }
    const first = receive(review, part({ before: [0, 1] }));
    expect(receive(first, part({ index: 1, before: [1] })).parts).toHaveLength(1);
  });

  test('in pieces of another text, is one change of the whole', () => {
    const pieces: Piece[] = [{ kind: 'same', runs: [plain('別的')] }];
    const [change] = changesOf(receive(review, part({ pieces })));
    expect(change).toMatchObject({ id: WHOLE, added: [paragraph('甲')] });
  });

  test('while it is being written, proposes nothing yet', () => {
    const pieces: Piece[] = [
      { kind: 'change', id: 0, removed: [plain('甲')], added: [plain('子')] },
      { kind: 'ahead', runs: [plain('乙丙')] },
    ];
    const half = receive(review, part({ pieces, finished: false }));
    expect(changesOf(half)).toEqual([]);
    expect(show(half, body, NUMBERS)).toMatchObject({
      out: [{ from: 0, to: 1 }],
      in: [{ offset: 1 }],
      tip: { block: 0, offset: 1 },
    });
  });
});

describe('while the rest of the body is edited', () => {
  const body = ['一', '二', '三', '四'].map(paragraph);
  const review = beginReview(body, { at: 1, count: 2, span: null }, ORDER);
  const after = (...lines: string[]) => follow(review, body, lines.map(paragraph));

  test('a proposal moves with its text', () => {
    expect(after('一', '新', '二', '三', '四')?.at).toBe(2);
    expect(after('二', '三', '四')?.at).toBe(0);
    expect(after('一', '二', '三')?.at).toBe(1);
    expect(after('一改', '二', '三', '四')?.at).toBe(1);
  });

  test('and ends when its own text is touched', () => {
    expect(after('一', '二改', '三', '四')).toBeNull();
    expect(after('一', '二', '夾', '三', '四')).toBeNull();
    expect(after('一', '四')).toBeNull();
    expect(after()).toBeNull();
  });
});

test('facts are said at the change that has their words, and at a change of the whole', () => {
  const body = [paragraph('致電2987 6543。')];
  const issue = {
    code: 'fact_missing',
    severity: 'warning' as const,
    message: { zh: '不見了', en: 'gone' },
    field: null,
    block: null,
    excerpt: '2987 6543',
  };
  const pieces: Piece[] = [
    { kind: 'change', id: 0, removed: [plain('致電')], added: [plain('請聯絡')] },
    { kind: 'change', id: 1, removed: [plain('2987 6543')], added: [] },
    { kind: 'same', runs: [plain('。')] },
  ];
  const part: Rewritten = { index: 0, before: [0], after: [], pieces, finished: true, issues: [issue] };
  const review = beginReview(body, whole(body), ORDER);
  expect(changesOf(receive(review, part)).map((change) => change.issues.length)).toEqual([0, 1]);
  const [all] = changesOf(receive(review, { ...part, pieces: [], after: [paragraph('請聯絡。')] }));
  expect(all?.issues).toEqual([issue]);
});
