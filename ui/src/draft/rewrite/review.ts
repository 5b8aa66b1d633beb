// What the model proposes for a stretch of the body, and what the officer has said to each change. Nothing here touches the
// document: the body changes only by what `standing` says, once something is accepted.

import type { Block, Issue, Piece, Rewritten, Run } from '../../platform/types';
import { blockText, sameBlock, sameBody, tidyRuns } from '../blocks';
import { marksFor, type Mark, type Numbering } from '../editor/numbering';
import { lengthOf, runsText, sliceRuns } from './runs';

/** Characters of one block, in UTF-16 units. */
export type Span = { from: number; to: number };
/** What is rewritten: whole blocks, or a stretch of one. */
export type Scope = { at: number; count: number; span: Span | null };
/** What was asked for. */
export type Order = { action: string; instruction: string; length: number | null };

export type Verdict = 'accepted' | 'rejected';
export type Part = Rewritten & { settled: Readonly<Record<number, Verdict>> };

export type Review = {
  order: Order;
  /** Where its first block stands in the body now. */
  at: number;
  /** The block around a selection within it, and what stands before and after the selection. */
  around: { block: Block; head: Run[]; tail: Run[] } | null;
  /** What was sent. */
  blocks: Block[];
  /** By index. */
  parts: Part[];
  finished: boolean;
};

/** One change that still waits for a verdict. */
export type Change = { key: string; part: number; id: number; removed: Block[]; added: Block[]; issues: Issue[] };

/** The number of a change that is the whole of its part. */
export const WHOLE = -1;
export const keyOf = (part: number, id: number) => `${part}:${id}`;

export function beginReview(body: readonly Block[], { at, count, span }: Scope, order: Order): Review {
  const block = span ? body[at] : undefined;
  const around =
    span && block
      ? {
          block: { ...block, runs: [] },
          head: sliceRuns(block.runs, 0, span.from),
          tail: sliceRuns(block.runs, span.to, Infinity),
        }
      : null;
  const blocks =
    span && block ? [{ ...block, runs: sliceRuns(block.runs, span.from, span.to) }] : body.slice(at, at + count);
  return { order, at, around, blocks, parts: [], finished: false };
}

/** The stretch a review stands for, for asking again. */
export function scopeOf(review: Review): Scope {
  const count = standing(review).length;
  const { at, around } = review;
  if (!around || count !== 1) return { at, count, span: null };
  const from = lengthOf(around.head);
  return { at, count, span: { from, to: from + lengthOf(segments(review)[0]?.blocks[0]?.runs ?? []) } };
}

/**
 * A part as it came, if it is about what was sent; nothing else may ever reach the body. Pieces that do not add up to the text that
 * stands there are not trusted: the part is then one change.
 */
export function admit(review: Review, came: Rewritten): Part | null {
  const { before } = came;
  const first = before[0] ?? -1;
  const inRow = before.every((index, n) => index === first + n);
  const taken = review.parts.some((part) => part.index !== came.index && part.before.some((at) => before.includes(at)));
  if (before.length === 0 || first < 0 || !inRow || taken || first + before.length > review.blocks.length) return null;
  const block = review.blocks[first];
  const whole = before.length > 1 || !block || runsText(came.pieces.flatMap(oldRuns)) !== blockText(block);
  return { ...came, pieces: whole ? [] : came.pieces, settled: {} };
}

/** The review after a part came (again). */
export function receive(review: Review, came: Rewritten): Review {
  const part = admit(review, came);
  if (!part) return review;
  const others = review.parts.filter((other) => other.index !== part.index);
  return { ...review, parts: [...others, part].sort((a, b) => a.index - b.index) };
}

const oldRuns = (piece: Piece) => (piece.kind === 'change' ? piece.removed : piece.runs);
const isWhole = (part: Part) => part.pieces.length === 0;

type Segment = { part: Part | null; first: number; blocks: Block[] };

