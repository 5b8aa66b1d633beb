import { expect, test } from 'vitest';
import type { Block, Part } from '../../platform/types';
import { paragraph } from '../blocks';
import { annexesOf, marksFor, numberingOf } from './numbering';

const item = (level: number): Block => ({ kind: 'item', level, runs: [] });
const part = (number: string | null): Part => ({
  role: 'paragraph',
  number,
  indent: number === null,
  text: [],
  block: 0,
});

test('a memo numbers from the second paragraph; items begin anew under each', () => {
  const blocks = [paragraph('a'), paragraph('b'), item(1), item(1), item(2), item(2), item(1), paragraph('c'), item(1)];
  expect(marksFor(blocks, { from: 2, indent: true }).map((mark) => mark.number)).toEqual([
    '',
    '2.',
    '(a)',
    '(b)',
    '(i)',
    '(ii)',
    '(c)',
    '3.',
    '(a)',
  ]);
});

test('a letter has no numbers and indents every paragraph', () => {
  expect(marksFor([paragraph('a'), paragraph('b')], { from: 0, indent: true })).toEqual([
    { number: '', indent: true },
    { number: '', indent: true },
  ]);
});

test('the rule is read off a sheet of a few paragraphs', () => {
  expect(numberingOf([part(null), part('2.'), part('3.')])).toEqual({ from: 2, indent: true });
  expect(numberingOf([part('1.'), part('2.')])).toEqual({ from: 1, indent: false });
  expect(numberingOf([part(null), part(null), part(null)])).toEqual({ from: 0, indent: true });
});

test('minutes number their headings and the paragraphs under them; a reply slip has its box', () => {
  const heading: Block = { kind: 'heading', runs: [] };
  const blocks = [paragraph('a'), heading, paragraph('b'), paragraph('c'), heading, paragraph('d'), item(1)];
  const marks = marksFor(blocks, { from: 0, indent: false, sectioned: true });
  expect(marks.map((mark) => mark.number)).toEqual(['', '1.', '1.1', '1.2', '2.', '2.1', '(a)']);
  const headed = (number: string | null): Part => ({ role: 'heading', number, text: [], block: 0 });
  expect(numberingOf([headed('1.'), part('1.1')])).toEqual({ from: 0, indent: false, sectioned: true });
  expect(numberingOf([headed(null), part('□'), part('□')])).toEqual({ from: 0, indent: false, mark: '□' });
  expect(marksFor([paragraph('a')], { from: 0, indent: false, mark: '□' })).toEqual([{ number: '□', indent: false }]);
});

test('letters go on after z', () => {
  const marks = marksFor(
    Array.from({ length: 28 }, () => item(1)),
    { from: 0, indent: true },
  );
  expect(marks.slice(25).map((mark) => mark.number)).toEqual(['(z)', '(aa)', '(ab)']);
});

const span = (text: string) => ({ text, bold: false, underline: false, ghost: false, field: null });
const heading = (text: string): Block => ({ kind: 'heading', runs: [{ text, bold: false, underline: false }] });

test('an annex counts anew, by the rule its sheet shows', () => {
  const body = [paragraph('a'), paragraph('b'), heading('附件A　選址'), paragraph('c'), paragraph('d')];
  const annex: Part = { role: 'annex', name: '附件A', title: [span('選址')], block: 2 };
  const annexes = annexesOf([part(null), part('2.'), annex, part('1.'), part('2.')], body);
  expect(annexes).toEqual({ titles: new Map([['附件A　選址', '選址']]), from: 1 });
  const marks = marksFor(body, { from: 2, indent: true, annexes });
  expect(marks.map((mark) => mark.number)).toEqual(['', '2.', '', '1.', '2.']);
  expect(marks[2]?.name).toBe('附件A　'.length);
  expect(annexesOf([part(null)], body)).toEqual({ titles: new Map(), from: 0 });
});
