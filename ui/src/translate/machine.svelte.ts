// The model at work on a document, whichever view is shown meanwhile.

import { asFailure, stopTranslating, translateAll } from '../platform';
import type { BenchEvent, Changed, Failure } from '../platform/types';
import { minutesLeft } from './progress';

/** What is told to whoever shows the document. */
type Tells = {
  working: (document: number, segment: number | null) => void;
  changed: (document: number, changed: Changed) => void;
  ended: (document: number, done: number, stopped: boolean) => void;
  failed: (failure: Failure) => void;
};

export class Machine {
  /** The document it works on. */
  document = $state<number | null>(null);
  name = $state('');
  stopping = $state(false);
  done = $state(0);
  /** How many segments in all; 0 until it is known. */
  todo = $state(0);
  #seconds = $state(0);
  #tells: Tells;

  constructor(tells: Tells) {
    this.#tells = tells;
  }

  running = $derived(this.document !== null);
  minutes = $derived(minutesLeft(this.todo, this.done, this.#seconds));

  async start(document: number, name: string, only: number[] | null) {
    if (this.running) return;
    this.document = document;
    this.name = name;
    this.stopping = false;
    this.done = 0;
    this.todo = only?.length ?? 0;
    this.#seconds = 0;
    try {
      await translateAll(document, only, (event) => this.#hear(document, event));
    } catch (reason) {
      this.#end(document);
      this.#tells.failed(asFailure(reason));
    }
  }

  async stop() {
    if (!this.running || this.stopping) return;
    this.stopping = true;
    try {
      await stopTranslating();
    } catch (reason) {
      this.stopping = false;
      this.#tells.failed(asFailure(reason));
    }
  }

  #hear(document: number, event: BenchEvent) {
    switch (event.event) {
      case 'started':
        this.todo = event.data.todo;
        break;
      case 'working':
        this.#tells.working(document, event.data.id);
        break;
      case 'done':
        this.done = event.data.done;
        this.todo = event.data.todo;
        this.#seconds = event.data.seconds;
        this.#tells.changed(document, event.data.changed);
        break;
      case 'ended':
        this.#end(document);
        this.#tells.ended(document, event.data.done, event.data.stopped);
        break;
      case 'failed':
        this.#end(document);
        this.#tells.failed(event.data);
    }
  }
  #end(document: number) {
    this.document = null;
    this.stopping = false;
    this.#tells.working(document, null);
  }
}
