// One rewriting: asked for, arriving on the page as a proposal, decided change by change. The text under it is untouched until
// something is accepted (`desk.decide`).

import { announcer } from '../../shell/announcer.svelte';
import type { Notices } from '../../shell/notices.svelte';
import { both } from '../../shell/notices.svelte';
import { i18n } from '../../i18n/index.svelte';
import { asFailure, rewrite, rewriteActions, stopRewriting, warmRewriting } from '../../platform';
import type { Failure, Lang, RewriteAction, RewriteEvent, RewriteOutcome, RewriteRequest } from '../../platform/types';
import { blockText } from '../blocks';
import type { Desk } from '../desk.svelte';
import { blocksOf } from '../stream';
import { beginReview, changesOf, receive, scopeOf, type Change, type Order, type Review, type Scope } from './review';
import { langOf } from './runs';
import type { Working } from './phases';

/** The page, as far as rewriting needs it. */
export type Page = {
  /** What is selected; the whole body when nothing is. */
  scope: () => Scope;
  focus: () => void;
};

/** The window around it. */
export type Surroundings = {
  /** Whether the page is there and no draft is being written. */
  mayBegin: () => boolean;
  showPage: () => void;
  /** Ends what else the model is asked. */
  quiet: () => void;
};

/** What the bar over the text shows: the actions, or the question of one of them. */
export type Bar = { scope: Scope; lang: Lang; byKey: boolean; asks: RewriteAction | null };

const LAST_EVENT_MS = 5000;

export class Rewriting {
  actions = $state.raw<RewriteAction[]>([]);
  phase = $state.raw<Working>({ kind: 'idle' });
  /** The bar as it was called up by a key or a button; the one over selected text needs no call. */
  bar = $state.raw<Bar | null>(null);
  /** The change the officer looks at. */
  current = $state<string | null>(null);
  /** Raised when `current` should have the focus. */
  focusTurn = $state(0);
  page: Page | null = null;

  readonly #desk: Desk;
  readonly #notices: Notices;
  readonly #window: Surroundings;
  #run = 0;
  #earlier: Review | null = null;
  #waiting: RewriteEvent[] = [];
  #end: (() => void) | null = null;

  constructor(desk: Desk, notices: Notices, window: Surroundings) {
    this.#desk = desk;
    this.#notices = notices;
    this.#window = window;
    desk.onReviewLost = (touched) => void this.#lost(touched);
  }

  /** The menu, from the program's data; without it there is nothing to choose. */
  async learn() {
    try {
      this.actions = await rewriteActions();
    } catch (reason) {
      this.#notices.fail(asFailure(reason));
    }
  }

  get running() {
    return this.phase.kind !== 'idle';
  }
  get review() {
    return this.#desk.review;
  }
  get changes(): Change[] {
    return this.review ? changesOf(this.review) : [];
  }
  get change(): Change | undefined {
    return this.changes.find((change) => change.key === this.current);
  }
  get action(): RewriteAction | undefined {
    return this.actions.find((action) => action.id === this.review?.order.action);
  }
  /** Whether a text may be rewritten now. */
  get possible() {
    return this.#desk.hasBody && !this.#desk.writing && this.actions.length > 0 && this.#window.mayBegin();
  }

