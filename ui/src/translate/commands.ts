// Every command of the translate view, once: its keys, its words, what it does. The keyboard, the palette and the list of keys
// all read from here.

import { i18n } from '../i18n/index.svelte';
import type { Words } from '../i18n/zh-Hant-HK';
import { asFailure, pickFiles } from '../platform';
import { announcer } from '../shell/announcer.svelte';
import { SEEN } from '../shell/keys';
import type { Session } from '../shell/session.svelte';
import { byWeight } from './walk';
import type { Workbench } from './workbench.svelte';

export type Command = {
  id: string;
  label: (t: Words) => string;
  /** Each way to press it, as it is shown; none for those without keys. */
  keys: readonly string[];
  /** Only while a document lies on the bench. */
  bench: boolean;
  run: (session: Session) => unknown;
};

const say = (pick: (t: Words['bench']) => string) => announcer.say(pick(i18n.t.bench));
/** A command for the document on the bench. */
const on = (
  id: string,
  label: Command['label'],
  keys: readonly string[],
  run: (b: Workbench, s: Session) => unknown,
): Command => ({
  id: `bench-${id}`,
  label,
  keys,
  bench: true,
  run: (session) => (session.translating.bench ? run(session.translating.bench, session) : undefined),
});

export const COMMANDS: readonly Command[] = [
  on(
    'confirm',
    (t) => t.bench.confirmLong,
    ['Ctrl+Enter'],
    (bench) => confirm(bench),
  ),
  on(
    'next',
    (t) => t.bench.next,
    ['Ctrl+↓', 'Alt+↓'],
    (bench) => bench.step(1),
  ),
  on(
    'previous',
    (t) => t.bench.previous,
    ['Ctrl+↑', 'Alt+↑'],
    (bench) => bench.step(-1),
  ),
  on(
    'next-issue',
    (t) => t.bench.nextIssue,
    ['F8'],
    (bench) => toIssue(bench, 1),
  ),
  on(
    'previous-issue',
    (t) => t.bench.previousIssue,
    ['Shift+F8'],
    (bench) => toIssue(bench, -1),
  ),
  on(
    'copy-source',
    (t) => t.bench.copySource,
    ['Ctrl+Insert'],
    (bench) => bench.copySource(),
  ),
  on(
    'term',
    (t) => t.bench.termsLong,
    ['Alt+T'],
    () => nextTerm(),
  ),
  on(
    'translate-one',
    (t) => t.bench.translateOne,
    ['Ctrl+Shift+Enter'],
    (bench, session) => (bench.active === null ? undefined : session.translating.translate([bench.active])),
  ),
  on(
    'translate-all',
    (t) => t.bench.translateAll,
    [],
    (_, session) => session.translating.translate(),
  ),
  on(
    'split',
    (t) => t.bench.splitLong,
    ['Ctrl+E'],
    (bench) => (bench.splitting = bench.active !== null && !bench.splitting),
  ),
  on(
    'join',
    (t) => t.bench.joinLong,
    ['Ctrl+J'],
    (bench) => (bench.canJoin ? bench.join() : say((t) => t.joinNot)),
  ),
  on(
    'tags',
    (t) => t.bench.addTags,
    [],
    (bench) => bench.addMissingTags(),
  ),
  on(
    'find',
    (t) => t.bench.find,
    ['Ctrl+H', 'Ctrl+F'],
    (_, session) => session.translating.finding?.show(),
  ),
  on(
    'issues',
    (t) => t.bench.issues,
    [],
    (_, { translating }) => (translating.issuesShown = !translating.issuesShown),
  ),
  on(
    'export-same',
    (t) => t.bench.exportSame.word,
    [],
    (_, session) => session.translating.export('same'),
  ),
  on(
    'export-bilingual',
    (t) => t.bench.exportBilingual,
    [],
    (_, session) => session.translating.export('bilingual'),
  ),
  on(
    'export-tmx',
    (t) => t.bench.exportTmx,
    [],
    (_, session) => session.translating.export('tmx'),
  ),
  on(
    'bands',
    (t) => t.bench.bands,
    [],
    (_, session) => session.translating.show('bands'),
  ),
  on(
    'back',
    (t) => t.bench.backLong,
    [],
    (_, session) => session.translating.close(),
  ),
  { id: 'bench-open', label: (t) => t.bench.start, keys: ['Ctrl+O'], bench: false, run: pick },
  {
    id: 'bench-glossary',
    label: (t) => t.bench.glossary,
    keys: [],
    bench: false,
    run: ({ translating }) => translating.show('glossary'),
  },
  {
    id: 'bench-memory',
    label: (t) => t.bench.memory,
    keys: [],
    bench: false,
    run: ({ translating }) => translating.show('memory'),
  },
  {
    id: 'bench-keys',
    label: (t) => t.bench.keys,
    keys: [],
    bench: false,
    run: ({ translating }) => translating.show('keys'),
  },
];

/** Whether an event is the keys as they are shown: all its modifiers, no other. */
export function pressed(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const ctrl = event.ctrlKey || event.metaKey;
  const held = { Ctrl: ctrl, Alt: event.altKey, Shift: event.shiftKey };
  for (const [name, down] of Object.entries(held)) if (parts.slice(0, -1).includes(name) !== down) return false;
  const named = { '↑': 'ArrowUp', '↓': 'ArrowDown' }[key] ?? key;
  // A letter by its place on the keyboard too: with Alt it may stand for another character.
  return event.key.toLowerCase() === named.toLowerCase() || (named.length === 1 && event.code === `Key${named}`);
}

/** The command an event asks for. */
export const commandFor = (event: KeyboardEvent): Command | undefined =>
  COMMANDS.find((command) => command.keys.some((keys) => pressed(event, keys)));

/** The digit of a key from 1 to 9, whatever stands on it with Shift; 0 for another key. */
export const digitOf = (event: KeyboardEvent) => Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0);

export async function pick(session: Session) {
  try {
    await session.translating.take(await pickFiles());
  } catch (reason) {
    session.notices.fail(asFailure(reason));
  }
}

/** Confirms and goes on; says why not, and shows it. */
export async function confirm(bench: Workbench) {
  const line = bench.current;
  switch (await bench.confirm()) {
    case 'empty':
      return say((t) => t.sayEmpty);
    case 'confirmed':
      // The officer may have gone elsewhere meanwhile.
      if (bench.current === line && !bench.toOpen()) say((t) => t.sayAllConfirmed);
      return;
    case 'open': {
      const issue = byWeight(line?.segment.issues ?? [])[0];
      if (issue) say((t) => t.sayOpen(i18n.label(issue.message)));
      document.querySelector<HTMLElement>('[data-testid="segment-issues"] button')?.focus(SEEN);
    }
  }
}

function toIssue(bench: Workbench, step: 1 | -1) {
  const only = bench.current?.segment.issues.length ?? 0;
  if (!bench.toIssue(step) && only === 0) say((t) => t.noIssues);
}

/** Takes the first term in hand; from one, the next. */
function nextTerm() {
  const terms = [...document.querySelectorAll<HTMLElement>('[data-testid="segment-terms"] button')];
  if (terms.length === 0) return say((t) => t.termsNone);
  const at = terms.findIndex((term) => term === document.activeElement);
  terms[(at + 1) % terms.length]?.focus(SEEN);
}
