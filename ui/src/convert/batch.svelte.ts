// Several files, or a folder with all below it, one after another.

import { asFailure, convertFiles, stopConverting } from '../platform';
import type { BatchEvent, BatchFile, Failure, Script, Source } from '../platform/types';

type Done = Extract<BatchEvent, { event: 'done' }>['data'];

export class Batch {
  /** Whether files are shown instead of the desk. */
  shown = $state(false);
  running = $state(false);
  done = $state(0);
  total = $state(0);
  files = $state.raw<readonly BatchFile[]>([]);
  ended = $state.raw<Done | null>(null);
  stopping = $state(false);

  #fail: (failure: Failure) => void;
  #turn = 0;

  constructor(fail: (failure: Failure) => void) {
    this.#fail = fail;
  }

  failed = $derived(this.files.filter((file) => file.failure !== null).length);
  doubts = $derived(this.files.reduce((sum, file) => sum + file.doubts, 0));

  async start(paths: string[], to: Script, from: Source) {
    const turn = ++this.#turn;
    this.shown = true;
    this.running = true;
    this.stopping = false;
    this.done = 0;
    this.total = 0;
    this.files = [];
    this.ended = null;
    try {
      await convertFiles(paths, to, from, (event) => {
        if (turn === this.#turn) this.#hear(event);
      });
    } catch (reason) {
      this.running = false;
      this.#fail(asFailure(reason));
    }
  }

  #hear(event: BatchEvent) {
    if (event.event === 'file') {
      this.done = event.data.done;
      this.total = event.data.total;
      this.files = [...this.files, event.data.file];
      return;
    }
    this.running = false;
    if (event.event === 'done') this.ended = event.data;
    else this.#fail(event.data);
  }

  async stop() {
    this.stopping = true;
    await stopConverting();
  }

  close() {
    if (!this.running) this.shown = false;
  }
}
