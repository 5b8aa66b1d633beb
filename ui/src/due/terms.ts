// A document's term in words. How it stands is counted by the program; here it is only said.

import { i18n } from '../i18n/index.svelte';
import type { Due } from '../platform/types';

/** `5.12.2026` of an ISO day, as files are dated in both languages. */
export const shortDay = (iso: string) => iso.split('-').reverse().map(Number).join('.');

export const isDone = (term: Due) => term.doneOn !== null;
/** Whether it presses: within three days, today, or past. */
export const presses = (term: Due) => term.state === 'soon' || term.state === 'today' || term.state === 'over';

/** One line for a list, where only what is still to be done is of interest. */
export function brief(term: Due): string {
  const t = i18n.t.due;
  if (isDone(term)) return t.done(shortDay(term.doneOn ?? ''));
  const day = shortDay(term.due ?? '');
  const left = Math.abs(term.left ?? 0);
  switch (term.state) {
    case 'today':
      return t.today(day);
    case 'over':
      return t.over(day, left);
    case 'soon':
      return t.soon(day, left);
    default:
      return t.running(day, left);
  }
}

/** The whole of it, for beside the document. */
export function whole(term: Due): string {
  const t = i18n.t.due;
  const { day, left } = term;
  const joint = i18n.lang === 'en-GB' ? ', ' : '，';
  if (!isDone(term)) {
    const interim = presses(term) && day !== null ? t.interim : '';
    const pause = i18n.lang === 'en-GB' ? '; ' : '；';
    const said = [brief(term), day === null ? '' : t.day(day)].filter(Boolean).join(joint);
    return [said, interim].filter(Boolean).join(pause);
  }
  const on = shortDay(term.doneOn ?? '');
  const done = day === null ? t.done(on) : t.doneOn(on, day);
  const kept = left === null ? '' : left < 0 ? t.late(-left) : t.inTime;
  return [done, kept].filter(Boolean).join(joint);
}
