// The numbers the page shows before its blocks. A sheet says how the form numbers; the page numbers by the same rule
// while the officer types, so that no number waits for the next sheet.

import type { Block, Part } from '../../platform/types';
import { blockText } from '../blocks';

export type Numbering = {
  /** The first paragraph that carries a number, from 1; 0 when none does. */
  from: number;
  /** Whether a paragraph without a number is indented. */
  indent: boolean;
  /** Whether headings carry the numbers, and paragraphs under them `1.1`. */
  sectioned?: boolean;
  /** What stands before every paragraph in place of a number: the box of a reply slip. */
  mark?: string;
  /** The headings that begin an annex, as the last sheet has them. */
  annexes?: Annexes;
};

/** What makes an annex is the form's affair: its headings are known by their whole text, so that they may move about. */
export type Annexes = {
  /** Each heading, and its end that is the title. */
  titles: ReadonlyMap<string, string>;
  /** The first paragraph in an annex that carries a number; 0 when none does. */
  from: number;
};

/** What the page shows before one block; for one that begins an annex, how many characters of it are the name. */
export type Mark = { number: string; indent: boolean; name?: number };

export const noAnnexes: Annexes = { titles: new Map(), from: 0 };

/** Reads the annexes off a sheet of the body. */
export function annexesOf(parts: readonly Part[], body: readonly Block[]): Annexes {
  const start = parts.findIndex((part) => part.role === 'annex');
  if (start < 0) return noAnnexes;
  const titles = new Map<string, string>();
  let from = 0;
  let paragraph = 0;
  for (const part of parts.slice(start)) {
    if (part.role === 'annex') {
      paragraph = 0;
      const heading = body[part.block];
      if (heading) titles.set(blockText(heading), part.title.map((span) => span.text).join(''));
    } else if (part.role === 'paragraph') {
      paragraph += 1;
      if (from === 0 && part.number !== null && /^\d+\.$/.test(part.number)) from = paragraph;
    }
  }
  return { titles, from };
}

/** Reads the rule off a sheet of a heading and a few paragraphs. */
export function numberingOf(parts: readonly Part[]): Numbering {
  const paragraphs = parts.filter((part) => part.role === 'paragraph');
  const first = paragraphs.findIndex((part) => part.number !== null);
  const indent = paragraphs.some((part) => part.indent);
  if (parts.some((part) => part.role === 'heading' && part.number !== null))
    return { from: 0, indent, sectioned: true };
  const number = paragraphs[first]?.number ?? '';
  if (number !== '' && !/\d/.test(number)) return { from: 0, indent, mark: number };
  return { from: first + 1, indent };
}

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv', 'xv'];

export function marksFor(blocks: readonly Block[], rule: Numbering): Mark[] {
  let paragraph = 0;
  let section = 0;
  let { from } = rule;
  const item = [0, 0];
  return blocks.map((block) => {
    if (block.kind === 'item') {
      const deep = block.level > 1 ? 1 : 0;
      item[deep] = (item[deep] ?? 0) + 1;
      if (deep === 0) item[1] = 0;
      const n = item[deep] ?? 1;
      return { number: deep === 0 ? `(${letter(n)})` : `(${ROMAN[n - 1] ?? n})`, indent: false };
    }
    item.fill(0);
    if (block.kind === 'heading') {
      const title = rule.annexes?.titles.get(blockText(block));
      if (title !== undefined) {
        [section, paragraph, from] = [0, 0, rule.annexes?.from ?? 0];
        return { number: '', indent: false, name: blockText(block).trimEnd().length - title.trimEnd().length };
      }
      if (!rule.sectioned) return { number: '', indent: false };
      section += 1;
      paragraph = 0;
      return { number: `${section}.`, indent: false };
    }
    paragraph += 1;
    if (rule.sectioned && section > 0) return { number: `${section}.${paragraph}`, indent: false };
    if (rule.mark) return { number: rule.mark, indent: false };
    const numbered = from > 0 && paragraph >= from;
    return numbered ? { number: `${paragraph}.`, indent: false } : { number: '', indent: rule.indent };
  });
}

/** `a` … `z`, `aa`, … */
const letter = (n: number): string =>
  (n > 26 ? letter(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(97 + ((n - 1) % 26));
