// The document on the desk: what the officer gave, the page, what is known about it. Every change goes through here, so
// that it is saved, composed and can be undone.

import { SvelteSet } from 'svelte/reactivity';
import { asFailure, compose, fillDocument, newDocument, openDocument, warm } from '../platform';
import type {
  AcceptedChange,
  Block,
  Composed,
  Dates,
  Document,
  DocumentRecord,
  Failure,
  FromProfile,
  Lang,
  Sample,
  SourceText,
  TemplateForm,
} from '../platform/types';
import { isEmpty, paragraph, sameBody } from './blocks';
import { annexesOf, noAnnexes, numberingOf, type Annexes, type Numbering } from './editor/numbering';
import { History } from './history.svelte';
import { changesOf, decide, differences, fits, follow, standing, type Review, type Verdict } from './rewrite/review';
import { Saver } from './saver.svelte';
import { blocksOf, placed, type Placed } from './stream';

type Form = {
  template: string;
  lang: Lang;
  fields: Record<string, string>;
  points: string;
  profile?: FromProfile | undefined;
};
/** The parts of a document an act may change. */
type Snapshot = { form?: Form; body?: Block[]; accepted?: AcceptedChange[]; review?: Review | null };

/** A place on the page to show: a block, and the characters in it. */
export type Look = { block: number; text: string; turn: number };

const COMPOSE_MS = 120;

