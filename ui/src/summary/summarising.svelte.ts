// A text in a few points: what is summarised, how far it is, and the points with the lines they come from.

import { i18n } from '../i18n/index.svelte';
import { asFailure, pickText, readText, stopSummary, summarise } from '../platform';
import type { Document, Failure, OpenedText, Point, SummaryEvent } from '../platform/types';
import { announcer } from '../shell/announcer.svelte';

export const COUNTS = ['3', '5', '8'] as const;
export type Count = (typeof COUNTS)[number];

const LAST_EVENT_MS = 5000;

export class Summarising {
  shown = $state(false);
  pasted = $state('');
  busy = $state(false);
  count = $state<Count>('5');
  shorten = $state(true);
  /** The text's lines once it is being summarised; null before. */
  lines = $state.raw<readonly string[] | null>(null);
  points = $state.raw<readonly Point[]>([]);
  total = $state(0);
  running = $state(false);
  /** The point that is looked at; -1 for none. */
  looked = $state(-1);

  #fail: (failure: Failure) => void;
  #mayShorten: () => boolean;
  #run = 0;

  constructor(fail: (failure: Failure) => void, mayShorten: () => boolean) {
    this.#fail = fail;
    this.#mayShorten = mayShorten;
  }

  get mayShorten() {
    return this.#mayShorten();
  }
  get line() {
    return this.points[this.looked]?.line ?? -1;
  }
  get text() {
    return this.points.map((point, at) => `${at + 1}. ${point.text}`).join('\n');
  }

  show() {
    this.shown = true;
  }
  /** Straight to the points of a document. */
  of(document: Document) {
    this.shown = true;
    void this.begin(document);
  }
  close() {
    this.stop();
    this.shown = false;
  }
  /** Another text. */
  clear() {
    this.stop();
    this.lines = null;
    this.points = [];
    this.looked = -1;
  }

  pick = () => this.#read(pickText);
  take = (path: string) => this.#read(() => readText(path));
  async #read(read: () => Promise<OpenedText | null>) {
    this.busy = true;
    try {
      const opened = await read();
      if (opened) {
        this.clear();
        this.pasted = opened.text;
      }
    } catch (reason) {
      this.#fail(asFailure(reason));
    } finally {
      this.busy = false;
    }
  }

  /** Of the text that was pasted or opened, or of the document on the desk. */
  async begin(document: Document | null = null) {
    if (this.running || (document === null && this.pasted.trim() === '')) return;
    this.clear();
    const run = ++this.#run;
    this.running = true;
    this.total = 0;
    const request = {
      text: document === null ? this.pasted : '',
      document,
      points: Number(this.count),
      shorten: this.shorten && this.mayShorten,
    };
    try {
      await summarise(request, (event) => run === this.#run && this.#apply(event));
      // The command may return before its last event is through the channel; one that never comes is a fault.
      setTimeout(() => run === this.#run && this.running && this.#end(asFailure('No last event.')), LAST_EVENT_MS);
    } catch (reason) {
      if (run === this.#run) this.#end(asFailure(reason));
    }
  }

  /** What is written stays. */
  stop() {
    if (!this.running) return;
    this.#run += 1;
    this.running = false;
    void stopSummary().catch(() => undefined);
    announcer.say(i18n.t.sayStopped);
  }

  look(at: number) {
    this.looked = at;
  }

  #apply(event: SummaryEvent) {
    switch (event.event) {
      case 'begun':
        this.lines = event.data.lines;
        this.total = event.data.total;
        break;
      case 'point':
        this.points = [...this.points, event.data];
        break;
      case 'done':
        this.running = false;
        announcer.say(i18n.t.summary.done(this.points.length));
        break;
      case 'failed':
        this.#end(event.data);
        break;
    }
  }
  #end(failure: Failure) {
    this.running = false;
    this.#fail(failure);
  }
}
