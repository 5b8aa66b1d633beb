import { expect, test } from 'vitest';
import { blockText, paragraph } from './blocks';
import { arrive, blocksOf, none, settle, type Placed } from './stream';

const texts = (body: readonly Placed[]) => blocksOf(body).map(blockText);

test('paragraphs come in order and may come again', () => {
  const arrived = none();
  let body = arrive([], arrived, 0, paragraph('一'));
  body = arrive(body, arrived, 0, paragraph('一二'));
  body = arrive(body, arrived, 1, paragraph('三'));
  expect(texts(body)).toEqual(['一二', '三']);
  expect(settle(body, arrived, [paragraph('壹'), paragraph('叁'), paragraph('肆')]).map(blockText)).toEqual([
    '壹',
    '叁',
    '肆',
  ]);
});

test('what the officer edited stays, what was removed stays away, what was added stays in its place', () => {
  const arrived = none();
  let body: Placed[] = [];
  for (const [index, text] of ['甲', '乙', '丙'].entries()) body = arrive(body, arrived, index, paragraph(text));
  body[0] = { block: paragraph('甲，改過'), stream: 0 };
  body = [body[0], { block: paragraph('加上'), stream: null }, body[2] as Placed];
  body = arrive(body, arrived, 0, paragraph('甲再來'));
  body = arrive(body, arrived, 1, paragraph('乙再來'));
  body = arrive(body, arrived, 3, paragraph('丁'));
  expect(texts(body)).toEqual(['甲，改過', '加上', '丙', '丁']);
  const final = ['甲終', '乙終', '丙終', '丁終'].map(paragraph);
  expect(settle(body, arrived, final).map(blockText)).toEqual(['甲，改過', '加上', '丙終', '丁終']);
});

test('a final text of fewer paragraphs takes the rest away', () => {
  const arrived = none();
  let body = arrive([], arrived, 0, paragraph('甲'));
  body = arrive(body, arrived, 1, paragraph('乙'));
  expect(settle(body, arrived, [paragraph('甲乙')]).map(blockText)).toEqual(['甲乙']);
});
