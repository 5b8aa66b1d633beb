// Notes of a meeting, in memory: a line with a colon is somebody who speaks, one that begins with # is a heading.

import type { DocumentRecord, Found, Meeting, NewMinutes, OpenNotes, Remark } from '../platform/types';

const NONE: Found = { value: '', line: null };

export function readNotesMock({ text, lang }: OpenNotes): Meeting {
  const lines = text.split('\n');
  const chinese = lang !== 'en-GB';
  const speakers: Meeting['speakers'] = [];
  const items: Meeting['items'] = [];
  const remarks: Remark[] = [];
  lines.forEach((line, at) => {
    if (line.startsWith('#')) items.push({ heading: line.slice(1).trim(), line: at });
    const [label, said] = line.split('：');
    if (!label || !said) return;
    let speaker = speakers.findIndex((voice) => voice.label === label);
    if (speaker < 0) {
      const called = label === '主席' && !chinese ? 'The Chairman' : label;
      speaker = speakers.push({ label, called, known: !/^[A-Z]+$/.test(label) }) - 1;
    }
    const kind = said.includes('決定') ? 'decided' : said.endsWith('？') ? 'asked' : 'said';
    const degree = said.length < 4 ? null : kind === 'decided' ? 'decisions' : kind === 'asked' ? 'summary' : 'full';
    remarks.push({
      text: said,
      line: at,
      speaker,
      item: Math.max(0, items.length - 1),
      kind: degree === null ? 'chatter' : kind,
      owner: '',
      due: '',
      degree,
    });
  });
  const header: Meeting['header'] = {
    meeting: { value: '安全委員會', line: 0 },
    title: { value: '第3次會議記錄', line: 0 },
    date: { value: '2026-12-09', line: 0 },
    time: NONE,
    venue: NONE,
    present: NONE,
    attending: NONE,
    absent: NONE,
    ended: NONE,
  };
  return { lang: lang ?? 'zh-Hant-HK', lines, header, speakers, items, remarks };
}

/** The document minutes begin as. */
export function minutesDocument({ meeting, name }: NewMinutes): Pick<DocumentRecord, 'document' | 'points'> {
  const points = meeting.remarks
    .filter((remark) => remark.degree !== null)
    .map(
      ({ line, speaker, text }) =>
        `〔${line + 1}〕${speaker === null ? '' : meeting.speakers[speaker]?.called}：${text}`,
    );
  return {
    document: {
      template: 'memo',
      lang: meeting.lang,
      fields: { subject: meeting.header.title.value },
      body: [],
      source: { name, text: meeting.lines.join('\n') },
    },
    points: points.join('\n'),
  };
}
