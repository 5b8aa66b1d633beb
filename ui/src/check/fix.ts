// Putting right what was found: pure functions over field values and blocks. Places are counted in characters as Rust counts them.

import type { Block, CheckRow, Run } from '../platform/types';
import { blockText, tidyRuns } from '../draft/blocks';

/** A finding that can be put right where it stands. */
export type Fixable = CheckRow & { fix: string; range: [number, number] };

export const isFixable = (row: CheckRow): row is Fixable =>
  row.fix !== null && row.range !== null && (row.field !== null || row.block !== null);

/** The UTF-16 places of a stretch of characters. */
export function units(text: string, [from, to]: readonly [number, number]): [number, number] {
  const chars = Array.from(text);
  const before = chars.slice(0, from).join('').length;
  return [before, before + chars.slice(from, to).join('').length];
}

function inText(text: string, range: readonly [number, number], fix: string): string {
  const [from, to] = units(text, range);
  return text.slice(0, from) + fix + text.slice(to);
}

/** The new words take the emphasis of the first they stand for. */
function inRuns(runs: readonly Run[], range: readonly [number, number], fix: string): Run[] {
  const [from, to] = units(runs.map((run) => run.text).join(''), range);
  const out: Run[] = [];
  let start = 0;
  let put = false;
  for (const run of runs) {
    const end = start + run.text.length;
    const kept = (a: number, b: number) => run.text.slice(Math.max(a - start, 0), Math.max(b - start, 0));
    out.push({ ...run, text: kept(start, Math.min(from, end)) });
    // An insertion belongs to the run it ends.
    if (!put && from <= end && (from < end || to === from)) {
      out.push({ ...run, text: fix });
      put = true;
    }
    out.push({ ...run, text: kept(Math.max(to, start), end) });
    start = end;
  }
  return tidyRuns(out);
}

export type Amended = { fields?: Record<string, string>; body?: Block[] };

/** Fixes in the order in which they are made: the last in each text first, so that the places of the others stay; of two that overlap, the first. */
export function inOrder<Row extends Fixable>(rows: readonly Row[]): Row[] {
  const ends = new Map<string, number>();
  return [...rows]
    .sort((a, b) => a.range[0] - b.range[0])
    .filter((row) => {
      const key = row.block === null ? `field ${row.field}` : `block ${row.block}`;
      if (row.range[0] < (ends.get(key) ?? 0)) return false;
      ends.set(key, row.range[1]);
      return true;
    })
    .reverse();
}

/** Makes fixes. */
export function amend(fields: Record<string, string>, body: readonly Block[], rows: readonly Fixable[]): Amended {
  const nextFields = { ...fields };
  const nextBody = [...body];
  let [inFields, inBody] = [false, false];
  for (const { field, block, range, fix } of inOrder(rows)) {
    const at = block === null ? undefined : nextBody[block];
    if (block !== null && at) {
      nextBody[block] = { ...at, runs: inRuns(at.runs, range, fix) };
      inBody = true;
    } else if (field !== null) {
      nextFields[field] = inText(nextFields[field] ?? '', range, fix);
      inFields = true;
    }
  }
  return { ...(inFields ? { fields: nextFields } : {}), ...(inBody ? { body: nextBody } : {}) };
}

/** What a finding is about, for one that was passed over: the same words by the same rule in the same place. */
export const sameThing = (row: CheckRow, body: readonly Block[]) => {
  const block = row.block === null ? undefined : body[row.block];
  return [row.code, row.field ?? '', row.excerpt ?? '', block ? blockText(block) : ''].join('\n');
};

/** Which finding it is, while the words around it may change. */
export const whichThing = ({ code, field, block, excerpt }: CheckRow) =>
  [code, field ?? '', block ?? '', excerpt ?? ''].join('\n');

/** Where `wanted` stands in a list, next to where it stood; -1 when it is gone. */
export function nearest(list: readonly string[], wanted: string, at: number): number {
  const places = list.flatMap((key, n) => (key === wanted ? [n] : []));
  return places.reduce((best, n) => (best < 0 || Math.abs(n - at) < Math.abs(best - at) ? n : best), -1);
}
