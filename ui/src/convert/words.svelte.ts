// The words a person has settled for good, and their editor.

import { asFailure, giveOutWords, settledWords, settleWord, takeInWords, unsettleWord } from '../platform';
import type { Failure, SettledWord, TakenIn } from '../platform/types';

export class SettledWords {
  shown = $state(false);
  rows = $state.raw<readonly SettledWord[]>([]);
  /** What became of the last table that was taken in. */
  taken = $state.raw<TakenIn | null>(null);
  /** Where the table was last written. */
  given = $state<string | null>(null);

  #fail: (failure: Failure) => void;
  #changed: () => unknown;

  constructor(fail: (failure: Failure) => void, changed: () => unknown) {
    this.#fail = fail;
    this.#changed = changed;
  }

  async show() {
    this.taken = null;
    this.given = null;
    this.shown = true;
    await this.#try(async () => {
      this.rows = await settledWords();
    });
  }

  /** Whether it was settled. */
  add = (word: SettledWord) =>
    this.#try(async () => {
      this.rows = await settleWord(word);
      await this.#changed();
    });

  remove = ({ to, word }: SettledWord) =>
    this.#try(async () => {
      this.rows = await unsettleWord(to, word);
      await this.#changed();
    });

  takeIn = () =>
    this.#try(async () => {
      const taken = await takeInWords();
      if (!taken) return;
      this.taken = taken;
      this.rows = await settledWords();
      await this.#changed();
    });

  giveOut = () =>
    this.#try(async () => {
      this.given = await giveOutWords();
    });

  async #try(go: () => Promise<void>): Promise<boolean> {
    try {
      await go();
      return true;
    } catch (reason) {
      this.#fail(asFailure(reason));
      return false;
    }
  }
}
