// A text on its way from one script to the other, live as it is typed; what the officer chose in doubtful places.

import { asFailure, convert } from '../platform';
import type { ConvertedText, Failure, Script } from '../platform/types';

/** A pause in typing, in ms. */
const PAUSE = 120;

/** A stretch of the result that looks the same throughout; a doubtful character is a stretch of its own. */
export type Stretch = { text: string; changed: boolean; doubt: number | null };

/** The characters of a text as Rust counts them. */
const characters = (text: string) => Array.from(text);

/** The result in stretches: the nth character stands for the nth of the source. */
export function stretches(
  source: string,
  result: readonly string[],
  places: Readonly<Record<number, number>>,
): Stretch[] {
  const out: Stretch[] = [];
  characters(source).forEach((typed, at) => {
    const text = result[at] ?? '';
    const doubt = places[at] ?? null;
    const changed = text !== typed;
    const last = out.at(-1);
    if (last && doubt === null && last.doubt === null && last.changed === changed) last.text += text;
    else out.push({ text, changed, doubt });
  });
  return out;
}

export class Converting {
  source = $state('');
  to = $state<Script>('zh-Hant-HK');
  /** Which doubtful place is looked at. */
  current = $state(0);

  /** The answer, and the source it is the answer to. */
  #answer = $state.raw<{ source: string; converted: ConvertedText } | null>(null);
  /** What was chosen, by place. */
  #chosen = $state.raw<Readonly<Record<number, string>>>({});
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fail: (failure: Failure) => void;

  constructor(fail: (failure: Failure) => void) {
    this.#fail = fail;
  }

  doubts = $derived(this.#answer?.converted.doubts ?? []);
  changed = $derived(this.#answer?.converted.changed ?? 0);
  /** The result's characters, with what was chosen. */
  #result = $derived.by(() => {
    const all = characters(this.#answer?.converted.text ?? '');
    for (const [at, character] of Object.entries(this.#chosen)) all[Number(at)] = character;
    return all;
  });
  text = $derived(this.#result.join(''));
  shown = $derived(
    stretches(
      this.#answer?.source ?? '',
      this.#result,
      Object.fromEntries(this.doubts.map((doubt, n) => [doubt.at, n])),
    ),
  );
  /** What the place looked at may be, the program's choice first. */
  alternatives = $derived.by(() => {
    const doubt = this.doubts[this.current];
    return doubt ? [doubt.chosen, ...doubt.others] : [];
  });
  /** What stands in a doubtful place now. */
  at(doubt: number): string {
    return this.#result[this.doubts[doubt]?.at ?? -1] ?? '';
  }

  type(source: string) {
    this.source = source;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.run(), PAUSE);
  }

  turn(to: Script) {
    this.to = to;
    void this.run();
  }

  choose(character: string) {
    const doubt = this.doubts[this.current];
    if (doubt) this.#chosen = { ...this.#chosen, [doubt.at]: character };
  }

  /** To the next doubtful place, or the one before; round at the ends. */
  walk(by: 1 | -1) {
    const count = this.doubts.length;
    if (count > 0) this.current = (this.current + by + count) % count;
  }

  async run() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const { source, to } = this;
    try {
      const converted = await convert(source, to);
      // A later key has asked again.
      if (turn !== this.#turn) return;
      this.#answer = { source, converted };
      this.#chosen = {};
      this.current = 0;
    } catch (reason) {
      if (turn === this.#turn) this.#fail(asFailure(reason));
    }
  }
}
