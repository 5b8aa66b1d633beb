// A question about the document on the desk, and its answer with the sentences it rests on.

import { announcer } from '../../shell/announcer.svelte';
import type { Notices } from '../../shell/notices.svelte';
import { i18n } from '../../i18n/index.svelte';
import { asFailure, askDocument, stopRewriting } from '../../platform';
import type { Answer, AskEvent, Failure } from '../../platform/types';
import type { Desk } from '../desk.svelte';
import type { Working } from './phases';
import { langOf } from './runs';

const LAST_EVENT_MS = 5000;

export class Asking {
  open = $state(false);
  question = $state('');
  phase = $state.raw<Working>({ kind: 'idle' });
  /** The question that was asked, and what is known of its answer. */
  asked = $state('');
  text = $state('');
  answer = $state.raw<Answer | null>(null);
  /** Raised when the field for the question should have the focus. */
  focusTurn = $state(0);

  readonly #desk: Desk;
  readonly #notices: Notices;
  readonly #mayBegin: () => boolean;
  #run = 0;
  #document = 0;

  constructor(desk: Desk, notices: Notices, mayBegin: () => boolean) {
    this.#desk = desk;
    this.#notices = notices;
    this.#mayBegin = mayBegin;
  }

  get running() {
    return this.phase.kind !== 'idle';
  }
  get possible() {
    return this.#desk.hasBody && this.#mayBegin();
  }

  show() {
    if (this.#document !== this.#desk.id) this.#clear();
    this.open = true;
    this.focusTurn += 1;
  }
  close() {
    this.stop();
    this.open = false;
  }

  /** Another document lies on the desk: what was said about the last one is not about it. */
  leave() {
    this.stop();
    this.#clear();
    this.open = false;
  }

  async ask() {
    const question = this.question.trim();
    if (question === '' || this.running || !this.possible) return;
    const { document, lang, id } = this.#desk;
    const run = ++this.#run;
    this.#document = id;
    this.asked = question;
    this.text = '';
    this.answer = null;
    this.#notices.close();
    this.phase = { kind: 'starting' };
    announcer.say(i18n.t.rewrite.sayAsked);
    try {
      await askDocument({ document, question, lang: langOf(question, lang) }, (event) => {
        if (run === this.#run) this.#apply(event);
      });
      // The command may return before its last event is through the channel; one that never comes is a fault.
      setTimeout(() => run === this.#run && this.running && this.#fail(asFailure('No last event.')), LAST_EVENT_MS);
    } catch (reason) {
      if (run === this.#run) this.#fail(asFailure(reason));
    }
  }

  stop() {
    if (!this.running) return;
    this.#run += 1;
    this.phase = { kind: 'idle' };
    this.text = '';
    void stopRewriting().catch(() => undefined);
    announcer.say(i18n.t.sayStopped);
  }

  #apply(event: AskEvent) {
    switch (event.event) {
      case 'queued':
        this.phase = { kind: 'queued', ...event.data };
        break;
      case 'starting':
      case 'checking':
        this.phase = { kind: event.event };
        break;
      case 'loading':
        this.phase = { kind: 'loading', ...event.data };
        break;
      case 'reading':
        this.phase = { kind: 'reading', ...event.data };
        break;
      case 'text':
        this.phase = { kind: 'writing', tokensPerSecond: 0, part: 1, parts: 1 };
        this.text = event.data.text;
        break;
      case 'done':
        this.phase = { kind: 'idle' };
        this.answer = event.data;
        announcer.say(i18n.t.rewrite.sayAnswered(event.data.sentences.length));
        break;
      case 'failed':
        this.#fail(event.data);
        break;
    }
  }

  #fail(failure: Failure) {
    this.phase = { kind: 'idle' };
    this.text = '';
    this.#notices.fail(failure);
  }

  #clear() {
    this.asked = '';
    this.text = '';
    this.answer = null;
  }
}
