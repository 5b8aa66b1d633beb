// The words of summaries, in English.

import type { summary as zh } from './summary.zh-Hant-HK';

export const summary: typeof zh = {
  command: 'Summarise',
  title: 'Summary',
  about:
    'A document in a few points: its sentences are picked by rule, each point says where it comes from, and a wording whose facts are not those of its sentence is not used.',
  open: 'Open a file',
  another: 'Another',
  paste: 'Paste a text here, or open a Word file, PDF, e-mail or text',
  count: 'How many points',
  shorten: 'Let the model shorten the sentences',
  here: 'Summarise the open document',
  begin: 'Summarise',
  reading: 'Reading…',
  working: (point, all) => `Writing point ${point} of ${all}`,
  done: (count) =>
    count === 1 ? '1 point; press it to see its sentence' : `${count} points; press one to see its sentence`,
  stopped: (count, all) => `Stopped, with ${count} of ${all} points written`,
  source: 'The text',
  result: 'Points',
  line: (line) => `line ${line}`,
  kept: 'as it stands',
  copy: 'Copy',
  copied: 'Copied.',
  notCopied: 'It could not be copied; select the text and press Ctrl+C.',
};
