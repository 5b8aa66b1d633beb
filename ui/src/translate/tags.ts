// The inline tags of a source and its translation: ‹1›…‹/1› around what is set in another way, ‹2/› for what is no text, such as a
// footnote's mark. Positions are those of JavaScript's strings unless a name says characters.

export type TagMark = { kind: 'open' | 'close' | 'object'; n: number };
export type Piece = { kind: 'text'; text: string } | TagMark;
/** A tag of the source: a pair, or an object. */
export type Tag = { n: number; object: boolean };

const MARK = /‹(\/?)(\d{1,9})(\/?)›/gu;

/** A text in its pieces; what looks like a mark and is none stays text. */
export function parse(text: string): Piece[] {
  const out: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const [raw, before, n, after] = match;
    if (before && after) continue;
    if (match.index > from) out.push({ kind: 'text', text: text.slice(from, match.index) });
    out.push({ kind: before ? 'close' : after ? 'object' : 'open', n: Number(n) });
    from = match.index + raw.length;
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) });
  return out;
}

/** A mark as it is typed. */
export const written = ({ kind, n }: TagMark) =>
  kind === 'open' ? `‹${n}›` : kind === 'close' ? `‹/${n}›` : `‹${n}/›`;

export const serialise = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : written(piece))).join('');

/** The bare text. */
export const strip = (text: string) =>
  parse(text)
    .map((piece) => (piece.kind === 'text' ? piece.text : ''))
    .join('');

/** The tags of a text, each once, in the order they stand. */
export function tagsOf(text: string): Tag[] {
  const out = new Map<string, Tag>();
  for (const piece of parse(text)) {
    if (piece.kind === 'text') continue;
    const tag = { n: piece.n, object: piece.kind === 'object' };
    out.set(`${tag.n} ${tag.object}`, tag);
  }
  return [...out.values()];
}

const marksOf = ({ n, object }: Tag) =>
  object ? [written({ kind: 'object', n })] : [written({ kind: 'open', n }), written({ kind: 'close', n })];

/** The tags of the source that the translation lacks, whole or in part. */
export const missing = (source: string, target: string): Tag[] =>
  tagsOf(source).filter((tag) => marksOf(tag).some((mark) => !target.includes(mark)));

export type Selected = { text: string; start: number; end: number };

/** Puts a tag around what is selected, or an object's mark in its place; the selection stays on the text. */
export function putTag({ text, start, end }: Selected, tag: Tag): Selected {
  const [open = '', close = ''] = marksOf(tag);
  if (tag.object) {
    const at = start + open.length;
    return { text: text.slice(0, start) + open + text.slice(end), start: at, end: at };
  }
  return {
    text: text.slice(0, start) + open + text.slice(start, end) + close + text.slice(end),
    start: start + open.length,
    end: end + open.length,
  };
}

/** The translation with the tags it lacks: around all of it where they are around all of the source, else at its end. */
export function withMissing(source: string, target: string): string {
  const pieces = parse(source);
  return missing(source, target).reduce((text, tag) => {
    const rest = marksOf(tag).filter((mark) => !text.includes(mark));
    const [first, last] = [pieces.find(isText), pieces.findLast(isText)];
    const at = (kind: Piece['kind']) =>
      pieces.findIndex((piece) => piece.kind === kind && 'n' in piece && piece.n === tag.n);
    const around =
      !tag.object &&
      rest.length === 2 &&
      at('open') <= pieces.indexOf(first as Piece) &&
      at('close') > pieces.lastIndexOf(last as Piece);
    if (around) return `${rest[0]}${text}${rest[1]}`;
    // A mark that stands before all words of the source does so in the translation too.
    if (tag.object && at('object') < pieces.indexOf(first as Piece)) return rest.join('') + text;
    return text + rest.join('');
  }, target);
}
const isText = (piece: Piece) => piece.kind === 'text' && piece.text.trim() !== '';

/** How many characters of the bare text stand before a place in it. */
export const charactersBefore = (bare: string, at: number) => Array.from(bare.slice(0, at)).length;
