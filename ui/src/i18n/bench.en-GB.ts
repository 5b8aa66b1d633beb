// The words of the translate view in plain British English. Not a translation of the Chinese: each is written for itself.

import type { Words } from './zh-Hant-HK';

const n = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

export const bench: Words['bench'] = {
  start: 'Translate a document',
  direction: 'Into',
  directionAuto: 'The other language',
  into: { 'zh-Hant-HK': 'Chinese', 'en-GB': 'English' },
  languages: { 'zh-Hant-HK': 'Traditional Chinese (Hong Kong)', 'en-GB': 'English' },
  short: { 'zh-Hant-HK': 'Chinese', 'en-GB': 'English' },
  openFile: 'Open a file',
  opening: 'Opening',
  paste: 'Text to translate',
  pasteHint: 'Paste or type text here, or drop a Word or text file on the window. Chinese or English.',
  begin: 'Begin',
  recent: 'Translations',
  recentNone:
    'There are no translations yet. Files you open and text you paste are kept here to go on with at any time.',
  recentProgress: (segments, translated, confirmed) =>
    `${n(segments, 'segment')}, ${translated} translated, ${confirmed} confirmed`,
  recentDone: (segments) => `${n(segments, 'segment')}, all confirmed`,
  deleteOne: (name) => `Delete “${name}”`,
  deletedHint: 'The translation goes; the original file and the memory stay.',
  noFolders: 'Only files can be opened here, not folders.',
  firstOfSeveral: (others) =>
    `One file is translated at a time. The first is open; ${others === 1 ? '1 other was' : `${others} others were`} left.`,
  dropHere: 'Drop to translate',

  back: 'Back',
  backLong: 'Back to the list of translations',
  of: (segments, words, language) =>
    n(segments, 'segment') + (words > 0 ? `, ${n(words, language === 'en-GB' ? 'word' : 'character')}` : ''),
  openIssues: (count) => (count === 0 ? 'no open issues' : n(count, 'open issue')),
  meter: (confirmed, translated, segments) =>
    `${n(segments, 'segment')}, ${translated} translated, ${confirmed} confirmed`,
  done: (confirmed, segments) => `${confirmed} of ${segments} confirmed`,
  translateAll: 'Translate all',
  allTranslated: 'All translated',
  stopTranslating: 'Stop translating',
  busyElsewhere: (name) => `Translating “${name}”`,
  left: (minutes) => (minutes === null ? '' : minutes === 0 ? 'under a minute left' : `${minutes} min left`),
  background: (done, todo) => (todo === 0 ? 'Beginning to translate' : `Translating ${done} of ${todo}`),
  issues: 'Issues',
  issuesButton: (count) => `Issues ${count}`,
  exportSame: { word: 'Export Word', text: 'Export text' },
  exportBilingual: 'Export both languages side by side (Word)',
  exportTmx: 'Export sentence pairs (TMX)',
  exportMore: 'Other formats',
  exportAnyway: 'Export anyway',
  outline: 'Outline',
  more: 'More',

  rows: 'Segments',
  segment: (at, state, issues) => `Segment ${at}, ${state}` + (issues === 0 ? '' : `, ${n(issues, 'issue')}`),
  editorLabel: (at) => `Translation of segment ${at}`,
  sourceLabel: (at) => `Source of segment ${at}`,
  state: {
    untranslated: 'Not started',
    memory: 'Memory',
    machine: 'Machine',
    edited: 'Edited',
    confirmed: 'Confirmed',
  },
  memoryPercent: (percent) => `Memory ${Math.min(100, percent)}%`,
  writing: 'Writing…',
  moreIssues: (count) => `${count} more`,
  tag: (at) => `tag ${at}`,
  tagOpen: (at) => `tag ${at} begins`,
  tagClose: (at) => `tag ${at} ends`,
  addTag: (at) => `Add tag ${at} (Alt+Shift+${at})`,

  confirm: 'Confirm',
  confirmLong: 'Confirm and go to the next',
  translateOne: 'Translate this one',
  copySource: 'Copy the source',
  addTags: 'Add missing tags',
  split: 'Split',
  splitLong: 'Split the segment in its source',
  splitHint: 'Move the caret to where it should be split and press Enter; Esc cancels.',
  join: 'Join the next',
  joinLong: 'Join with the next segment',
  joinNot: 'The next segment belongs to another paragraph and cannot be joined.',
  next: 'Next segment',
  previous: 'Previous segment',
  nextIssue: 'Next issue',
  previousIssue: 'Previous issue',
  noIssues: 'There are no open issues.',
  letStand: 'Let it stand',
  letStandOne: (message) => `Let it stand: ${message}`,
  stood: 'It stands.',

  matches: 'Memory',
  matchFrom: 'For',
  matchFigures: 'figures put in',
  useMatch: (at) => `Use match ${at} of the memory`,
  useMatches: 'Use a match of the memory',
  noMatch: 'The memory has no such match.',
  matchesNone: 'The memory has nothing like it',
  terms: 'Terms',
  termsLong: 'Insert a term',
  termsNone: 'No term of the glossary is in it',
  insertTerm: (term) => `Insert “${term}”`,
  facts: 'Facts',
  factStands: 'in the translation',
  factLacks: 'not in the translation',
  strength: { locked: 'Must be used', preferred: 'Preferred', hint: 'For reference' },

  sayEmpty: 'There is no translation to confirm yet.',
  sayOpen: (message) => `Not confirmed, something is wrong: ${message}`,
  sayAllConfirmed: 'Every segment is confirmed.',
  sayTranslated: (done) => `Finished: ${n(done, 'segment')} translated.`,
  sayStopped: (done) => `Stopped after ${n(done, 'segment')}.`,

  find: 'Find and replace',
  findText: 'Find',
  replaceBy: 'Replace with',
  findCount: (at, of) => (of === 0 ? 'none' : at < 0 ? n(of, 'place') : `${at + 1} of ${of}`),
  findNext: 'Next place',
  findPrevious: 'Previous place',
  replaceOne: 'Replace',
  replaceAll: 'Replace all',
  replacedIn: (places) => `Replaced in ${n(places, 'place')}. Ctrl+Z takes it back.`,
  matchCase: 'Match case',
  where: 'Look in',
  whereNames: { target: 'Translation', source: 'Source' },
  scope: 'Which segments',
  scopeNames: { all: 'All segments', open: 'Not confirmed', here: 'From here on' },

  glossary: 'Glossary',
  glossaryAbout: 'Translations follow these terms; a wording that should not be used becomes an issue.',
  termEn: 'English',
  termZh: 'Chinese',
  termZhHint: 'Several with 、 between them, the best first',
  termStrength: 'Strength',
  termForbidden: 'Not to be used',
  termNote: 'Note',
  termAdd: 'Add',
  termSave: 'Save',
  termEdit: 'Edit',
  termEditOne: (term) => `Edit ${term}`,
  termRemoveOne: (term) => `Remove ${term}`,
  termFind: 'Find a term',
  termNone: 'No terms yet. Type one above, or import a TSV, CSV or TBX file.',
  termNoMatch: (text) => `No term has “${text}”.`,
  termCount: (count) => n(count, 'term'),
  suggested: 'Often in confirmed segments',
  suggestedCount: (count) => (count === 1 ? 'once' : `${count} times`),
  suggestedAdd: (en, zh) => `Add ${en}, ${zh}`,
  takeIn: 'Import',
  giveOut: 'Export',
  giveOutAs: (format) => `Export ${format}`,
  takenIn: (taken, refused) =>
    `${n(taken, 'entry', 'entries')} imported` +
    (refused.length === 0
      ? '.'
      : `; ${refused.length === 1 ? 'line' : 'lines'} ${someLines(refused)} could not be read and ${refused.length === 1 ? 'was' : 'were'} left out.`),
  givenOut: (path) => `Exported to ${path}`,

  memory: 'Memory',
  memoryAbout: 'Confirmed segments go into the memory, for the next time the same or a similar sentence comes.',
  memoryPairs: (pairs) => `The memory has ${n(pairs, 'pair')} of sentences.`,
  memoryEmpty:
    'The memory is empty. It grows as you confirm segments, import a TMX file, or align earlier texts in both languages.',
  takeInTmx: 'Import TMX',
  giveOutTmx: 'Export TMX',
  align: 'Align two documents',
  alignAbout: 'Choose the English file, then the Chinese one. Nothing is kept before you have looked it over.',
  aligned: (pairs, ticked) => `${ticked} of ${n(pairs, 'pair')} chosen`,
  alignedNone: 'No sentences of the two documents could be laid side by side.',
  alignTick: 'Keep',
  alignSure: 'Sure',
  alignNote: 'Taken from',
  alignNoteHint: 'Such as Circular No. 5/2026',
  alignKeep: 'Keep in the memory',
  alignKept: (pairs) => `${n(pairs, 'pair')} kept.`,
  tickAll: 'Choose all',
  tickNone: 'Choose none',

  bands: 'Match statistics',
  bandsAbout: 'What the memory knew of this document when it was opened.',
  band: (from) =>
    from === -1
      ? 'Repeated within the document'
      : from === 0
        ? 'New'
        : from === 101
          ? 'Same, and the sentence before it too'
          : from === 100
            ? 'Same'
            : `Similar, ${from}% and over`,
  bandName: 'Match',
  bandSegments: 'Segments',
  bandWords: (language) => (language === 'en-GB' ? 'Words' : 'Characters'),
  bandTotal: 'Total',

  keys: 'Keys of this view',
  keysMatches: 'Alt+1 to 9',
  keysTags: 'Alt+Shift+1 to 9',
  keysTagsLabel: 'Insert a tag of the source',
  keysLeave: 'Leave the text; again, stop translating',
};

/** The first few of many lines. */
function someLines(lines: readonly number[]): string {
  return lines.slice(0, 8).join(', ') + (lines.length > 8 ? ` and ${lines.length - 8} more` : '');
}
