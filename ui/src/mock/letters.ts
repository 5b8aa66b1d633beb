// Letters to answer, in memory: every line that ends with a question mark is a point.

import type { DocumentRecord, Found, Incoming, OpenLetter, Reply } from '../platform/types';

const NONE: Found = { value: '', line: null };

export function readLetterMock({ text }: OpenLetter): Incoming {
  const lines = text.split('\n');
  const sentences = lines
    .map((line, at) => ({ text: line, line: at }))
    .filter(({ text }) => text.trim() !== '')
    .map((line) => ({ ...line, taken: line.text.endsWith('？') ? ('point' as const) : ('left' as const) }));
  const points = sentences
    .map((sentence, at) => ({ text: sentence.text, kind: 'question' as const, sentence: at }))
    .filter(({ text }) => text.endsWith('？'));
  return {
    lang: 'zh-Hant-HK',
    lines,
    header: {
      sender: { value: '李玉珍', line: 0 },
      honorific: NONE,
      post: NONE,
      organisation: NONE,
      address: NONE,
      phone: NONE,
      email: NONE,
      date: { value: '2026-11-09', line: null },
      reference: NONE,
      ourReference: NONE,
      subject: { value: '噪音', line: null },
      deadline: NONE,
      classification: NONE,
    },
    sentences,
    points,
    personal: [],
  };
}

/** The document a reply begins as. */
export const replyDocument = (reply: Reply): Pick<DocumentRecord, 'document' | 'points'> => ({
  document: {
    template: 'letter',
    lang: reply.incoming.lang,
    fields: { subject: reply.incoming.header.subject.value, addressee: reply.incoming.header.sender.value },
    body: [],
  },
  points: reply.incoming.points.map((ask, at) => `問：${ask.text}\n${reply.answers[at] ?? ''}`).join('\n'),
});