export class Desk {
  id = $state(0);
  template = $state('');
  lang = $state<Lang>('zh-Hant-HK');
  fields = $state.raw<Record<string, string>>({});
  points = $state('');
  /** The profile the header was filled from, and with what. */
  profile = $state.raw<FromProfile | undefined>();
  /** Until when it is due and when it was dealt with: noted in the library, no part of the document. */
  dates = $state.raw<Dates>({ due: '', doneOn: '' });
  body = $state.raw<Placed[]>([]);
  /** What the model proposes for a part of the body. The body holds only what of it was accepted. */
  review = $state.raw<Review | null>(null);
  /** Called when the review on the page ends because the text under it changed, or undo takes it back while it is being written. */
  onReviewLost: (touched: boolean) => void = () => undefined;
  /** Raised when the body changed by anything but the editor. */
  bodyTurn = $state(0);
  composed = $state.raw<Composed | null>(null);
  look = $state.raw<Look | null>(null);
  /** The block the caret is in, while it is in the page. */
  caret = $state<number | null>(null);
  /** What the document was made from: the notes of a meeting. */
  source = $state.raw<SourceText | null>(null);
  /** Fields whose problems are shown: those left once, and all after an attempt to draft or export. */
  left = new SvelteSet<string>();
  attempted = $state(false);
  pointsWanted = $state(false);
  /** How the form on the desk numbers its paragraphs, but for what its annexes are. */
  #rule = $state.raw<Numbering>({ from: 0, indent: true });
  #annexes = $state.raw<Annexes>(noAnnexes);
  /** How the form on the desk numbers what is on it. */
  readonly numbering = $derived<Numbering>({ ...this.#rule, annexes: this.#annexes });
  /** A draft is being written onto the page. */
  writing = $state(false);
  /** What is saved while a draft is written: the body as it was, until the officer edits what has arrived. */
  held: Block[] | null = null;
  /** The editor holds an unfinished composition of an input method: its text must not be replaced now. */
  composing = $state(false);

  readonly history = new History<Snapshot>();
  readonly saver: Saver;
  readonly templates: TemplateForm[];

  #accepted = $state.raw<AcceptedChange[]>([]);
  #onFailure: (failure: Failure) => void;
  #composeTimer: ReturnType<typeof setTimeout> | undefined;
  #composeTurn = 0;
  #warmed = '';
  #numberings: Record<string, Promise<Numbering>> = {};

  constructor(templates: TemplateForm[], record: DocumentRecord, onFailure: (failure: Failure) => void) {
    this.templates = templates;
    this.#onFailure = onFailure;
    this.saver = new Saver(
      () => ({
        id: this.id,
        document: { ...this.document, body: this.held ?? blocksOf(this.body) },
        points: this.points,
      }),
      onFailure,
    );
    this.load(record);
  }

  get document(): Document {
    const { template, lang, fields, body } = this;
    const accepted = this.#accepted;
    return {
      template,
      lang,
      fields,
      body: blocksOf(body),
      ...(accepted.length > 0 ? { accepted } : {}),
      ...(this.source ? { source: this.source } : {}),
      ...(this.profile ? { profile: this.profile } : {}),
    };
  }
  get form(): TemplateForm | undefined {
    return this.templates.find((form) => form.id === this.template);
  }
  get hasBody() {
    return this.body.some((entry) => entry.block.runs.some((run) => run.text.trim() !== ''));
  }
  /** Whether there is anything for an export to show as a tracked change. */
  get hasAccepted() {
    return this.#accepted.length > 0;
  }
  get empty() {
    return isEmpty(this.document, this.points);
  }

  /** Puts a document of the library on the desk. */
  load(record: DocumentRecord) {
    this.#endReview();
    this.id = record.id;
    this.dates = record.dates;
    this.#setForm({ ...record.document, points: record.points });
    this.#accepted = record.document.accepted ?? [];
    this.source = record.document.source ?? null;
    this.setBody(placed(record.document.body));
    this.writing = false;
    this.held = null;
    this.composed = null;
    this.look = null;
    this.left.clear();
    this.attempted = false;
    this.pointsWanted = false;
    this.history.clear();
    this.saver.reset(record.updatedAt);
    this.#warmed = '';
    this.recompose(0);
  }

  async open(id: number) {
    await this.saver.flush();
    this.load(await openDocument(id));
  }
  /** Puts a document on the desk that was just made. */
  async take(make: () => Promise<DocumentRecord>) {
    await this.saver.flush();
    this.load(await make());
  }
  async create(template = this.template, lang = this.lang) {
    await this.saver.flush();
    this.load(await newDocument(template, lang));
  }

  setField(id: string, value: string) {
    this.#changeForm(`field:${id}`, () => (this.fields = { ...this.fields, [id]: value }));
  }
  setPoints(points: string) {
    this.#changeForm('points', () => (this.points = points));
    if (points.trim() !== '') {
      this.pointsWanted = false;
      this.#warm();
    }
  }
  setTemplate(template: string) {
    this.#changeForm('template', () => (this.template = template));
    void this.fillFrom(null);
    void this.#learn();
    this.history.seal();
    if (this.points.trim() !== '') this.#warm();
  }
  setLang(lang: Lang) {
    this.#changeForm('lang', () => (this.lang = lang));
    void this.fillFrom(null);
    void this.#learn();
    this.history.seal();
    if (this.points.trim() !== '') this.#warm();
  }
  /**
   * Another profile for the header, as an act of its own; null for the document's own profile once its type or language has
   * changed, which belongs to that act. The program says what each field becomes; what is typed meanwhile stays.
   */
  async fillFrom(profile: string | null) {
    if (profile === null && !this.profile) return;
    const { id } = this;
    const sent = this.document;
    try {
      const filled = await fillDocument({ ...sent, body: [], accepted: [] }, profile);
      if (this.id !== id || this.template !== sent.template || this.lang !== sent.lang) return;
      const next = { ...this.fields };
      for (const field of Object.keys({ ...sent.fields, ...filled.fields })) {
        if (next[field] !== sent.fields[field] || filled.fields[field] === sent.fields[field]) continue;
        const value = filled.fields[field];
        if (value === undefined) delete next[field];
        else next[field] = value;
      }
      if (profile !== null) this.#act('profile', () => this.#snapshot({ form: true }));
      this.fields = next;
      this.profile = filled.profile;
      this.#changed();
      this.recompose(0);
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    }
  }
  fill(template: string, sample: Sample) {
    this.history.seal();
    this.#changeForm('sample', () =>
      this.#setForm({ template, lang: sample.lang, fields: { ...sample.fields }, points: sample.points.trim() }),
    );
    this.history.seal();
  }

  /** The library notes other dates of it. */
  setDates(dates: Dates) {
    this.dates = dates;
    this.recompose(0);
  }

  /** The officer edited the page. */
  edit(body: Placed[]) {
    // What is typed into an arriving draft belongs to the act that is the draft.
    if (this.writing) this.held = null;
    else this.history.record('body', () => ({ body: blocksOf(this.body) }));
    this.#put(body);
    this.#changed();
  }

  /** Something was put right: one act, in the form, on the page, or both. */
  amend(change: { fields?: Record<string, string>; body?: Block[] }) {
    const body = change.body !== undefined;
    this.#act('amend', () => this.#snapshot({ form: change.fields !== undefined, body }));
    if (change.fields) this.fields = change.fields;
    if (change.body) this.setBody(placed(change.body));
    this.#changed();
    this.recompose(0);
  }

  /** The program changed the page. */
  setBody(body: Placed[]) {
    this.#put(body);
    this.bodyTurn += 1;
  }

  #put(body: Placed[]) {
    const { review } = this;
    const kept = review && follow(review, blocksOf(this.body), blocksOf(body));
    this.body = body;
    if (kept === review) return;
    this.review = kept;
    if (!kept) this.onReviewLost(true);
  }

