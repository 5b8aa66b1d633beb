// A deletion with time to think again: what is deleted leaves its list at once, and goes when the time is over.

import { asFailure } from '../platform';
import type { Words } from '../i18n/zh-Hant-HK';
import { both, type Notices } from './notices.svelte';

const GRACE_MS = 8000;

type Does<Row> = {
  name: (row: Row, t: Words) => string;
  /** What goes with it. */
  hint: (t: Words) => string;
  remove: (row: Row) => Promise<unknown>;
  /** It is wanted back, or could not be deleted: the list is to be read again. */
  back: (row: Row) => unknown;
};

export class Deletion<Row extends { id: number }> {
  #notices: Notices;
  #does: Does<Row>;
  #going: { row: Row; timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(notices: Notices, does: Does<Row>) {
    this.#notices = notices;
    this.#does = does;
  }

  /** The rows without the one that waits to be deleted. */
  without = (rows: readonly Row[]): Row[] => rows.filter((row) => row.id !== this.#going?.row.id);

  /** From now on it waits to be deleted. */
  begin(row: Row) {
    this.#going = { row, timer: setTimeout(() => void this.settle(), GRACE_MS) };
    this.#notices.tell(
      both((t) => t.deleted(this.#does.name(row, t))),
      { note: both(this.#does.hint), action: { label: both((t) => t.undo), run: () => this.#keep() }, forMs: GRACE_MS },
    );
  }

  /** Deletes what waits to be deleted. */
  async settle() {
    const row = this.#end();
    if (!row) return;
    try {
      await this.#does.remove(row);
    } catch (reason) {
      this.#notices.fail(asFailure(reason));
      this.#does.back(row);
    }
  }
  #keep() {
    const row = this.#end();
    if (!row) return;
    this.#notices.close();
    this.#does.back(row);
  }
  #end(): Row | null {
    const going = this.#going;
    if (going) clearTimeout(going.timer);
    this.#going = null;
    return going?.row ?? null;
  }
}
