// A text cut where findings begin and end. Pure; the pieces put together are the text.

import type { CheckRow } from '../platform/types';
import { units } from './fix';

/** A stretch of a text; `at` is the number of the finding it is about, in the list of all. */
export type Piece = { text: string; at: number | null };

/** Cuts a paragraph by its findings, given with their numbers; of two that overlap the first is marked. */
export function pieces(text: string, found: readonly (readonly [number, CheckRow])[]): Piece[] {
  const out: Piece[] = [];
  let end = 0;
  const places = found
    .flatMap(([at, { range }]) => (range ? [{ at, place: units(text, range) }] : []))
    .sort((a, b) => a.place[0] - b.place[0]);
  for (const { at, place } of places) {
    const [from, to] = place;
    if (from < end || to <= from) continue;
    if (from > end) out.push({ text: text.slice(end, from), at: null });
    out.push({ text: text.slice(from, to), at });
    end = to;
  }
  if (end < text.length || out.length === 0) out.push({ text: text.slice(end), at: null });
  return out;
}

/** The findings of each paragraph, with their numbers. */
export function byParagraph(rows: readonly CheckRow[]): ReadonlyMap<number, (readonly [number, CheckRow])[]> {
  const out = new Map<number, (readonly [number, CheckRow])[]>();
  rows.forEach((row, at) => {
    if (row.block === null) return;
    const there = out.get(row.block);
    if (there) there.push([at, row]);
    else out.set(row.block, [[at, row]]);
  });
  return out;
}
