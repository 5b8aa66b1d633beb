// Usual wordings to put into the text: which there are, and where they go.

import { tick } from 'svelte';
import { asFailure, dropPhrase, keepPhrase, phrases } from '../../platform';
import type { Failure, Phrase, Phrases } from '../../platform/types';
import type { Desk } from '../desk.svelte';

/** What stands in a wording for something to fill in. */
export const BLANK = '……';

/** Puts a text in at the caret and selects the first blank of it, or puts the caret behind it. */
export type Insert = (text: string) => void;

export class Phrasing {
  open = $state(false);
  list = $state.raw<Phrases | null>(null);
  /** Selected text that could be kept as a wording of one's own. */
  chosen = $state('');
  /** The page, while there is one. */
  page: Insert | null = null;

  #desk: Desk;
  #onFailure: (failure: Failure) => void;
  #insert: Insert | null = null;

  constructor(desk: Desk, onFailure: (failure: Failure) => void) {
    this.#desk = desk;
    this.#onFailure = onFailure;
  }

  /** Opens the list over whatever the caret is in: the points, else the page. */
  async show() {
    if (this.open) return;
    const area = document.activeElement;
    if (area instanceof HTMLTextAreaElement && area.id === 'points') {
      this.chosen = area.value.slice(area.selectionStart, area.selectionEnd).trim();
      this.#insert = (text) => this.#intoPoints(area, text);
    } else {
      this.chosen = document.getSelection()?.toString().trim() ?? '';
      this.#insert = this.page;
    }
    this.open = true;
    await this.#load();
  }

  close() {
    this.open = false;
  }

  async insert(phrase: Phrase) {
    const text = this.words(phrase);
    this.close();
    // While the dialog is there nothing behind it takes the focus.
    await tick();
    this.#insert?.(text);
  }

  /** A wording in the language of the document; one's own may stand in the other only. */
  words({ text }: Phrase): string {
    return this.#desk.lang === 'en-GB' ? text.en || text.zh : text.zh || text.en;
  }

  async keep() {
    const text = this.#desk.lang === 'en-GB' ? { zh: '', en: this.chosen } : { zh: this.chosen, en: '' };
    await this.#change(() => keepPhrase(text));
    this.chosen = '';
  }
  async drop(own: number) {
    await this.#change(() => dropPhrase(own));
  }

  async #change(work: () => Promise<void>) {
    try {
      await work();
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    }
    await this.#load();
  }
  async #load() {
    try {
      this.list = await phrases(this.#desk.document);
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    }
  }

  #intoPoints(area: HTMLTextAreaElement, text: string) {
    const from = area.selectionStart;
    area.setRangeText(text, from, area.selectionEnd, 'end');
    this.#desk.history.seal();
    this.#desk.setPoints(area.value);
    this.#desk.history.seal();
    area.focus();
    const blank = text.indexOf(BLANK);
    if (blank >= 0) area.setSelectionRange(from + blank, from + blank + BLANK.length);
  }
}

/** The wordings that have all that was typed somewhere, in either language. */
export function found(list: readonly Phrase[], typed: string): Phrase[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return list.filter(({ text }) => {
    const words = `${text.zh} ${text.en}`.toLowerCase();
    return wanted.every((part) => words.includes(part));
  });
}
