// Edits that wait to be saved: one for each segment, the latest.

import type { SegmentEdit } from '../platform/types';

export class Pending {
  #edits = new Map<number, SegmentEdit>();

  get some() {
    return this.#edits.size > 0;
  }
  has(id: number) {
    return this.#edits.has(id);
  }
  add(edits: readonly SegmentEdit[]) {
    for (const edit of edits) this.#edits.set(edit.id, edit);
  }
  /** All of them, which then wait no longer. */
  takeAll(): SegmentEdit[] {
    const edits = [...this.#edits.values()];
    this.#edits.clear();
    return edits;
  }
  /** Those that could not be saved wait again, unless there is a later one. */
  putBack(edits: readonly SegmentEdit[]) {
    for (const edit of edits) if (!this.#edits.has(edit.id)) this.#edits.set(edit.id, edit);
  }
}
