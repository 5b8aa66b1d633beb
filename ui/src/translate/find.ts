// Finding and replacing over the segments. Tags are never found in nor replaced; a match does not reach over one.

import type { BenchSegment } from '../platform/types';
import { parse, written } from './tags';

export type Scope = 'all' | 'open' | 'here';
export type Where = 'target' | 'source';
export type Query = { text: string; where: Where; scope: Scope; matchCase: boolean };
export type Match = { id: number; start: number; end: number };

/** The places of a wording in one text. */
export function placesIn(text: string, wording: string, matchCase: boolean): { start: number; end: number }[] {
  if (wording === '') return [];
  const wanted = matchCase ? wording : fold(wording);
  const out: { start: number; end: number }[] = [];
  let offset = 0;
  for (const piece of parse(text)) {
    if (piece.kind !== 'text') {
      offset += written(piece).length;
      continue;
    }
    const looked = matchCase ? piece.text : fold(piece.text);
    for (let at = looked.indexOf(wanted); at >= 0; at = looked.indexOf(wanted, at + wanted.length)) {
      out.push({ start: offset + at, end: offset + at + wanted.length });
    }
    offset += piece.text.length;
  }
  return out;
}
/** Lower case, letter for letter: one that would become two stays as it is. */
const fold = (text: string) => {
  const lower = text.toLowerCase();
  return lower.length === text.length
    ? lower
    : Array.from(text, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
};

/** All matches in order; `here` is where the scope `here` begins. */
export function matchesOf(segments: readonly BenchSegment[], query: Query, here: number | null): Match[] {
  const from =
    query.scope === 'here'
      ? Math.max(
          0,
          segments.findIndex(({ id }) => id === here),
        )
      : 0;
  return segments
    .slice(from)
    .filter((segment) => query.scope !== 'open' || segment.state !== 'confirmed')
    .flatMap((segment) =>
      placesIn(segment[query.where], query.text, query.matchCase).map((place) => ({ id: segment.id, ...place })),
    );
}

/** A text with some of its places replaced. */
export function replaced(text: string, places: readonly { start: number; end: number }[], by: string): string {
  let out = '';
  let from = 0;
  for (const { start, end } of places) {
    out += text.slice(from, start) + by;
    from = end;
  }
  return out + text.slice(from);
}

/** The next match after a place (or the one before it), round at the ends. */
export function nextMatch(
  matches: readonly Match[],
  order: ReadonlyMap<number, number>,
  from: { id: number | null; at: number },
  step: 1 | -1,
): number {
  if (matches.length === 0) return -1;
  const row = from.id === null ? -1 : (order.get(from.id) ?? -1);
  const after = matches.findIndex((match) => {
    const its = order.get(match.id) ?? 0;
    return its > row || (its === row && match.start >= from.at);
  });
  if (step > 0) return after < 0 ? 0 : after;
  return ((after < 0 ? matches.length : after) - 1 + matches.length) % matches.length;
}