/** What stands in the place of each part, and the blocks no part stands for, in order. */
function segments(review: Review): Segment[] {
  const result: Segment[] = [];
  for (let i = 0; i < review.blocks.length;) {
    const part = review.parts.find((at) => at.before[0] === i) ?? null;
    const old = review.blocks.slice(i, i + (part?.before.length ?? 1));
    result.push({ part, first: i, blocks: part ? stood(part, old) : old });
    i += old.length;
  }
  return result;
}

function stood(part: Part, old: Block[]): Block[] {
  if (isWhole(part)) return part.settled[WHOLE] === 'accepted' ? part.after : old;
  const runs = part.pieces.flatMap((piece) =>
    piece.kind === 'change' && part.settled[piece.id] === 'accepted' ? piece.added : oldRuns(piece),
  );
  return old.map((block) => ({ ...block, runs: tidyRuns(runs) }));
}

/** The blocks of the body that a review stands for, as far as it is accepted. */
export function standing(review: Review): Block[] {
  const blocks = segments(review).flatMap((segment) => segment.blocks);
  const { around } = review;
  if (!around) return blocks;
  const { block, head, tail } = around;
  const [only] = blocks;
  if (only && blocks.length === 1) return [{ ...block, runs: tidyRuns([...head, ...only.runs, ...tail]) }];
  const rest = (runs: Run[]): Block[] => (runsText(runs).trim() === '' ? [] : [{ ...block, runs }]);
  return [...rest(head), ...blocks, ...rest(tail)];
}

/** Whether the body has, in its place, what the review stands for. */
export const fits = (review: Review, body: readonly Block[]) => {
  const stands = standing(review);
  return sameBody(body.slice(review.at, review.at + stands.length), stands);
};