  /** A proposal is complete: from now on it is an act, which may take the place of an earlier proposal. */
  propose(review: Review, earlier: Review | null) {
    const before = earlier && fits(earlier, blocksOf(this.body)) ? earlier : null;
    this.#act('propose', () => ({ review: before }));
    this.review = review;
  }

  /** The officer's verdict on some changes; accepting is the only way by which a proposal reaches the body. One act. */
  decide(keys: readonly string[], verdict: Verdict) {
    const { review } = this;
    if (!review?.finished) return;
    const next = decide(review, keys, verdict);
    const gone = changesOf(next).length === 0;
    this.#act('decide', () => this.#snapshot({ body: true, review: true }));
    // The review goes first: the body is about to change under it.
    this.review = null;
    const accepted = differences(review, next);
    if (accepted.length > 0) {
      const { at } = review;
      const end = at + standing(review).length;
      this.setBody([...this.body.slice(0, at), ...placed(standing(next)), ...this.body.slice(end)]);
      this.#accepted = [...this.#accepted, ...accepted];
      this.#changed();
    }
    if (!gone) this.review = next;
  }

  /** The proposal goes; what of it was accepted stays. */
  dismiss() {
    if (this.review?.finished) this.#act('dismiss', () => this.#snapshot({ review: true }));
    this.review = null;
  }

  /** What was proposed before is back, if it is still about the text that stands there. */
  putBack(review: Review | null) {
    this.review = review && fits(review, blocksOf(this.body)) ? review : null;
  }

