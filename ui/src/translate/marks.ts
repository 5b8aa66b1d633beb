// Where something stands in a text that the eye should find: an issue, a fact, what is searched for.

import type { BenchSegment, FactHelp, Issue, Severity } from '../platform/types';
import { parse, serialise, written, type TagMark } from './tags';

export type MarkKind = 'here' | 'found' | Severity | 'fact';
export type Mark = { start: number; end: number; kind: MarkKind };
export type Run = { kind: 'text'; text: string; mark: MarkKind | null } | TagMark;

/** The stronger first: where two meet, it is drawn. */
const STRENGTH: readonly MarkKind[] = ['here', 'found', 'error', 'warning', 'info', 'fact'];

/** A text in runs that look the same throughout; tags are runs of their own. */
export function runsOf(text: string, marks: readonly Mark[]): Run[] {
  let at = 0;
  return parse(text).flatMap((piece): Run[] => {
    if (piece.kind !== 'text') {
      at += written(piece).length;
      return [piece];
    }
    const [start, end] = [at, at + piece.text.length];
    at = end;
    const cuts = new Set([start, end]);
    const here = marks.filter((mark) => mark.start < end && mark.end > start);
    for (const mark of here) {
      cuts.add(Math.max(start, mark.start));
      cuts.add(Math.min(end, mark.end));
    }
    const edges = [...cuts].sort((a, b) => a - b);
    return edges.slice(0, -1).map((from, n) => {
      const to = edges[n + 1] ?? end;
      const over = here.filter((mark) => mark.start <= from && mark.end >= to).map((mark) => mark.kind);
      const mark = STRENGTH.find((kind) => over.includes(kind)) ?? null;
      return { kind: 'text', text: text.slice(from, to), mark };
    });
  });
}

/** Where a wording stands in a text, tags within it not counted; nothing when it does not. */
export function placeOf(text: string, wording: string): { start: number; end: number } | null {
  if (wording === '') return null;
  const plain = text.indexOf(wording);
  if (plain >= 0) return { start: plain, end: plain + wording.length };
  // Over tags: the place of each character of the bare text.
  const places: number[] = [];
  let bare = '';
  let at = 0;
  for (const piece of parse(text)) {
    if (piece.kind === 'text') {
      for (let n = 0; n < piece.text.length; n++) places.push(at + n);
      bare += piece.text;
      at += piece.text.length;
    } else at += serialise([piece]).length;
  }
  const found = bare.indexOf(wording);
  const [start, last] = [places[found], places[found + wording.length - 1]];
  return found < 0 || start === undefined || last === undefined ? null : { start, end: last + 1 };
}

const mark = (text: string, wording: string | null, kind: MarkKind): Mark[] => {
  const place = wording === null ? null : placeOf(text, wording);
  return place ? [{ ...place, kind }] : [];
};

/** What is marked in a translation. */
export const targetMarks = ({ target, issues }: BenchSegment, facts: readonly FactHelp[] = []): Mark[] => [
  ...issues.flatMap((issue) => mark(target, issue.excerpt, issue.severity)),
  ...facts.flatMap((fact) => (fact.stands ? mark(target, fact.target, 'fact') : [])),
];

/** What is marked in a source: what an issue speaks of that the translation does not have. */
export const sourceMarks = ({ source, target, issues }: BenchSegment): Mark[] =>
  issues.flatMap((issue: Issue) =>
    issue.excerpt !== null && placeOf(target, issue.excerpt) ? [] : mark(source, issue.excerpt, issue.severity),
  );
