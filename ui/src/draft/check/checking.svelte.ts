// The findings of the document on the desk, and what is done about them.

import { SvelteSet } from 'svelte/reactivity';
import { Findings } from '../../check/findings.svelte';
import { amend, isFixable, sameThing } from '../../check/fix';
import type { CheckRow, Failure } from '../../platform/types';
import type { Desk } from '../desk.svelte';
import { blocksOf } from '../stream';

export class Checking extends Findings {
  #desk: Desk;
  /** What was passed over until the program ends. */
  #passed = new SvelteSet<string>();

  constructor(desk: Desk, onFailure: (failure: Failure) => void) {
    super(onFailure);
    this.#desk = desk;
  }

  /** A text that is still being written lacks most of its facts. */
  get rows(): readonly CheckRow[] {
    if (this.#desk.writing) return [];
    const body = blocksOf(this.#desk.body);
    return (this.#desk.composed?.issues ?? []).filter((row) => !this.#passed.has(sameThing(row, body)));
  }

  protected again() {
    this.#desk.recompose(0);
  }

  fix(rows: readonly CheckRow[]) {
    const change = amend(this.#desk.fields, blocksOf(this.#desk.body), rows.filter(isFixable));
    if (change.body || change.fields) this.#desk.amend(change);
  }

  pass(row: CheckRow) {
    this.#passed.add(sameThing(row, blocksOf(this.#desk.body)));
    this.settle();
  }
}
