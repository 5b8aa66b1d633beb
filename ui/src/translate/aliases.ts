// What is called by another name now: a segment that was joined and split again.

export class Aliases {
  #names = new Map<number, number>();

  rename(from: number, to: number) {
    if (from !== to) this.#names.set(from, to);
  }
  /** The name of today. */
  now(name: number): number {
    const next = this.#names.get(name);
    return next === undefined ? name : this.now(next);
  }
}
