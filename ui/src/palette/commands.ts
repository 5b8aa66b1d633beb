// Everything the palette reaches. Each entry is found by its wording in either language.

import { dictionaries, inLang } from '../i18n/index.svelte';
import type { Words } from '../i18n/zh-Hant-HK';
import type { BenchRow, Label, Lang, Listed, Theme } from '../platform/types';
import { KEYS } from '../draft/rewrite/keys';
import { both } from '../shell/notices.svelte';
import type { Session } from '../shell/session.svelte';
import { COMMANDS } from '../translate/commands';

export type Entry = { id: string; label: Label; keys: string; run: () => unknown };

const LANGS: readonly Lang[] = ['zh-Hant-HK', 'en-GB'];
const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];

export function commands(session: Session): Entry[] {
  const { desk, run, exporting } = session;
  const entry = (id: string, pick: (t: Words) => string, go: () => unknown, keys = ''): Entry => ({
    id,
    label: both(pick),
    keys,
    run: go,
  });
  const inDraft = (go: () => unknown) => () => {
    session.go('draft');
    return go();
  };
  const { translating } = session;
  const inTranslate = (go: () => unknown) => () => {
    session.go('translate');
    return go();
  };
  const bench = COMMANDS.filter((command) => !command.bench || (translating.bench && session.view === 'translate')).map(
    ({ id, label, keys, run }) =>
      entry(
        id,
        label,
        inTranslate(() => run(session)),
        keys[0],
      ),
  );
  const stopTranslating = entry(
    'stop-translating',
    (t) => t.bench.stopTranslating,
    () => translating.machine.stop(),
  );
  const { rewriting } = session;
  const rewrites = desk.hasBody
    ? [
        ...KEYS.filter((key) => key.when(session)).map(({ id, label, keys, run }) =>
          entry(
            `rewrite-${id}`,
            label,
            inDraft(() => run(session)),
            keys,
          ),
        ),
        ...(rewriting.possible && !rewriting.running ? rewriting.for(rewriting.lang) : []).map((action) => ({
          id: `rewrite-${action.id}`,
          label: {
            zh: dictionaries['zh-Hant-HK'].rewrite.doing(action.name.zh),
            en: dictionaries['en-GB'].rewrite.doing(action.name.en),
          },
          keys: '',
          run: inDraft(() => rewriting.choose(action)),
        })),
      ]
    : [];
  return [
    ...(session.view === 'translate' ? bench : []),
    ...(translating.machine.running ? [stopTranslating] : []),
    ...(run.running
      ? [
          entry(
            'stop',
            (t) => t.stop,
            () => run.stop(),
            'Esc',
          ),
        ]
      : [
          entry(
            'generate',
            (t) => t.generate,
            inDraft(() => session.generate()),
            'Ctrl+Enter',
          ),
          ...(desk.hasBody
            ? [
                entry(
                  'another',
                  (t) => t.another,
                  inDraft(() => session.generate(true)),
                ),
              ]
            : []),
          entry(
            'next-finding',
            (t) => t.checkNext,
            inDraft(() => session.walkFindings(1)),
            'F8',
          ),
          entry(
            'minutes',
            (t) => t.minutes.command,
            () => session.minuting.show(),
          ),
          entry(
            'reply',
            (t) => t.reply.command,
            () => session.replying.show(),
          ),
          entry(
            'summary',
            (t) => t.summary.command,
            () => session.summarising.show(),
          ),
          ...(desk.empty
            ? []
            : [
                session.dated.dates.doneOn === ''
                  ? entry(
                      'due-mark',
                      (t) => t.due.mark,
                      inDraft(() => session.dues.mark(session.dated)),
                    )
                  : entry(
                      'due-reopen',
                      (t) => t.due.reopen,
                      inDraft(() => session.dues.reopen(session.dated)),
                    ),
                entry(
                  'due-set',
                  (t) => t.due.set,
                  inDraft(() => (session.dues.shown = session.dated)),
                ),
              ]),
          entry(
            'phrases',
            (t) => t.phrases,
            inDraft(() => session.phrasing.show()),
            'Ctrl+J',
          ),
          entry(
            'docx',
            (t) => t.exportDocx,
            inDraft(() => exporting.export('docx')),
          ),
          ...(desk.hasAccepted
            ? [
                entry(
                  'docx-tracked',
                  (t) => t.rewrite.exportTracked,
                  inDraft(() => exporting.export('docx', true)),
                ),
              ]
            : []),
          entry(
            'pdf',
            (t) => t.exportPdfLong,
            inDraft(() => exporting.export('pdf')),
          ),
          entry(
            'txt',
            (t) => t.exportTxtLong,
            inDraft(() => exporting.export('txt')),
          ),
        ]),
    ...rewrites,
    entry(
      'points',
      (t) => t.focusPoints,
      () => session.focusField('points'),
    ),
    entry(
      'undo',
      (t) => t.undo,
      () => session.acts?.undo(),
      'Ctrl+Z',
    ),
    entry(
      'redo',
      (t) => t.redo,
      () => session.acts?.redo(),
      'Ctrl+Y',
    ),
    entry(
      'view-draft',
      (t) => t.draft,
      () => session.go('draft'),
      'Ctrl+1',
    ),
    entry(
      'view-translate',
      (t) => t.translate,
      () => session.go('translate'),
      'Ctrl+2',
    ),
    entry(
      'view-convert',
      (t) => t.convert,
      () => session.go('convert'),
      'Ctrl+3',
    ),
    entry(
      'view-check',
      (t) => t.check,
      () => session.go('check'),
      'Ctrl+4',
    ),
    ...(session.view === 'check' && session.filing.file
      ? [
          entry(
            'check-save',
            (t) => t.filing.saveCopy,
            () => session.filing.save('copy'),
            'Ctrl+S',
          ),
          ...(session.filing.word
            ? [
                entry(
                  'check-save-review',
                  (t) => t.filing.saveReview,
                  () => session.filing.save('review'),
                ),
              ]
            : []),
          entry(
            'check-next',
            (t) => t.checkNext,
            () => session.filing.walk(1),
            'F8',
          ),
        ]
      : []),
    entry(
      'view-library',
      (t) => t.library,
      () => session.go('library'),
      'Ctrl+5',
    ),
    entry(
      'profiles',
      (t) => t.profiles.title,
      () => session.go('settings'),
    ),
    entry(
      'due-list',
      (t) => t.due.list,
      () => {
        session.go('library');
        return session.library.only(true);
      },
    ),
    entry(
      'view-settings',
      (t) => t.settings,
      () => session.go('settings'),
      'Ctrl+6',
    ),
    entry(
      'help',
      (t) => t.help,
      () => session.go('help'),
      'F1',
    ),
    entry(
      'zh',
      (t) => t.toChinese,
      () => session.set({ uiLang: 'zh-Hant-HK' }),
    ),
    entry(
      'en',
      (t) => t.toEnglish,
      () => session.set({ uiLang: 'en-GB' }),
    ),
    ...THEMES.map((theme) =>
      entry(
        `theme-${theme}`,
        (t) => t.themeTo(t.themeNames[theme]),
        () => session.set({ theme }),
      ),
    ),
    ...(session.view === 'translate' ? [] : bench),
  ].filter(({ id }) => id !== `view-${session.view}`);
}