  /** The text is about to be another: what is being written ends, and what is proposed goes once `record` has taken it down. */
  #endReview(record?: () => void) {
    if (this.review && !this.review.finished) this.onReviewLost(false);
    record?.();
    this.review = null;
  }

  #act(key: string, before: () => Snapshot) {
    this.history.seal();
    this.history.record(key, before);
    this.history.seal();
  }

  /** A draft begins: whatever it brings is one act. */
  beginDraft() {
    this.#endReview(() => this.#act('draft', () => this.#snapshot({ body: true, review: true })));
    this.held = blocksOf(this.body);
    this.writing = true;
  }
  /** `replaced`: what was accepted before is about a text that is gone. */
  endDraft(replaced = false) {
    if (replaced) this.#accepted = [];
    this.held = null;
    this.writing = false;
    this.history.seal();
    this.#changed();
  }

  /** Puts an earlier version's text back, as one act. */
  restore(record: DocumentRecord) {
    this.#endReview(() => this.#act('restore', () => this.#snapshot({ form: true, body: true, review: true })));
    this.#setForm({ ...record.document, points: record.points });
    this.#accepted = record.document.accepted ?? [];
    this.source = record.document.source ?? null;
    this.setBody(placed(record.document.body));
    this.#changed();
  }

  get canUndo() {
    return this.history.canUndo && !(this.writing && this.history.top === 'draft');
  }
  undo() {
    // What is still being written is what one wants to take back first.
    if (this.review && !this.review.finished) this.onReviewLost(false);
    else if (this.canUndo) this.history.undo((before) => this.#swap(before));
  }
  redo() {
    if (!this.writing && (this.review?.finished ?? true)) this.history.redo((before) => this.#swap(before));
  }

  show(block: number | null, text: string | null) {
    if (block !== null) this.look = { block, text: text ?? '', turn: (this.look?.turn ?? 0) + 1 };
  }

  /** Asks for the sheet, the facts and the issues of the document as it stands. */
  recompose(delay = COMPOSE_MS) {
    clearTimeout(this.#composeTimer);
    this.#composeTimer = setTimeout(() => void this.#compose(), delay);
  }

  async #compose() {
    const turn = ++this.#composeTurn;
    const document = this.document;
    try {
      const composed = await compose(document, this.points, this.dates);
      if (turn !== this.#composeTurn) return;
      this.composed = composed;
      this.#annexes = annexesOf(composed.sheet.parts, document.body);
    } catch (reason) {
      if (turn === this.#composeTurn) this.#onFailure(asFailure(reason));
    }
  }

  /**
   * Learns how the form numbers, from a page of a heading and a few paragraphs: the page must number what is typed before the next
   * sheet comes, and a document of one paragraph does not show how.
   */
  async #learn() {
    const { template, lang } = this;
    const form = `${template}/${lang}`;
    let rule = this.#numberings[form];
    if (!rule) {
      const body: Block[] = [{ kind: 'heading', runs: [] }, ...['1', '2', '3'].map(paragraph)];
      rule = compose({ template, lang, fields: {}, body }, '').then(({ sheet }) => numberingOf(sheet.parts));
      this.#numberings[form] = rule;
    }
    try {
      const numbering = await rule;
      if (this.template === template && this.lang === lang) this.#rule = numbering;
    } catch {
      // Why a page cannot be composed is said when the page itself is asked for.
      delete this.#numberings[form];
    }
  }

  #changeForm(key: string, change: () => void) {
    this.history.record(key, () => this.#snapshot({ form: true }));
    change();
    this.#changed();
  }

  #changed() {
    this.saver.touch();
    this.recompose();
  }

  #setForm(form: Form) {
    this.template = form.template;
    this.lang = form.lang;
    this.fields = { ...form.fields };
    this.points = form.points;
    this.profile = form.profile;
    void this.#learn();
  }

  #snapshot(parts: { form?: boolean; body?: boolean; review?: boolean }): Snapshot {
    const { template, lang, fields, points, profile } = this;
    return {
      ...(parts.form ? { form: { template, lang, fields, points, profile } } : {}),
      ...(parts.body ? { body: blocksOf(this.body), accepted: this.#accepted } : {}),
      ...(parts.review ? { review: this.review } : {}),
    };
  }

  #swap(before: Snapshot): Snapshot {
    const now = this.#snapshot({
      form: before.form !== undefined,
      body: before.body !== undefined,
      review: before.review !== undefined,
    });
    if (before.review !== undefined) this.review = null;
    if (before.accepted) this.#accepted = before.accepted;
    if (before.form) this.#setForm(before.form);
    if (before.body && !sameBody(before.body, blocksOf(this.body))) this.setBody(placed(before.body));
    if (before.review !== undefined) this.putBack(before.review);
    this.#changed();
    return now;
  }

  /** Once for each choice of type and language: the model may read the constant part while the officer types. */
  #warm() {
    const choice = `${this.template}/${this.lang}`;
    if (this.#warmed === choice) return;
    this.#warmed = choice;
    // A model that cannot be warmed says so in the foot line, and again when a draft is asked for.
    warm(this.template, this.lang).catch(() => undefined);
  }
}
