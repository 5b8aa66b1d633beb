// Keeps what is typed: within a second, in order, and again until it succeeds.

import { asFailure, save } from '../platform';
import type { Document, Failure } from '../platform/types';

export type Unsaved = { id: number; document: Document; points: string };

const QUIET_MS = 600;
const LATEST_MS = 900;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 15_000;

export class Saver {
  state = $state<'clean' | 'waiting' | 'saving' | 'failed'>('clean');
  savedAt = $state<number | null>(null);

  #take: () => Unsaved;
  #onFailure: (failure: Failure) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirtySince = 0;
  #dirty = false;
  #saving: Promise<void> | null = null;
  #retryMs = FIRST_RETRY_MS;

  constructor(take: () => Unsaved, onFailure: (failure: Failure) => void) {
    this.#take = take;
    this.#onFailure = onFailure;
  }

  /** Something changed. */
  touch() {
    const now = Date.now();
    if (!this.#dirty) this.#dirtySince = now;
    this.#dirty = true;
    if (this.state !== 'failed') this.state = 'waiting';
    this.#schedule(Math.max(0, Math.min(QUIET_MS, this.#dirtySince + LATEST_MS - now)));
  }

  /** Saves now what is not saved; resolves when it is, or when the attempt has failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#saving) await this.#saving;
    if (!this.#dirty) return;
    this.#saving = this.#attempt();
    try {
      await this.#saving;
    } finally {
      this.#saving = null;
    }
  }

  /** Another document is on the desk; what belonged to the last one is saved or lost with `flush` before. */
  reset(savedAt: number | null) {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.#retryMs = FIRST_RETRY_MS;
    this.state = 'clean';
    this.savedAt = savedAt;
  }

  #schedule(ms: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #attempt() {
    const failedBefore = this.state === 'failed';
    const { id, document, points } = this.#take();
    this.#dirty = false;
    if (!failedBefore) this.state = 'saving';
    try {
      const { savedAt } = await save(id, document, points);
      this.savedAt = savedAt;
      this.#retryMs = FIRST_RETRY_MS;
      this.state = this.#dirty ? 'waiting' : 'clean';
    } catch (reason) {
      this.#dirty = true;
      this.state = 'failed';
      this.#schedule(this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
      if (!failedBefore) this.#onFailure(asFailure(reason));
    }
  }
}
