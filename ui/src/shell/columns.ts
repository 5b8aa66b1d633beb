// F6 walks the columns of the view; focus comes back to where it was in each.

import { SEEN } from './keys';

const last = new WeakMap<Element, HTMLElement>();
const FOCUSABLE =
  'button:not(:disabled), [contenteditable="true"], input:not(:disabled), select, textarea, [tabindex="0"]';

export function walkColumns(step: 1 | -1) {
  const columns = [...document.querySelectorAll<HTMLElement>('[data-column]')].filter(
    (column) => column.offsetParent !== null || column.getClientRects().length > 0,
  );
  if (columns.length === 0) return;
  const focused = document.activeElement;
  const at = columns.findIndex((column) => column.contains(focused));
  const from = columns[at];
  if (from && focused instanceof HTMLElement) last.set(from, focused);
  const next = columns[at < 0 ? 0 : (at + step + columns.length) % columns.length];
  if (!next) return;
  const back = last.get(next);
  const target = back?.isConnected ? back : preferred(next);
  target?.focus(SEEN);
}

/** The text before the buttons: where one goes on working. */
const preferred = (column: HTMLElement) =>
  column.querySelector<HTMLElement>('[contenteditable="true"], [data-preferred]') ??
  [...column.querySelectorAll<HTMLElement>(FOCUSABLE)].find((element) => element.tabIndex >= 0);
