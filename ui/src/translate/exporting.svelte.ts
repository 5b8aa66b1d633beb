// A translation leaves as a file, and the window says where it is.

import { asFailure, exportTranslation, openPath, revealPath } from '../platform';
import type { BenchFormat, Exported, Failure } from '../platform/types';

type Does = {
  fail: (failure: Failure) => void;
  /** Something is not translated or wrong: whether it is wanted anyway. */
  ask: (failure: Failure, anyway: () => void) => void;
};

export class Exporting {
  busy = $state(false);
  done = $state.raw<Exported | null>(null);
  #does: Does;

  constructor(does: Does) {
    this.#does = does;
  }

  async export(id: number, format: BenchFormat, anyway = false) {
    if (this.busy) return;
    this.busy = true;
    this.done = null;
    try {
      this.done = await exportTranslation(id, format, anyway);
    } catch (reason) {
      const failure = asFailure(reason);
      if (failure.code === 'translation_open') this.#does.ask(failure, () => void this.export(id, format, true));
      else this.#does.fail(failure);
    } finally {
      this.busy = false;
    }
  }
  close() {
    this.done = null;
  }
  open = () => this.#go(openPath);
  reveal = () => this.#go(revealPath);
  async #go(go: (path: string) => Promise<void>) {
    try {
      if (this.done) await go(this.done.path);
    } catch (reason) {
      this.#does.fail(asFailure(reason));
    }
  }
}
