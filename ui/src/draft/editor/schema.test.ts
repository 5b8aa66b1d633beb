import { getSchema } from '@tiptap/core';
import { describe, expect, test } from 'vitest';
import type { Block, Run } from '../../platform/types';
import { sameBody, tidyRuns } from '../blocks';
import { blocksOf, placed } from '../stream';
import { extensions, toBody, toNodes } from './schema';

const schema = getSchema(extensions);

/** A small repeatable source of numbers: the same bodies on every run. */
function numbers(seed: number) {
  let at = seed;
  return (below: number) => {
    at = (Math.imul(at, 1_103_515_245) + 12_345) >>> 0;
    return (at >>> 8) % below;
  };
}

const PIECES = ['本署', '2026年12月8日', ' the ', '「質素」', '𨋢', 'A', '，', '  ', '(  ) in EP 12/6/3', '🂡'];

function anyBody(next: (below: number) => number): Block[] {
  return Array.from({ length: next(8) }, (): Block => {
    const runs: Run[] = Array.from({ length: next(5) }, () => ({
      text: Array.from({ length: next(4) }, () => PIECES[next(PIECES.length)]).join(''),
      bold: next(2) === 1,
      underline: next(2) === 1,
    }));
    const kind = next(3);
    if (kind === 0) return { kind: 'heading', runs };
    return kind === 1 ? { kind: 'item', level: 1 + next(2), runs } : { kind: 'paragraph', runs };
  });
}

describe('blocks and the editor', () => {
  test('any body survives the editor, its runs tidied', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const body = anyBody(numbers(seed));
      const back = blocksOf(toBody(toNodes(schema, placed(body))));
      const one = body[0];
      const empty = body.length === 1 && one?.kind === 'paragraph' && tidyRuns(one.runs).length === 0;
      expect(sameBody(back, empty ? [] : body), `seed ${seed}`).toBe(true);
      for (const block of back) expect(block.runs).toEqual(tidyRuns(block.runs));
    }
  });

  test('an empty body is one empty paragraph to type into, and is empty again', () => {
    const doc = toNodes(schema, []);
    expect(doc.childCount).toBe(1);
    expect(toBody(doc)).toEqual([]);
  });

  test('what a block is of an arriving draft goes with it', () => {
    const body = [{ block: { kind: 'paragraph', runs: [] } as Block, stream: 3 }];
    expect(toBody(toNodes(schema, [...body, ...body])).map((entry) => entry.stream)).toEqual([3, 3]);
  });
});
