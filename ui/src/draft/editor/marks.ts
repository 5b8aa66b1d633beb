// Which characters of the page are underlined, and why.

import type { Block, CheckRow, FactRow } from '../../platform/types';
import { blockText } from '../blocks';
import { units } from '../../check/fix';

/** Characters `from` to `to` of block `block`, in UTF-16 units. */
export type Underline = { block: number; from: number; to: number; kind: string; title: string };

/** Finds `text` in its block, or in any when the block is not known or no longer has it. */
export function locate(
  blocks: readonly Block[],
  block: number | null,
  text: string,
): Omit<Underline, 'kind' | 'title'> | null {
  if (text === '') {
    const at = block === null ? undefined : blocks[block];
    return block !== null && at ? { block, from: 0, to: blockText(at).length } : null;
  }
  const order = [...(block === null ? [] : [block]), ...blocks.keys()];
  for (const index of order) {
    const at = blocks[index] ? blockText(blocks[index]).indexOf(text) : -1;
    if (at >= 0) return { block: index, from: at, to: at + text.length };
  }
  return null;
}

/** The very place, where it is known and the words are still there. */
function exact(blocks: readonly Block[], { block, range, excerpt }: CheckRow) {
  const at = block === null ? undefined : blocks[block];
  if (block === null || !at || !range) return null;
  const text = blockText(at);
  const [from, to] = units(text, range);
  return excerpt === null || text.slice(from, to) === excerpt ? { block, from, to } : null;
}

export function underlines(
  blocks: readonly Block[],
  facts: readonly FactRow[],
  issues: readonly CheckRow[],
  say: (issue: CheckRow) => string,
): Underline[] {
  const found: Underline[] = [];
  for (const fact of facts) {
    const place = fact.found ? locate(blocks, fact.block, fact.found) : null;
    if (place) found.push({ ...place, kind: `fact-${fact.state}`, title: '' });
  }
  for (const issue of issues) {
    const place = exact(blocks, issue) ?? (issue.excerpt ? locate(blocks, issue.block, issue.excerpt) : null);
    if (place) found.push({ ...place, kind: `issue-${issue.severity}`, title: say(issue) });
  }
  return found;
}
