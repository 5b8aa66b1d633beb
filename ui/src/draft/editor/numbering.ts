// The numbers the page shows before its blocks. A sheet says how the form numbers; the page numbers by the same rule
// while the officer types, so that no number waits for the next sheet.

import type { Block, Part } from '../../platform/types';

export type Numbering = {
  /** The first paragraph that carries a number, from 1; 0 when none does. */
  from: number;
  /** Whether a paragraph without a number is indented. */
  indent: boolean;
  /** Whether headings carry the numbers, and paragraphs under them `1.1`. */
  sectioned?: boolean;
  /** What stands before every paragraph in place of a number: the box of a reply slip. */
  mark?: string;
};

/** What the page shows before one block. */
export type Mark = { number: string; indent: boolean };

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
      if (!rule.sectioned) return { number: '', indent: false };
      section += 1;
      paragraph = 0;
      return { number: `${section}.`, indent: false };
    }
    paragraph += 1;
    if (rule.sectioned && section > 0) return { number: `${section}.${paragraph}`, indent: false };
    if (rule.mark) return { number: rule.mark, indent: false };
    const numbered = rule.from > 0 && paragraph >= rule.from;
    return numbered ? { number: `${paragraph}.`, indent: false } : { number: '', indent: rule.indent };
  });
}

/** `a` … `z`, `aa`, … */
const letter = (n: number): string =>
  (n > 26 ? letter(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(97 + ((n - 1) % 26));
