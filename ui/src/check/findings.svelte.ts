// A list of findings that is walked: which one is looked at, and that it stays looked at while the list changes under it.

import { accept, asFailure, ruleNotes } from '../platform';
import type { AcceptedItem, CheckRow, Failure, RuleNote } from '../platform/types';
import { isFixable, nearest, whichThing } from './fix';

export abstract class Findings {
  /** Which finding is looked at; -1 when none is. */
  at = $state(-1);
  /** Whether the findings are being walked: then each change leads on to the next. */
  walking = $state(false);
  /** Raised when the finding looked at is to be shown. */
  turn = $state(0);
  notes = $state.raw<Readonly<Record<string, RuleNote>>>({});

  protected readonly onFailure: (failure: Failure) => void;
  /** Which finding is looked at, apart from its place in the list. */
  #looked = '';
  /** A key asked for the finding: it takes the keyboard, wherever that was. */
  #called = false;

  constructor(onFailure: (failure: Failure) => void) {
    this.onFailure = onFailure;
  }

  /** The findings to look at. */
  abstract get rows(): readonly CheckRow[];
  /** Looks again, after something was settled. */
  protected abstract again(): void;
  /** Puts right what was found. */
  abstract fix(rows: readonly CheckRow[]): void;
  /** Passes it over until the program ends. */
  abstract pass(row: CheckRow): void;

  get current(): CheckRow | undefined {
    return this.rows[this.at];
  }

  /** To the next finding, or the one before. */
  walk(step: 1 | -1) {
    const { length } = this.rows;
    if (length === 0) return (this.at = -1);
    this.look(this.at < 0 ? (step > 0 ? 0 : length - 1) : (this.at + step + length) % length);
    this.walking = true;
    this.#called = true;
    return this.at;
  }
  look(at: number) {
    this.at = at;
    this.walking = false;
    this.turn += 1;
    this.#remember();
    void this.learn();
  }
  leave() {
    this.walking = false;
    this.at = -1;
  }
  /**
   * After a change the list is another: the finding that was looked at, wherever it now stands, else the one that has taken its
   * place.
   */
  settle() {
    if (this.at < 0) return;
    const keys = this.rows.map(whichThing);
    const again = nearest(keys, this.#looked, this.at);
    this.at = again >= 0 ? again : Math.min(this.at, keys.length - 1);
    this.#remember();
    if (this.at >= 0 && this.walking) this.turn += 1;
  }

  /** Whether a key has asked for the finding since this was last asked. */
  takeCall(): boolean {
    const called = this.#called;
    this.#called = false;
    return called;
  }

  #remember() {
    this.#looked = this.current ? whichThing(this.current) : '';
  }

  /** The findings of the same rule that have a fix. */
  alike(row: CheckRow) {
    return this.rows.filter(isFixable).filter(({ code }) => code === row.code);
  }

  /** Settles it for good. */
  async accept(item: Omit<AcceptedItem, 'about'>) {
    try {
      await accept({ ...item, about: { zh: '', en: '' } });
      this.again();
    } catch (reason) {
      this.onFailure(asFailure(reason));
    }
  }

  /** Learns what the rules say for themselves, once. */
  async learn() {
    if (Object.keys(this.notes).length > 0) return;
    try {
      this.notes = Object.fromEntries((await ruleNotes()).map((note) => [note.id, note]));
    } catch (reason) {
      this.onFailure(asFailure(reason));
    }
  }
}
