// The translation memory: how much it knows, and what is taken into it.

import { SvelteSet } from 'svelte/reactivity';
import { alignFiles, asFailure, giveOutMemory, keepAligned, memoryState, takeInMemory } from '../platform';
import type { AlignedPair, Failure, TakenInRows } from '../platform/types';

export class Memory {
  pairs = $state<number | null>(null);
  taken = $state.raw<TakenInRows | null>(null);
  given = $state<string | null>(null);
  /** How many pairs of two aligned documents were kept last. */
  kept = $state<number | null>(null);
  /** Two documents side by side, to be looked over. */
  aligned = $state.raw<readonly AlignedPair[] | null>(null);
  /** Which of them are right. */
  readonly ticked = new SvelteSet<number>();
  note = $state('');
  busy = $state(false);
  #fail: (failure: Failure) => void;

  constructor(fail: (failure: Failure) => void) {
    this.#fail = fail;
  }

  async load() {
    this.#told();
    try {
      this.pairs = (await memoryState()).pairs;
    } catch (reason) {
      this.#fail(asFailure(reason));
    }
  }
  takeIn = () =>
    this.#try(async () => {
      const taken = await takeInMemory();
      if (!taken) return;
      this.#told();
      this.taken = taken;
      this.pairs = (await memoryState()).pairs;
    });
  giveOut = () =>
    this.#try(async () => {
      const given = await giveOutMemory();
      this.#told();
      this.given = given;
    });
  align = () =>
    this.#try(async () => {
      const pairs = await alignFiles();
      if (!pairs) return;
      this.#told();
      this.aligned = pairs;
      this.note = '';
      this.ticked.clear();
      pairs.forEach((pair, n) => pair.sure && this.ticked.add(n));
    });
  tick(n: number, on: boolean) {
    if (on) this.ticked.add(n);
    else this.ticked.delete(n);
  }
  keep = () =>
    this.#try(async () => {
      const pairs = (this.aligned ?? []).filter((_, n) => this.ticked.has(n));
      this.pairs = (await keepAligned(pairs, this.note.trim())).pairs;
      this.kept = pairs.length;
      this.aligned = null;
    });
  drop() {
    this.aligned = null;
  }

  #told() {
    this.taken = null;
    this.given = null;
    this.kept = null;
  }
  async #try(go: () => Promise<void>) {
    if (this.busy) return;
    this.busy = true;
    try {
      await go();
    } catch (reason) {
      this.#fail(asFailure(reason));
    } finally {
      this.busy = false;
    }
  }
}
