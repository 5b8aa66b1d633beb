// Due dates as they are set, and documents as they are marked done: from the library's rows and from beside the document alike.

import { asFailure, pressing, setDone, setDue } from '../platform';
import type { Dates, Due, Pressing } from '../platform/types';
import { i18n } from '../i18n/index.svelte';
import { both, type Notice, type Notices } from '../shell/notices.svelte';

const UNDO_MS = 8000;

/** A document as its dates are spoken of. */
export type Dated = { id: number; name: string; dates: Dates; term: Due | null };

export class Dues {
  /** What presses in the whole library. */
  pressing = $state.raw<Pressing>({ soon: 0, over: 0 });
  /** The document whose dates are being set. */
  shown = $state.raw<Dated | null>(null);

  #notices: Notices;
  #changed: (id: number, dates: Dates) => unknown;
  #told: Notice | null = null;
  /** Marks taken one after the other: the last one wins, in the library too. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(notices: Notices, changed: (id: number, dates: Dates) => unknown) {
    this.#notices = notices;
    this.#changed = changed;
  }

  get count() {
    return this.pressing.soon + this.pressing.over;
  }

  async refresh() {
    try {
      this.pressing = await pressing();
    } catch {
      // A library that cannot be read says so where it is listed.
    }
  }

  async mark(dated: Dated) {
    if (!(await this.#put(dated.id, () => setDone(dated.id, true, null)))) return;
    this.#notices.tell(
      both((t) => t.due.marked(dated.name || t.noSubject)),
      { action: { label: both((t) => t.undo), run: () => void this.reopen(dated) }, forMs: UNDO_MS },
    );
    this.#told = this.#notices.current;
  }
  async reopen(dated: Dated) {
    // What the line says of a mark is not true any more.
    if (this.#notices.current === this.#told) this.#notices.close();
    await this.#put(dated.id, () => setDone(dated.id, false, null));
  }
  async clear(dated: Dated) {
    await this.#put(dated.id, () => setDue(dated.id, null));
  }

  /** Puts down what was filled in; whether it could be. */
  async save(dated: Dated, due: string | null, done: string | null): Promise<boolean> {
    const { dates } = dated;
    if ((due ?? '') !== dates.due && !(await this.#put(dated.id, () => setDue(dated.id, due)))) return false;
    if ((done ?? '') !== dates.doneOn && !(await this.#put(dated.id, () => setDone(dated.id, done !== null, done))))
      return false;
    return true;
  }

  /** What can be done with a document's dates, for a menu. */
  items(dated: Dated) {
    const t = i18n.t.due;
    const { dates } = dated;
    const has = dates.due !== '' || dates.doneOn !== '';
    return [
      dates.doneOn === ''
        ? { id: 'due-mark', label: t.mark, run: () => this.mark(dated) }
        : { id: 'due-reopen', label: t.reopen, run: () => this.reopen(dated) },
      { id: 'due-set', label: has ? t.change : t.set, run: () => (this.shown = dated) },
      ...(dates.due === '' ? [] : [{ id: 'due-clear', label: t.clear, run: () => this.clear(dated) }]),
    ];
  }

  #put(id: number, put: () => Promise<Dates>): Promise<boolean> {
    const turn = this.#queue.then(async () => {
      try {
        const dates = await put();
        await this.#changed(id, dates);
        void this.refresh();
        return true;
      } catch (reason) {
        this.#notices.fail(asFailure(reason));
        return false;
      }
    });
    this.#queue = turn;
    return turn;
  }
}
