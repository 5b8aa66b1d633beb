// Undo by act: one generation, one restoration, one stretch of typing in one place.

/** What an act changed, as it was before. */
export type Act<Part> = { key: string; at: number; before: Part };

/** Typing in one place within this time belongs to one act. */
const STRETCH_MS = 1000;
const DEPTH = 200;

export class History<Part> {
  #past = $state.raw<Act<Part>[]>([]);
  #future = $state.raw<Act<Part>[]>([]);
  #open = false;

  get canUndo() {
    return this.#past.length > 0;
  }
  get canRedo() {
    return this.#future.length > 0;
  }
  get top(): string | undefined {
    return this.#past.at(-1)?.key;
  }

  /** To be called before a change. A key that was just used continues its act. */
  record(key: string, before: () => Part, now = Date.now()) {
    const last = this.#past.at(-1);
    if (this.#open && last && last.key === key && now - last.at < STRETCH_MS) {
      last.at = now;
      return;
    }
    this.#past = [...this.#past.slice(1 - DEPTH), { key, at: now, before: before() }];
    this.#future = [];
    this.#open = true;
  }

  /** The next change begins a new act, whatever its key. */
  seal() {
    this.#open = false;
  }

  /** Takes the last act back; `swap` applies what was before and returns what it replaced. */
  undo(swap: (before: Part) => Part) {
    const act = this.#past.at(-1);
    if (!act) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, { ...act, before: swap(act.before) }];
    this.#open = false;
  }

  redo(swap: (before: Part) => Part) {
    const act = this.#future.at(-1);
    if (!act) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, { ...act, before: swap(act.before) }];
    this.#open = false;
  }

  clear() {
    this.#past = [];
    this.#future = [];
    this.#open = false;
  }
}