  for(lang: Lang): RewriteAction[] {
    return this.actions.filter((action) => action.langs.includes(lang));
  }
  /** The language of what is selected, or of the whole text. */
  get lang(): Lang {
    return this.page ? this.langOfScope(this.page.scope()) : this.#desk.lang;
  }
  langOfScope(scope: Scope): Lang {
    const { blocks } = beginReview(blocksOf(this.#desk.body), scope, { action: '', instruction: '', length: null });
    return langOf(blocks.map(blockText).join('\n'), this.#desk.lang);
  }

  /** Shows the bar for what is selected, or for the whole text. */
  call(asks: RewriteAction | null = null, byKey = true) {
    if (!this.possible || !this.page) return;
    this.#window.showPage();
    const scope = this.page.scope();
    const lang = this.langOfScope(scope);
    this.bar = { scope, lang, byKey, asks };
    this.#warm(asks?.id ?? this.for(lang)[0]?.id, lang);
  }
  askFor(action: RewriteAction) {
    if (this.bar) this.bar = { ...this.bar, asks: action };
    else this.call(action);
    this.#warm(action.id, this.bar?.lang ?? this.#desk.lang);
  }
  /** Keeps the bar over selected text while its menu has the focus. */
  hold() {
    if (!this.bar) this.call(null, false);
  }
  closeBar() {
    this.bar = null;
  }

  /** Does an action at once, or asks for what it needs first. */
  choose(action: RewriteAction) {
    if (action.takes === 'nothing') void this.start({ action: action.id, instruction: '', length: null });
    else this.askFor(action);
  }

  /** Begins on a scope, or on what is selected. */
  async start(order: Order, scope = this.bar?.scope ?? this.page?.scope(), another = false) {
    if (!this.possible || !scope || this.running) return;
    this.bar = null;
    const desk = this.#desk;
    const body = blocksOf(desk.body);
    const review = beginReview(body, scope, order);
    const text = review.blocks.map(blockText);
    if (text.join('').trim() === '') return;
    this.#window.showPage();
    this.#window.quiet();
    const run = ++this.#run;
    this.#earlier = desk.review?.finished ? desk.review : null;
    this.#waiting = [];
    this.current = null;
    desk.review = review;
    this.phase = { kind: 'starting' };
    this.#notices.close();
    announcer.say(i18n.t.rewrite.sayBegun);
    const end = scope.at + scope.count;
    const request: RewriteRequest = {
      id: desk.id,
      document: desk.document,
      lang: langOf(text.join('\n'), desk.lang),
      action: order.action,
      instruction: order.instruction,
      length: order.length,
      blocks: review.blocks,
      before: body[scope.at - 1] ? blockText(body[scope.at - 1]!) : '',
      after: body[end] ? blockText(body[end]!) : '',
      points: desk.points,
      another,
    };
    await new Promise<void>((resolve) => {
      this.#end = resolve;
      rewrite(request, (event) => run === this.#run && this.#receive(event)).then(
        // The command may return before its last event is through the channel; one that never comes is a fault.
        () => setTimeout(() => run === this.#run && this.#waiting.length === 0 && this.#fail(NO_END()), LAST_EVENT_MS),
        (reason) => run === this.#run && this.#fail(asFailure(reason)),
      );
    });
  }

  /** The same once more, in other words or by another instruction. */
  again(order: Order) {
    const { review } = this;
    if (!review?.finished) return;
    const same = order.instruction === review.order.instruction && order.length === review.order.length;
    void this.start(order, scopeOf(review), same);
  }

  /** Ends what is being written: nothing of it stays, and what was proposed before comes back. */
  stop() {
    if (!this.running) return;
    this.#finish(true);
    this.#restore();
    announcer.say(i18n.t.sayStopped);
  }

  /** Away with it: stops what is being written, dismisses what is proposed. The text stays as it is. */
  leave() {
    if (this.running) return this.stop();
    if (!this.review) return;
    this.#desk.dismiss();
    this.current = null;
    this.page?.focus();
    announcer.say(i18n.t.rewrite.sayDismissed);
  }

  accept(key = this.current) {
    this.#decide(key, 'accepted');
  }
  reject(key = this.current) {
    this.#decide(key, 'rejected');
  }
  acceptAll() {
    this.#desk.decide(
      this.changes.map((change) => change.key),
      'accepted',
    );
    this.#decided();
  }
  rejectAll() {
    this.#desk.decide(
      this.changes.map((change) => change.key),
      'rejected',
    );
    this.#decided();
  }

  /** To the next change or the one before, round the end. */
  walk(step: 1 | -1) {
    const { changes } = this;
    if (changes.length === 0) return;
    const at = changes.findIndex((change) => change.key === this.current);
    const to = at < 0 ? (step > 0 ? 0 : changes.length - 1) : (at + step + changes.length) % changes.length;
    this.look(changes[to]?.key ?? null);
  }
  look(key: string | null) {
    this.current = key;
    if (key === null) return;
    this.#window.showPage();
    this.focusTurn += 1;
  }

  /** The input method has let go: what waited is applied in order. */
  settleComposition() {
    for (const event of this.#waiting.splice(0)) this.#apply(event);
  }

  #decide(key: string | null, verdict: 'accepted' | 'rejected') {
    const at = this.changes.findIndex((change) => change.key === key);
    if (key === null || at < 0) return this.walk(1);
    this.#desk.decide([key], verdict);
    this.#decided(at);
  }
  #decided(at = 0) {
    const left = this.changes;
    const t = i18n.t.rewrite;
    announcer.say(left.length === 0 ? t.sayAllDecided : t.sayLeft(left.length));
    if (left.length === 0) {
      this.current = null;
      this.page?.focus();
    } else this.look(left[Math.min(at, left.length - 1)]?.key ?? null);
  }

  /** While an input method holds unfinished text in the page, what arrives waits. */
  #receive(event: RewriteEvent) {
    if (this.#desk.composing) this.#waiting.push(event);
    else this.#apply(event);
  }

  #apply(event: RewriteEvent) {
    const { review } = this;
    if (!this.running || !review || review.finished) return;
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
      case 'part':
        this.#desk.review = receive(review, event.data);
        break;
      case 'done':
        this.#done(review, event.data);
        break;
      case 'failed':
        this.#fail(event.data);
        break;
    }
  }

  #done(review: Review, outcome: RewriteOutcome) {
    const whole = outcome.parts.reduce(receive, { ...review, parts: [], finished: true });
    this.#settle(whole);
    if (changesOf(whole).length > 0) return;
    this.#notices.tell(both((t) => t.rewrite.nothing));
    announcer.say(i18n.t.rewrite.nothing);
  }

  /** Parts that were finished before it broke off are worth a look. */
  #fail(failure: Failure) {
    const { review } = this;
    this.#notices.fail(failure);
    if (!review) return this.#finish();
    this.#settle({ ...review, parts: review.parts.filter((part) => part.finished), finished: true });
  }

  /** What was written is now a proposal; one without a change is none, and what was proposed before comes back. */
  #settle(review: Review) {
    this.#finish();
    const changes = changesOf(review);
    if (changes.length === 0) return this.#restore();
    this.#desk.propose(review, this.#earlier);
    this.#earlier = null;
    announcer.say(i18n.t.rewrite.sayProposed(changes.length));
    this.look(changes[0]?.key ?? null);
  }

  #restore() {
    const earlier = this.#earlier;
    this.#earlier = null;
    this.#desk.putBack(earlier);
    if (this.review) this.look(this.changes[0]?.key ?? null);
    else this.page?.focus();
  }

  /** From now on no event of this rewriting counts; `early`: the model is still at it. */
  #finish(early = false) {
    this.#run += 1;
    this.#waiting = [];
    if (early) void stopRewriting().catch(() => undefined);
    this.phase = { kind: 'idle' };
    this.#end?.();
    this.#end = null;
  }

  #lost(touched: boolean) {
    if (!touched) return this.stop();
    this.#finish(this.running);
    this.#earlier = null;
    this.current = null;
    this.#notices.tell(both((t) => t.rewrite.lost));
  }

  #warm(action: string | undefined, lang: Lang) {
    // A model that cannot be warmed says so in the foot line, and again when something is asked of it.
    if (action) warmRewriting(action, lang).catch(() => undefined);
  }
}

const NO_END = () => asFailure('The rewriting ended without a last event.');
