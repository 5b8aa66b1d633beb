// Keeps what is edited: soon, in order, and again until it succeeds.

import { asFailure } from '../platform';
import type { Changed, Failure, SegmentEdit } from '../platform/types';
import { Pending } from './pending';

const QUIET_MS = 400;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 15_000;

type Does = {
  put: (edits: SegmentEdit[]) => Promise<Changed>;
  /** The segments as they are now; those that are `held` have been edited since. */
  take: (changed: Changed) => void;
  fail: (failure: Failure) => void;
};

export class Keeper {
  state = $state<'clean' | 'waiting' | 'saving' | 'failed'>('clean');
  savedAt = $state<number | null>(null);

  #does: Does;
  #pending = new Pending();
  #sent: readonly SegmentEdit[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  #retryMs = FIRST_RETRY_MS;

  constructor(does: Does) {
    this.#does = does;
  }

  /** Whether a segment has changes that are not saved, or not known to be. */
  held = (id: number) => this.#pending.has(id) || this.#sent.some((edit) => edit.id === id);

  touch(edits: readonly SegmentEdit[]) {
    if (edits.length === 0) return;
    this.#pending.add(edits);
    if (this.state !== 'failed') this.state = 'waiting';
    this.#schedule(QUIET_MS);
  }

  /** Saves now what is not saved; resolves when it is, or when the attempt has failed. */
  async flush(): Promise<void> {
    while (this.#saving) await this.#saving;
    clearTimeout(this.#timer);
    if (!this.#pending.some) return;
    this.#saving = this.#attempt().finally(() => (this.#saving = null));
    await this.#saving;
  }

  #schedule(ms: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #attempt() {
    const failedBefore = this.state === 'failed';
    const edits = this.#pending.takeAll();
    this.#sent = edits;
    if (!failedBefore) this.state = 'saving';
    try {
      const changed = await this.#does.put(edits);
      this.#sent = [];
      this.#does.take(changed);
      this.savedAt = changed.savedAt;
      this.#retryMs = FIRST_RETRY_MS;
      this.state = this.#pending.some ? 'waiting' : 'clean';
      if (this.#pending.some) this.#schedule(QUIET_MS);
    } catch (reason) {
      this.#sent = [];
      this.#pending.putBack(edits);
      this.state = 'failed';
      this.#schedule(this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
      if (!failedBefore) this.#does.fail(asFailure(reason));
    }
  }
}
