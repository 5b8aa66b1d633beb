// The office's own glossary, and what the confirmed segments suggest for it.

import { asFailure, giveOutTerms, ownTerms, putTerm, removeTerm, suggestedTerms, takeInTerms } from '../platform';
import type { Failure, OwnTerm, SuggestedTerm, TakenInRows, TermsFormat } from '../platform/types';

export class Glossary {
  rows = $state.raw<readonly OwnTerm[] | null>(null);
  suggested = $state.raw<readonly SuggestedTerm[]>([]);
  /** What became of the last table that was taken in. */
  taken = $state.raw<TakenInRows | null>(null);
  /** Where the table was last written. */
  given = $state<string | null>(null);
  #fail: (failure: Failure) => void;

  constructor(fail: (failure: Failure) => void) {
    this.#fail = fail;
  }

  load(document: number | null) {
    this.taken = null;
    this.given = null;
    return this.#try(async () => {
      [this.rows, this.suggested] = await Promise.all([ownTerms(), document === null ? [] : suggestedTerms(document)]);
    });
  }
  /** Whether it was put in. A term that was renamed leaves its old name. */
  put = (term: OwnTerm, before: string | null = null) =>
    this.#try(async () => {
      this.rows = await putTerm(term);
      if (before !== null && before !== term.en) this.rows = await removeTerm(before);
      this.suggested = this.suggested.filter(({ en, zh }) => en !== term.en || !term.zh.includes(zh));
    });
  remove = ({ en }: OwnTerm) =>
    this.#try(async () => {
      this.rows = await removeTerm(en);
    });
  add({ en, zh }: SuggestedTerm) {
    const row = this.rows?.find((row) => row.en === en);
    const term = row ?? { en, zh: [], strength: 'preferred', forbidden: [], note: '' };
    return this.put({ ...term, zh: [...term.zh, zh] });
  }
  takeIn = () =>
    this.#try(async () => {
      const taken = await takeInTerms();
      if (!taken) return;
      this.given = null;
      this.taken = taken;
      this.rows = await ownTerms();
    });
  giveOut = (format: TermsFormat) =>
    this.#try(async () => {
      this.given = await giveOutTerms(format);
      this.taken = null;
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
