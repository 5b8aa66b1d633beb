// The document leaves as a file, and the window says where it is.

import { asFailure, exportDocument, openPath, revealPath } from '../platform';
import type { Exported, ExportFormat, Failure } from '../platform/types';
import type { Desk } from './desk.svelte';

export class Exporting {
  busy = $state<ExportFormat | null>(null);
  done = $state.raw<Exported | null>(null);

  #desk: Desk;
  #onFailure: (failure: Failure) => void;

  constructor(desk: Desk, onFailure: (failure: Failure) => void) {
    this.#desk = desk;
    this.#onFailure = onFailure;
  }

  /** `tracked`: Word shows what was accepted of the model's proposals as tracked changes. */
  async export(format: ExportFormat, tracked = false) {
    if (this.busy) return;
    const desk = this.#desk;
    desk.attempted = true;
    this.busy = format;
    this.done = null;
    try {
      await desk.saver.flush();
      this.done = await exportDocument({ id: desk.id, document: desk.document, points: desk.points, format, tracked });
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    } finally {
      this.busy = null;
    }
  }

  close() {
    this.done = null;
  }
  open = () => this.#path(openPath);
  reveal = () => this.#path(revealPath);

  async #path(go: (path: string) => Promise<void>) {
    if (!this.done) return;
    try {
      await go(this.done.path);
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    }
  }
}
