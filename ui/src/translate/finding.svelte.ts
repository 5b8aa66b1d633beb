// Find and replace over the document on the bench.

import { matchesOf, nextMatch, type Match, type Query, type Scope, type Where } from './find';
import { grouped } from './group';
import type { Mark } from './marks';
import type { Workbench } from './workbench.svelte';

const NONE: readonly Mark[] = [];

export class Finding {
  shown = $state(false);
  /** Asked for again while it is shown: the field is taken in hand. */
  turn = $state(0);
  text = $state('');
  by = $state('');
  where = $state<Where>('target');
  scope = $state<Scope>('all');
  matchCase = $state(false);
  /** Where the scope "from here" begins. */
  here = $state<number | null>(null);
  /** The match one has walked to. */
  #at = $state.raw<Match | null>(null);

  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  matches = $derived.by((): readonly Match[] => {
    if (!this.shown || this.text === '') return [];
    const { text, where, scope, matchCase } = this;
    const query: Query = { text, where, scope, matchCase };
    return matchesOf(this.#bench.segments, query, this.here);
  });
  /** Which match one has walked to, from 0; -1 when none. */
  at = $derived(
    this.matches.findIndex(
      (match) => match.id === this.#at?.id && match.start === this.#at.start && match.end === this.#at.end,
    ),
  );
  #marks = $derived(
    grouped(
      this.matches.map((match, n) => ({ ...match, kind: n === this.at ? ('here' as const) : ('found' as const) })),
    ),
  );
  marks(id: number, where: Where): readonly Mark[] {
    return where === this.where ? (this.#marks.get(id) ?? NONE) : NONE;
  }

  show() {
    this.here = this.#bench.active;
    this.shown = true;
    this.turn++;
  }
  /** Closes the panel; the match one is at is selected in the editor. */
  close() {
    this.shown = false;
    const at = this.#at;
    const id = at?.id ?? this.#bench.active;
    if (id === null) return;
    const select = at && this.where === 'target' ? { start: at.start, end: at.end } : null;
    this.#bench.go(id, { select });
  }

  walk(step: 1 | -1) {
    const bench = this.#bench;
    const from = this.#at
      ? { id: this.#at.id, at: step > 0 ? this.#at.end : this.#at.start }
      : { id: bench.active, at: 0 };
    this.#look(nextMatch(this.matches, bench.order, from, step));
  }
  #look(n: number) {
    const match = this.matches[n] ?? null;
    this.#at = match;
    if (match) this.#bench.go(match.id, { focus: false });
  }
  replaceOne() {
    if (this.where !== 'target') return;
    const match = this.matches[this.at];
    if (!match) return this.walk(1);
    this.#bench.replace([match], this.by);
    this.#at = { id: match.id, start: match.start, end: match.start + this.by.length };
    this.walk(1);
  }
  /** Says in how many places. */
  replaceAll(): number {
    if (this.where !== 'target') return 0;
    return this.#bench.replace(this.matches, this.by);
  }
}
