// What is selected on the page, as something that can be rewritten.

import type { Selection } from '@tiptap/pm/state';
import type { Scope } from './review';

/**
 * Several blocks are taken whole; within one block the selected words, without the blanks around them. The whole body when nothing is
 * selected.
 */
export function scopeIn(selection: Selection | undefined, blocks: number): Scope {
  const all: Scope = { at: 0, count: blocks, span: null };
  if (!selection || selection.empty) return all;
  const { $from, $to } = selection;
  const [first, last] = [$from.index(0), $to.index(0)];
  if (first >= blocks) return all;
  if (first !== last || $from.depth === 0 || $to.depth === 0) {
    // A selection that only touches the beginning of a block does not mean it.
    const end = $to.depth > 0 && $to.parentOffset > 0 ? last + 1 : last;
    return { at: first, count: Math.max(1, Math.min(end, blocks) - first), span: null };
  }
  const text = $from.parent.textContent;
  const chosen = text.slice($from.parentOffset, $to.parentOffset);
  if (chosen.trim() === '') return all;
  const from = $from.parentOffset + (chosen.length - chosen.trimStart().length);
  const to = $to.parentOffset - (chosen.length - chosen.trimEnd().length);
  const rest = text.slice(0, from) + text.slice(to);
  return { at: first, count: 1, span: rest.trim() === '' ? null : { from, to } };
}
