// The words of replying to a letter, in English.

import type { reply as zh } from './reply.zh-Hant-HK';

export const reply: typeof zh = {
  command: 'Reply to a letter',
  button: 'Reply',
  title: 'Reply to a letter',
  about:
    'Open the letter (Word, PDF, e-mail or text), or paste it below: who wrote it and everything it asks is read from it, and you note an answer to each point.',
  open: 'Open the letter',
  another: 'Another letter',
  paste: 'Paste the letter here',
  read: 'Read it',
  reading: 'Reading…',
  letter: 'The letter',
  answers: 'Facts and points',
  facts: 'Facts of the letter',
  fact: {
    sender: 'From',
    honorific: 'Title',
    post: 'Post',
    organisation: 'Organisation',
    address: 'Address',
    date: 'Date of the letter',
    reference: 'Their reference',
    subject: 'Subject',
  },
  received: 'Received on (ten days to answer)',
  points: 'What it asks',
  pointsOpen: (open, all) => (open === 0 ? `all ${all} have an answer` : `${all} points, ${open} without an answer`),
  noPoints: 'Nothing that asks for an answer was found; add it from the other sentences.',
  askKinds: { question: 'question', request: 'request', complaint: 'complaint', reply: 'reply by a day' },
  where: 'Show the sentence',
  drop: (text) => `No point to answer: ${text}`,
  noteFor: (text) => `Answer: ${text}`,
  noteHint: 'The gist of the answer, in any language',
  left: (count) => `Other sentences (${count})`,
  add: 'Add as a point',
  notes: 'Further points',
  notesHint: 'One a line',
  othersData: (count) =>
    count === 1
      ? 'The letter holds a personal detail of somebody else: do not cite it in the reply.'
      : `The letter holds ${count} personal details of others: do not cite them in the reply.`,
  kind: 'Kind of reply',
  kinds: { full: 'Full reply', interim: 'Interim reply', ack: 'Acknowledgement' },
  begin: 'Begin the reply',
  list: 'Points of the letter',
  listDone: (done, all) => `${done} of ${all} answered`,
  answered: { yes: 'answered', unproved: 'not proved', no: 'not answered' },
};
