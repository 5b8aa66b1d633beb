// A letter that is to be answered: what was read from it, as the officer corrects it, and a note for each thing it asks.

import { asFailure, pickLetter, readLetter } from '../platform';
import { todayIso } from '../draft/form/dates';
import type { Ask, AskKind, Failure, Header, Incoming, Reply, ReplyKind } from '../platform/types';

/** What a letter asks, with the officer's note. */
export type Asked = { text: string; kind: AskKind; sentence: number; note: string };

/** The facts of the head that a reply takes over, in the order of the form. */
export const FACTS = [
  'sender',
  'honorific',
  'post',
  'organisation',
  'address',
  'date',
  'reference',
  'subject',
] as const;
export type Fact = (typeof FACTS)[number];

export class Replying {
  shown = $state(false);
  pasted = $state('');
  busy = $state(false);
  kind = $state<ReplyKind>('full');
  notes = $state('');
  /** The day the letter was received, ISO: the ten days count from it. */
  received = $state('');
  letter = $state.raw<Incoming | null>(null);
  facts = $state<Record<Fact, string>>(none());
  asked = $state<Asked[]>([]);
  /** The line of the letter that is looked at; -1 for none. */
  line = $state(-1);

  #fail: (failure: Failure) => void;

  constructor(fail: (failure: Failure) => void) {
    this.#fail = fail;
  }

  /** Sentences that are neither asked nor a courtesy: the officer decides. */
  left = $derived.by(() =>
    (this.letter?.sentences ?? [])
      .map((sentence, at) => ({ ...sentence, at }))
      .filter(({ taken, at }) => taken !== 'courtesy' && !this.asked.some((ask) => ask.sentence === at)),
  );
  /** Points without a note. */
  open = $derived(this.asked.filter((ask) => ask.note.trim() === '').length);

  show() {
    this.shown = true;
  }
  async pick() {
    await this.#read(async () => {
      const letter = await pickLetter();
      if (letter) this.put(letter);
    });
  }
  async paste() {
    const text = this.pasted;
    if (text.trim() === '') return;
    await this.#read(async () => this.put(await readLetter({ path: null, text })));
  }
  async take(path: string) {
    await this.#read(async () => this.put(await readLetter({ path, text: '' })));
  }
  async #read(work: () => Promise<void>) {
    this.busy = true;
    try {
      await work();
    } catch (reason) {
      this.#fail(asFailure(reason));
    } finally {
      this.busy = false;
    }
  }

  put(letter: Incoming) {
    this.letter = letter;
    this.facts = Object.fromEntries(FACTS.map((fact) => [fact, letter.header[fact].value])) as Record<Fact, string>;
    this.asked = letter.points.map((ask) => ({ ...ask, note: '' }));
    this.notes = '';
    this.received = todayIso();
    this.line = -1;
  }
  /** Another letter. */
  clear() {
    this.letter = null;
    this.pasted = '';
  }

  look(line: number | null) {
    this.line = line ?? -1;
  }
  /** Where in the letter a point comes from. */
  lineOf(ask: { sentence: number }): number {
    return this.letter?.sentences[ask.sentence]?.line ?? -1;
  }

  /** Takes a sentence as a point, in the letter's order. */
  add(at: number) {
    const sentence = this.letter?.sentences[at];
    if (!sentence) return;
    const next = { text: sentence.text, kind: 'request' as const, sentence: at, note: '' };
    const place = this.asked.findIndex((ask) => ask.sentence > at);
    if (place < 0) this.asked.push(next);
    else this.asked.splice(place, 0, next);
  }
  drop(ask: Asked) {
    this.asked = this.asked.filter((other) => other !== ask);
  }

  /** What the reply is made from. */
  reply(): Reply | null {
    const { letter, kind, notes } = this;
    if (!letter) return null;
    const header: Header = { ...letter.header };
    for (const fact of FACTS) {
      const before = letter.header[fact];
      const value = this.facts[fact].trim();
      header[fact] = value === before.value ? before : { value, line: null };
    }
    const points: Ask[] = this.asked.map(({ text, kind, sentence }) => ({ text, kind, sentence }));
    return {
      incoming: { ...letter, header, points },
      kind,
      answers: this.asked.map((ask) => ask.note),
      notes,
      fields: this.received ? { received: this.received } : {},
    };
  }
}

const none = () => Object.fromEntries(FACTS.map((fact) => [fact, ''])) as Record<Fact, string>;
