// Pure functions over the blocks of a body.

import type { Block, Document, Run } from '../platform/types';

export const blockText = (block: Block) => block.runs.map((run) => run.text).join('');
export const plain = (text: string): Run => ({ text, bold: false, underline: false });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: text ? [plain(text)] : [] });

/** Joins neighbours of the same emphasis and drops empty runs, so that equal texts compare equal. */
export function tidyRuns(runs: readonly Run[]): Run[] {
  const tidy: Run[] = [];
  for (const run of runs) {
    const last = tidy.at(-1);
    if (run.text === '') continue;
    if (last && last.bold === run.bold && last.underline === run.underline) last.text += run.text;
    else tidy.push({ text: run.text, bold: run.bold, underline: run.underline });
  }
  return tidy;
}

export function sameBlock(a: Block, b: Block): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'item' && b.kind === 'item' && a.level !== b.level) return false;
  const [left, right] = [tidyRuns(a.runs), tidyRuns(b.runs)];
  return (
    left.length === right.length &&
    left.every((run, i) => {
      const other = right[i];
      return other && run.text === other.text && run.bold === other.bold && run.underline === other.underline;
    })
  );
}

export const sameBody = (a: readonly Block[], b: readonly Block[]) =>
  a.length === b.length && a.every((block, i) => sameBlock(block, b[i] as Block));

/** Nothing typed yet: what a new document from the store looks like, its defaults aside. */
export const isEmpty = (document: Document, points: string) =>
  points.trim() === '' && document.body.every((block) => blockText(block).trim() === '');
