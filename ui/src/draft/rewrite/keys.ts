// The keys of rewriting and of questions, in one place: the window listens to them, the palette and the buttons show them.

import type { Words } from '../../i18n/zh-Hant-HK';
import { inDialog } from '../../shell/keys';
import { both } from '../../shell/notices.svelte';
import type { Session } from '../../shell/session.svelte';

export type Key = {
  id: string;
  keys: string;
  label: (t: Words) => string;
  /** When it does anything. */
  when: (session: Session) => boolean;
  run: (session: Session) => unknown;
};

const decides = ({ rewriting, versions }: Session) =>
  !rewriting.running && versions.looking === null && rewriting.changes.length > 0;

export const KEYS: readonly Key[] = [
  {
    id: 'rewrite',
    keys: 'Alt+Enter',
    label: (t) => t.rewrite.commandRewrite,
    when: ({ rewriting }) => !rewriting.running,
    run: callUp,
  },
  {
    id: 'ask',
    keys: 'Alt+Q',
    label: (t) => t.rewrite.commandAsk,
    when: (session) => !session.forbids('ask'),
    run: ({ asking }) => asking.show(),
  },
  {
    id: 'next-change',
    keys: 'F8',
    label: (t) => t.rewrite.commandNext,
    when: decides,
    run: ({ rewriting }) => rewriting.walk(1),
  },
  {
    id: 'previous-change',
    keys: 'Shift+F8',
    label: (t) => t.rewrite.commandPrevious,
    when: decides,
    run: ({ rewriting }) => rewriting.walk(-1),
  },
  {
    id: 'accept-change',
    keys: 'Alt+A',
    label: (t) => t.rewrite.accept,
    when: decides,
    run: ({ rewriting }) => rewriting.accept(),
  },
  {
    id: 'reject-change',
    keys: 'Alt+R',
    label: (t) => t.rewrite.reject,
    when: decides,
    run: ({ rewriting }) => rewriting.reject(),
  },
  {
    id: 'accept-all',
    keys: 'Alt+Shift+A',
    label: (t) => t.rewrite.acceptAll,
    when: decides,
    run: ({ rewriting }) => rewriting.acceptAll(),
  },
  {
    id: 'reject-all',
    keys: 'Alt+Shift+R',
    label: (t) => t.rewrite.rejectAll,
    when: decides,
    run: ({ rewriting }) => rewriting.rejectAll(),
  },
];

/** Calls the bar up; says so when there is no text yet. */
export function callUp(session: Session) {
  session.column = 'page';
  if (session.desk.hasBody) session.rewriting.call();
  else session.notices.tell(both((t) => t.rewrite.noText));
}

/** `Alt+Shift+A`, as the list has it. */
function pressed(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + key;
}

/** Does what the key asks for in the draft view; whether it was one of these. */
export function rewriteKey(event: KeyboardEvent, session: Session): boolean {
  if (session.view !== 'draft' || event.ctrlKey || event.metaKey || inDialog(event)) return false;
  const { rewriting, versions } = session;
  if (event.key === 'Escape') {
    if (versions.looking || !(rewriting.running || rewriting.review)) return false;
    // The focus goes to the page while the key is down: it must not be typed there.
    event.preventDefault();
    rewriting.leave();
    return true;
  }
  const keys = pressed(event);
  const found = KEYS.find((at) => at.keys === keys && at.when(session));
  if (!found) return false;
  event.preventDefault();
  void found.run(session);
  return true;
}

/** What stands on a button for the key that does the same. */
export const keysOf = (id: string) => KEYS.find((key) => key.id === id)?.keys ?? '';