export const newDocuments = (session: Session): Entry[] =>
  session.boot.templates.flatMap((template) =>
    LANGS.map((lang) => ({
      id: `new-${template.id}-${lang}`,
      label: {
        zh: dictionaries['zh-Hant-HK'].newOf(template.name.zh, dictionaries['zh-Hant-HK'].langNameLocal[lang]),
        en: dictionaries['en-GB'].newOf(template.name.en, dictionaries['en-GB'].langNameLocal[lang]),
      },
      keys: '',
      run: () => session.create(template.id, lang),
    })),
  );

export const documents = (session: Session, rows: readonly Listed[]): Entry[] =>
  rows.map((row) => {
    const name = session.boot.templates.find((template) => template.id === row.template)?.name;
    const label = (lang: Lang) =>
      [row.subject || dictionaries[lang].noSubject, name ? inLang(name, lang) : '', row.correspondent]
        .filter(Boolean)
        .join(' · ');
    return {
      id: `document-${row.id}`,
      label: { zh: label('zh-Hant-HK'), en: label('en-GB') },
      keys: row.reference,
      run: () => session.open(row.id),
    };
  });

export const translated = (session: Session, rows: readonly BenchRow[], text: string): Entry[] =>
  rows
    .map((row) => ({
      id: `translation-${row.id}`,
      label: { zh: row.name, en: row.name },
      keys: '',
      run: () => {
        session.go('translate');
        return session.translating.open(row.id);
      },
    }))
    .filter((entry) => matches(entry, text));

/** Every word typed is in the wording of one language or the other. */
export function matches(entry: Entry, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return [entry.label.zh, entry.label.en].some((label) => {
    const wording = label.toLowerCase();
    return words.every((word) => wording.includes(word));
  });
}
