// The places of a conversion: what is in doubt, which words the government has others for, what was chosen; and the result in
// pieces that look the same throughout. Everything counts characters as Rust does, not the halves of JavaScript's strings.

import type { Chosen, ConvertedText } from '../platform/types';

/** The characters of a text. */
export const characters = (text: string): string[] => Array.from(text);

/** A place to look at. */
export type Place = {
  kind: 'doubt' | 'wording';
  at: number;
  length: number;
  /** What the program printed, and what else it may be. */
  alternatives: string[];
};

/** The places of a conversion in order; of two that touch, the doubtful character goes first. */
export function placesOf({ doubts, wording }: ConvertedText): Place[] {
  const all: Place[] = [
    ...doubts.map(({ at, chosen, others }) => ({
      kind: 'doubt' as const,
      at,
      length: 1,
      alternatives: [chosen, ...others],
    })),
    ...wording.map(({ at, word, instead }) => ({
      kind: 'wording' as const,
      at,
      length: characters(word).length,
      alternatives: [word, ...instead],
    })),
  ];
  all.sort((a, b) => a.at - b.at || a.length - b.length);
  let end = 0;
  return all.filter((place) => {
    if (place.at < end) return false;
    end = place.at + place.length;
    return true;
  });
}

/** What is printed at the places that somebody decided, by where they begin. */
export type Choices = ReadonlyMap<number, string>;
export const NOTHING_CHOSEN: Choices = new Map();
/** The choices with more of them. */
export const choosing = (chosen: Choices, more: Iterable<readonly [number, string]>): Choices =>
  new Map([...chosen, ...more]);

/** A piece of the result; a place is a piece of its own. */
export type Piece = { text: string; changed: boolean; place: number | null };

/** Some lines of the text, small enough to be drawn anew while somebody types. */
export type Chunk = { start: number; end: number };

const LINES = 24;

/** The text in chunks of whole lines. */
export function chunksOf(source: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  let lines = 0;
  source.forEach((character, at) => {
    if (character === '\n' && ++lines === LINES) {
      chunks.push({ start, end: at + 1 });
      start = at + 1;
      lines = 0;
    }
  });
  if (start < source.length) chunks.push({ start, end: source.length });
  return chunks;
}

/** A chunk of the result in pieces. */
export function piecesOf(
  { start, end }: Chunk,
  source: readonly string[],
  result: readonly string[],
  places: readonly Place[],
  chosen: Choices,
): Piece[] {
  const out: Piece[] = [];
  let next = firstFrom(places, start);
  let at = start;
  while (at < end) {
    const place = places[next];
    if (place && place.at === at) {
      const printed = chosen.get(at) ?? result.slice(at, at + place.length).join('');
      out.push({ text: printed, changed: true, place: next });
      at += place.length;
      next++;
      continue;
    }
    const text = result[at] ?? '';
    const changed = text !== source[at];
    const last = out.at(-1);
    if (last && last.place === null && last.changed === changed) last.text += text;
    else out.push({ text, changed, place: null });
    at++;
  }
  return out;
}

/** The first of the places that begins at a character or after it. */
export function firstFrom(places: readonly Place[], at: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The result with what was chosen. */
export function printed(result: readonly string[], places: readonly Place[], chosen: Choices): string {
  if (chosen.size === 0) return result.join('');
  const out = result.slice();
  for (const place of places) {
    const choice = chosen.get(place.at);
    if (choice === undefined) continue;
    out[place.at] = choice;
    for (let at = place.at + 1; at < place.at + place.length; at++) out[at] = '';
  }
  return out.join('');
}

/** A chunk of the result as plain text. */
export function plainOf({ start, end }: Chunk, result: readonly string[], places: readonly Place[], chosen: Choices) {
  const here = places.slice(firstFrom(places, start), firstFrom(places, end));
  const moved = here.map((place) => ({ ...place, at: place.at - start }));
  const choices = new Map([...chosen].map(([at, text]) => [at - start, text]));
  return printed(result.slice(start, end), moved, choices);
}

/** What was chosen, for the program: only what belongs to a place that is still there. */
export const choicesOf = (places: readonly Place[], chosen: Choices): Chosen[] =>
  places.flatMap(({ at, length }) => {
    const text = chosen.get(at);
    return text === undefined ? [] : [{ at, length, text }];
  });

/** What was chosen before the source was edited, at its new places; what the edit touched is open again. */
export function carried(before: readonly string[], after: readonly string[], chosen: Choices): Choices {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shortest - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const out = new Map<number, string>();
  for (const [at, text] of chosen) {
    if (at < head) out.set(at, text);
    else if (at >= before.length - tail) out.set(at + after.length - before.length, text);
  }
  return out;
}

const HAN = /\p{Script=Han}/u;

/** The word a place stands in, as far as can be guessed: one Chinese character to each side. */
export function wordAround(source: readonly string[], { at, length }: Place): string {
  const before = HAN.test(source[at - 1] ?? '') ? 1 : 0;
  const after = HAN.test(source[at + length] ?? '') ? 1 : 0;
  return source.slice(at - before, at + length + after).join('');
}

/** Where a word of the source stands around a place, as its first character; null when it does not. */
export function wordAt(source: readonly string[], word: string, { at, length }: Place): number | null {
  const wanted = characters(word);
  for (let start = Math.max(0, at + length - wanted.length); start <= at; start++) {
    if (wanted.every((character, n) => source[start + n] === character)) return start;
  }
  return null;
}