/** The review after the body changed around it; null when the change touched what it stands for. */
export function follow(review: Review, before: readonly Block[], after: readonly Block[]): Review | null {
  const most = Math.min(before.length, after.length);
  const same = (a: Block | undefined, b: Block | undefined) => a !== undefined && b !== undefined && sameBlock(a, b);
  let head = 0;
  while (head < most && same(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < most - head && same(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail += 1;
  const end = review.at + standing(review).length;
  const by = end <= head ? 0 : review.at >= before.length - tail ? after.length - before.length : null;
  if (by === null) return null;
  const moved = by === 0 ? review : { ...review, at: review.at + by };
  return fits(moved, after) ? moved : null;
}

/** What a part still asks: nothing while it is being written, nothing when it says what stood there. */
function asked(review: Review, part: Part): Change[] {
  if (!part.finished) return [];
  const of = (id: number, removed: Block[], added: Block[]): Change => {
    const change = { key: keyOf(part.index, id), part: part.index, id, removed, added };
    return { ...change, issues: issuesOf(part, change) };
  };
  const old = review.blocks.slice(part.before[0], (part.before[0] ?? 0) + part.before.length);
  if (isWhole(part)) {
    return part.settled[WHOLE] || sameBody(old, part.after) ? [] : [of(WHOLE, old, part.after)];
  }
  const kind = (runs: Run[]): Block[] => [{ kind: 'paragraph', runs }];
  return part.pieces.flatMap((piece) =>
    piece.kind === 'change' && !part.settled[piece.id] ? [of(piece.id, kind(piece.removed), kind(piece.added))] : [],
  );
}

export const changesOf = (review: Review): Change[] => review.parts.flatMap((part) => asked(review, part));

/** An issue is about the change that has its words; a change that is the whole of its part has all of them. */
function issuesOf(part: Part, { id, removed, added }: Pick<Change, 'id' | 'removed' | 'added'>): Issue[] {
  if (id === WHOLE) return part.issues;
  const texts = [...removed, ...added].map(blockText);
  return part.issues.filter((issue) => issue.excerpt && texts.some((text) => text.includes(issue.excerpt ?? '')));
}

/** The review with a verdict on some of its changes. */
export function decide(review: Review, keys: readonly string[], verdict: Verdict): Review {
  const parts = review.parts.map((part) => {
    const decided = asked(review, part).filter((change) => keys.includes(change.key));
    if (decided.length === 0) return part;
    return { ...part, settled: { ...part.settled, ...Object.fromEntries(decided.map(({ id }) => [id, verdict])) } };
  });
  return { ...review, parts };
}

/** For each part that stands otherwise in `after`: its blocks as they were, and as they are. */
export function differences(before: Review, after: Review): { before: Block[]; after: Block[] }[] {
  if (before.around) {
    const [was, is] = [standing(before), standing(after)];
    return sameBody(was, is) ? [] : [{ before: was, after: is }];
  }
  const now = segments(after);
  return segments(before).flatMap(({ blocks }, n) => {
    const is = now[n]?.blocks ?? [];
    return sameBody(blocks, is) ? [] : [{ before: blocks, after: is }];
  });
}

/** What the page shows of a review; places are those of the body as it stands. */
export type Shown = {
  /** The blocks that wait, and must not be edited meanwhile. */
  at: number;
  count: number;
  out: ({ key: string; block: number; doubtful: boolean } & Span)[];
  /** Words put in at a place. */
  in: { key: string; block: number; offset: number; runs: Run[]; doubtful: boolean }[];
  /** Blocks put in after a block. */
  fresh: { key: string; block: number; blocks: Block[]; marks: Mark[]; doubtful: boolean; finished: boolean }[];
  /** Where the answer has come to. */
  tip: { block: number; offset: number } | null;
};

export function show(review: Review, body: readonly Block[], numbering: Numbering): Shown {
  const shown: Shown = { at: review.at, count: standing(review).length, out: [], in: [], fresh: [], tip: null };
  const open = new Map(changesOf(review).map((change) => [change.key, change]));
  const base = review.around ? lengthOf(review.around.head) : 0;
  let block = review.at;
  for (const { part, blocks } of segments(review)) {
    if (part && isWhole(part)) showWhole(part, block);
    else if (part) showWords(part, block);
    block += blocks.length;
  }
  return shown;

  function showWords(part: Part, block: number) {
    let offset = base;
    for (const piece of part.pieces) {
      if (piece.kind === 'ahead' && !part.finished) shown.tip = { block, offset };
      if (piece.kind !== 'change') {
        offset += lengthOf(piece.runs);
        continue;
      }
      const verdict = part.settled[piece.id];
      const length = lengthOf(verdict === 'accepted' ? piece.added : piece.removed);
      if (!verdict) {
        const key = keyOf(part.index, piece.id);
        const doubtful = (open.get(key)?.issues.length ?? 0) > 0;
        if (length > 0) shown.out.push({ key, block, from: offset, to: offset + length, doubtful });
        if (piece.added.length > 0) shown.in.push({ key, block, offset: offset + length, runs: piece.added, doubtful });
      }
      offset += length;
    }
    if (!part.finished && !part.pieces.some((piece) => piece.kind === 'ahead')) shown.tip = { block, offset };
  }

  function showWhole(part: Part, block: number) {
    const key = keyOf(part.index, WHOLE);
    const change = open.get(key);
    if (!change && part.finished) return;
    const doubtful = (change?.issues.length ?? 0) > 0;
    const count = part.before.length;
    const old = review.blocks.slice(part.before[0], (part.before[0] ?? 0) + count);
    if (change) {
      old.forEach(({ runs }, n) =>
        shown.out.push({ key, block: block + n, from: base, to: base + lengthOf(runs), doubtful }),
      );
    }
    const would = [...body.slice(0, block), ...part.after, ...body.slice(block + count)];
    const marks = marksFor(would, numbering).slice(block, block + part.after.length);
    const { after: blocks, finished } = part;
    shown.fresh.push({ key, block: block + count - 1, blocks, marks, doubtful, finished });
  }
}
