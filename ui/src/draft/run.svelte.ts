// One draft being written: its phases as they are, its paragraphs in their places.

import { asFailure, draft, stop } from '../platform';
import type { Block, DraftEvent, Failure } from '../platform/types';
import { sameBody } from './blocks';
import type { Desk } from './desk.svelte';
import { blocksOf, none, placed, arrive, settle, type Arrived } from './stream';

export type RunPhase =
  | { kind: 'idle' }
  | { kind: 'queued'; ahead: number }
  | { kind: 'starting' }
  | { kind: 'loading'; percent: number }
  | { kind: 'reading'; done: number; total: number; reused: number }
  | { kind: 'writing'; tokensPerSecond: number; point: number; points: number }
  | { kind: 'checking' }
  | { kind: 'repairing'; faults: number };

/** How a draft ended. */
export type Ending = { kind: 'done' } | { kind: 'stopped'; written: boolean } | { kind: 'failed'; failure: Failure };

const LAST_EVENT_MS = 5000;

export class Run {
  phase = $state.raw<RunPhase>({ kind: 'idle' });
  stopping = $state(false);

  #desk: Desk;
  #onEnd: (ending: Ending) => void;
  #before: Block[] = [];
  // Not reactive: what came is only compared with what is there.
  #arrived: Arrived = none();
  #resolve: (ending: Ending) => void = () => undefined;
  #waiting: DraftEvent[] = [];
  #ended: Promise<void> = Promise.resolve();

  constructor(desk: Desk, onEnd: (ending: Ending) => void) {
    this.#desk = desk;
    this.#onEnd = onEnd;
  }

  get running() {
    return this.phase.kind !== 'idle';
  }

  start(another: boolean): Promise<void> {
    if (this.running) return this.#ended;
    this.phase = { kind: 'starting' };
    this.#ended = this.#run(another);
    return this.#ended;
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    if (!this.stopping) {
      this.stopping = true;
      stop().catch(() => undefined);
    }
    await this.#ended;
  }

  async #run(another: boolean) {
    const desk = this.#desk;
    await desk.saver.flush();
    this.#before = blocksOf(desk.body);
    this.#arrived = none();
    this.#waiting = [];
    this.stopping = false;
    desk.beginDraft();
    const { id, document, points } = desk;
    let open = true;
    const ending = await new Promise<Ending>((resolve) => {
      this.#resolve = resolve;
      draft({ id, document, points, another }, (event) => this.#receive(event)).then(
        // The command may return before its last event is through the channel; one that never comes is a fault.
        () => setTimeout(() => open && this.#lost(), LAST_EVENT_MS),
        (reason) => resolve(this.#fail(asFailure(reason))),
      );
    });
    // What watches over this run must not end the next one.
    open = false;
    this.phase = { kind: 'idle' };
    this.stopping = false;
    desk.endDraft(!sameBody(this.#before, blocksOf(desk.body)));
    this.#onEnd(ending);
  }

  #lost() {
    if (this.running && this.#waiting.length === 0) {
      this.#resolve(this.#fail(asFailure('The draft ended without a last event.')));
    }
  }

  /** While an input method holds unfinished text in the page, what arrives waits. */
  #receive(event: DraftEvent) {
    if (this.#desk.composing) this.#waiting.push(event);
    else this.#apply(event);
  }
  /** The input method has let go: what waited is applied in order. */
  settleComposition() {
    for (const event of this.#waiting.splice(0)) this.#apply(event);
  }

  #apply(event: DraftEvent) {
    const desk = this.#desk;
    switch (event.event) {
      case 'starting':
      case 'checking':
        this.phase = { kind: event.event };
        break;
      case 'queued':
        this.phase = { kind: 'queued', ...event.data };
        break;
      case 'loading':
        this.phase = { kind: 'loading', ...event.data };
        break;
      case 'reading':
        this.phase = { kind: 'reading', ...event.data };
        break;
      case 'writing':
        this.phase = { kind: 'writing', ...event.data };
        break;
      case 'repairing':
        this.phase = { kind: 'repairing', ...event.data };
        break;
      case 'block': {
        // The first paragraph takes the place of the text that was there.
        const body = this.#arrived.size === 0 ? [] : desk.body;
        desk.setBody(arrive(body, this.#arrived, event.data.index, event.data.block));
        desk.recompose();
        break;
      }
      case 'done': {
        const { document, facts, issues, version } = event.data;
        const body = this.#arrived.size === 0 ? document.body : settle(desk.body, this.#arrived, document.body);
        desk.setBody(placed(body));
        if (desk.composed) desk.composed = { ...desk.composed, facts, issues };
        this.#resolve(version.state === 'stopped' ? { kind: 'stopped', written: true } : { kind: 'done' });
        break;
      }
      case 'failed':
        this.#resolve(this.#fail(event.data));
        break;
    }
  }

  /** An empty page keeps what was written on it; a page that had text gets it back, and the rest is in the versions. */
  #fail(failure: Failure): Ending {
    const desk = this.#desk;
    const kept = this.#before.length === 0 && this.#arrived.size > 0;
    desk.setBody(placed(kept ? blocksOf(desk.body) : this.#before));
    return this.stopping ? { kind: 'stopped', written: kept } : { kind: 'failed', failure };
  }
}
