// What the quiet bar says: one message in three short parts, or one line.

import { dictionaries } from '../i18n/index.svelte';
import type { Words } from '../i18n/zh-Hant-HK';
import type { Failure, Label } from '../platform/types';

export type Notice = {
  tone: 'wrong' | 'calm';
  happened: Label;
  safe: Label | null;
  todo: Label | null;
  detail: string;
  action: { label: Label; run: () => void } | null;
};

/** What may go with a line: a second line, one action, and for how long it stays. */
type Aside = { note?: Label | null; action?: Notice['action']; forMs?: number };

/** A wording of the dictionaries as a label, so that a notice follows the language of the interface. */
export const both = (pick: (words: Words) => string): Label => ({
  zh: pick(dictionaries['zh-Hant-HK']),
  en: pick(dictionaries['en-GB']),
});

export class Notices {
  current = $state.raw<Notice | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  fail = (failure: Failure, action: Notice['action'] = null) => {
    const { happened, safe, todo } = failure.message;
    this.#put({ tone: 'wrong', happened, safe, todo, detail: failure.detail, action });
  };

  tell(happened: Label, { note = null, action = null, forMs = 0 }: Aside = {}) {
    this.#put({ tone: 'calm', happened, safe: note, todo: null, detail: '', action });
    if (forMs > 0) this.#timer = setTimeout(() => this.close(), forMs);
  }

  close() {
    clearTimeout(this.#timer);
    this.current = null;
  }

  #put(notice: Notice) {
    clearTimeout(this.#timer);
    this.current = notice;
  }
}
