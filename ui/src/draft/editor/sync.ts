// Puts a body into the editor by replacing only what differs, so that the caret stays where the officer put it.

import type { EditorView } from '@tiptap/pm/view';
import { Slice } from '@tiptap/pm/model';
import type { Placed } from '../stream';
import { toNodes } from './schema';

/** Set on transactions that came from the program, so that they are not reported back as the officer's. */
export const FROM_PROGRAM = 'fromProgram';

export function putBody(view: EditorView, body: readonly Placed[]) {
  const { doc, schema, tr } = view.state;
  const next = toNodes(schema, body);
  const start = doc.content.findDiffStart(next.content);
  if (start === null) return;
  const end = doc.content.findDiffEnd(next.content);
  if (!end) return;
  let { a, b } = end;
  // The common ends may overlap, as when a character was doubled.
  const overlap = start - Math.min(a, b);
  if (overlap > 0) {
    a += overlap;
    b += overlap;
  }
  const $from = next.resolve(start);
  const $to = next.resolve(b);
  const slice = $from.sameParent($to) && $from.parent !== next ? next.slice(start, b) : null;
  if (slice) tr.replace(start, a, slice);
  else {
    // Across blocks whole blocks are replaced: those before and after stay the same nodes.
    const first = Math.min(doc.resolve(start).index(0), $from.index(0));
    const lastOld = blockAfter(doc, a);
    const lastNew = blockAfter(next, b);
    const content = next.content.cut(offsetOf(next, first), offsetOf(next, lastNew));
    tr.replace(offsetOf(doc, first), offsetOf(doc, lastOld), new Slice(content, 0, 0));
  }
  view.dispatch(tr.setMeta(FROM_PROGRAM, true));
}

type Doc = EditorView['state']['doc'];

/** The index after the block that `position` touches. */
function blockAfter(doc: Doc, position: number): number {
  const $at = doc.resolve(position);
  return $at.depth === 0 ? $at.index(0) : $at.index(0) + 1;
}

function offsetOf(doc: Doc, index: number): number {
  let offset = 0;
  for (let i = 0; i < index; i += 1) offset += doc.child(i).nodeSize;
  return offset;
}
