// A document on the bench: its segments, the one in hand, what was done to them and can be taken back. Everything a person does
// shows at once and is kept by the keeper; the program's answers change only what nobody has touched since.

import { History } from '../draft/history.svelte';
import { asFailure, joinSegment, putSegments, segmentHelp, splitSegment } from '../platform';
import type { Band, Bench, BenchRow, BenchSegment, Changed, Failure, Issue } from '../platform/types';
import { Aliases } from './aliases';
import { replaced, type Match } from './find';
import { byId, grouped, orderOf } from './group';
import { Keeper } from './keeper.svelte';
import { Line, type Values } from './line.svelte';
import { countsOf } from './progress';
import { charactersBefore, putTag, strip, withMissing, type Selected, type Tag } from './tags';
import { acceptance, hasIssue, nextOf, notConfirmed } from './walk';

/** A pause while walking through the segments, in ms, before it is asked what is known about one. */
const HELP_MS = 60;

/** What takes an act back: the values from before, or the other of split and join and the values from before. */
type Step =
  | { kind: 'values'; values: Values[] }
  | { kind: 'join'; id: number; at: number; values: Values[] }
  | { kind: 'split'; id: number; at: number; values: Values[] };

/** What the editor of the segment in hand is asked to do. */
export type Wish = { turn: number; focus: boolean; select: { start: number; end: number } | null };
/** The editor, while there is one. */
export type Editor = { selected: () => Selected };

/** A translation as the program keeps it. */
const kept = (text: string) => text.replace(/[\r\n\t]/g, ' ').trim();

export type Confirmed = 'confirmed' | 'empty' | 'open' | 'failed';

export class Workbench {
  row = $state.raw<BenchRow>() as BenchRow;
  bands = $state.raw<readonly Band[]>([]);
  lines = $state.raw<readonly Line[]>([]);
  /** The segment in hand. */
  active = $state<number | null>(null);
  wish = $state.raw<Wish>({ turn: 0, focus: false, select: null });
  /** The source is open for a caret to split it at. */
  splitting = $state(false);
  /** Segments are being split or joined. */
  busy = $state(false);
  editor: Editor | null = null;

  readonly keeper: Keeper;
  /** The segment an input method is at work in, its text from before, and what came for it meanwhile. */
  #composing: number | null = null;
  #composed = '';
  #late: BenchSegment | null = null;
  #fail: (failure: Failure) => void;
  #acts = new History<Step>();
  /** What a segment that was split again is called now. */
  #names = new Aliases();
  /** Where the values from before are noted of all that changes with an act. */
  #with: Values[] | null = null;
  #help: ReturnType<typeof setTimeout> | undefined;

  constructor(bench: Bench, fail: (failure: Failure) => void) {
    this.#fail = fail;
    this.keeper = new Keeper({
      put: (edits) => putSegments(this.row.id, edits),
      take: (changed) => this.take(changed, this.#with),
      fail,
    });
    this.keeper.savedAt = bench.row.updatedAt;
    this.#renew(bench);
  }

  segments = $derived(this.lines.map((line) => line.segment));
  counts = $derived(countsOf(this.segments));
  /** Where each segment stands. */
  order = $derived(orderOf(this.lines));

  line(id: number | null): Line | null {
    return id === null ? null : (this.lines[this.order.get(id) ?? -1] ?? null);
  }
  get current(): Line | null {
    return this.line(this.active);
  }
  get canUndo() {
    return this.#acts.canUndo;
  }
  get canRedo() {
    return this.#acts.canRedo;
  }

  /** The segments as the program has them now. */
  take({ segments }: Changed, before: Values[] | null = null) {
    for (const segment of segments) {
      const line = this.line(segment.id);
      if (!line) continue;
      if (before && !before.some(({ id }) => id === segment.id)) before.push(line.values);
      this.#update(line, segment);
      line.working = false;
    }
    if (segments.some(({ id }) => id === this.active)) this.#askHelp();
  }
  #update(line: Line, segment: BenchSegment) {
    const composing = this.#composing === line.id;
    if (composing) this.#late = segment;
    const { target } = line.segment;
    if (composing || this.keeper.held(line.id)) line.segment = { ...segment, ...line.values };
    // A blank at the end of what is being typed is not kept, nor taken away.
    else line.segment = line.id === this.active && kept(target) === segment.target ? { ...segment, target } : segment;
  }
  /** An input method is at work in the segment in hand: until it is done its text is nobody else's, and is not kept. */
  compose(on: boolean) {
    const line = this.current;
    if (on) {
      this.#composing = this.active;
      this.#late = null;
      this.#composed = line?.segment.target ?? '';
      return;
    }
    this.#composing = null;
    if (!line) return;
    if (line.segment.target !== this.#composed) this.keeper.touch([line.values]);
    else if (this.#late?.id === line.id) line.segment = this.#late;
  }
  #renew({ row, segments, bands }: Bench) {
    const known = byId(this.lines);
    this.row = row;
    this.bands = bands;
    this.lines = segments.map((segment) => {
      const line = known.get(segment.id);
      if (!line) return new Line(segment);
      this.#update(line, segment);
      return line;
    });
  }
  /** Which segment the model is at work on. */
  working(id: number | null) {
    for (const line of this.lines) if (line.working) line.working = false;
    const line = this.line(id);
    if (line) line.working = true;
  }

  /** Takes a segment in hand. */
  go(id: number, { focus = true, select = null }: Partial<Omit<Wish, 'turn'>> = {}) {
    if (id !== this.active) {
      this.leave();
      this.active = id;
      this.#askHelp();
    }
    this.wish = { turn: this.wish.turn + 1, focus, select };
  }
  /** Goes so many segments on; false at the ends. */
  step(by: number): boolean {
    const at = this.active === null ? -1 : (this.order.get(this.active) ?? -1);
    const line = this.lines[Math.max(0, Math.min(this.lines.length - 1, at + by))];
    if (!line || line.id === this.active) return false;
    this.go(line.id);
    return true;
  }
  toIssue = (step: 1 | -1) => this.#to(nextOf(this.segments, this.active, step, hasIssue));
  toOpen = () => this.#to(nextOf(this.segments, this.active, 1, notConfirmed));
  #to(id: number | null): boolean {
    if (id !== null) this.go(id);
    return id !== null;
  }
  /** What was typed is one act and is kept. */
  leave() {
    this.#acts.seal();
    this.splitting = false;
    void this.keeper.flush();
  }

  #askHelp() {
    clearTimeout(this.#help);
    this.#help = setTimeout(() => void this.#loadHelp(), HELP_MS);
  }
  async #loadHelp() {
    const line = this.current;
    if (!line) return;
    try {
      line.help = await segmentHelp(this.row.id, line.id);
    } catch (reason) {
      this.#fail(asFailure(reason));
    }
  }

  /** What stands in the editor of the segment in hand. */
  type(target: string) {
    const line = this.current;
    if (line && target !== line.segment.target) this.#write(line, target, `type ${line.id}`);
  }
  /** Writes into the segment in hand as an act of its own. */
  put(target: string, select: Wish['select'] = null) {
    const line = this.current;
    if (!line) return;
    this.#acts.seal();
    if (target !== line.segment.target) this.#write(line, target, `put ${line.id}`);
    this.#acts.seal();
    this.go(line.id, { select: select ?? { start: target.length, end: target.length } });
  }
  #write(line: Line, target: string, key: string) {
    this.#edit([{ ...line.values, target, state: target.trim() === '' ? 'untranslated' : 'edited' }], key);
  }
  #edit(values: Values[], key: string) {
    const before = values.flatMap(({ id }) => this.line(id)?.values ?? []);
    this.#acts.record(key, () => ({ kind: 'values', values: before }));
    this.#set(values);
  }
  #set(values: readonly Values[]) {
    for (const value of values) {
      const line = this.line(value.id);
      if (line) line.segment = { ...line.segment, ...value };
    }
    this.keeper.touch(values.filter(({ id }) => id !== this.#composing));
  }

  /** What is selected in the editor, else the end of the text. */
  #selected(line: Line): Selected {
    const { target } = line.segment;
    return this.editor?.selected() ?? { text: target, start: target.length, end: target.length };
  }
  insert(text: string) {
    const line = this.current;
    if (!line) return;
    const { text: all, start, end } = this.#selected(line);
    const at = start + text.length;
    this.put(all.slice(0, start) + text + all.slice(end), { start: at, end: at });
  }
  tag(tag: Tag) {
    const line = this.current;
    if (!line) return;
    const { text, start, end } = putTag(this.#selected(line), tag);
    this.put(text, { start, end });
  }
  addMissingTags() {
    const line = this.current;
    if (line) this.put(withMissing(line.segment.source, line.segment.target));
  }
  copySource() {
    const line = this.current;
    if (line) this.put(line.segment.source);
  }
  /** Puts a match of the memory in the place of the text; false when there is none. */
  useMatch(n: number): boolean {
    const match = this.current?.help?.matches[n];
    if (match) this.put(match.target);
    return match !== undefined;
  }

  accept(line: Line, issue: Issue) {
    const { values, segment } = line;
    this.#acts.seal();
    this.#edit([{ ...values, accepted: [...values.accepted, acceptance(issue)] }], `accept ${line.id}`);
    // It is gone at once; the program's answer says the same.
    line.segment = { ...line.segment, issues: segment.issues.filter((other) => other !== issue) };
    this.#acts.seal();
    void this.keeper.flush();
  }

  /** Says that the segment in hand is right; the program does not take it while an error is open. */
  async confirm(): Promise<Confirmed> {
    const line = this.current;
    if (!line || strip(line.segment.target).trim() === '') return 'empty';
    if (line.segment.state === 'confirmed' && !this.keeper.held(line.id)) return 'confirmed';
    await this.keeper.flush();
    this.#acts.seal();
    const before = [line.values];
    this.#acts.record(`confirm ${line.id}`, () => ({ kind: 'values', values: before }));
    this.#acts.seal();
    this.#with = before;
    this.keeper.touch([{ ...line.values, state: 'confirmed' }]);
    await this.keeper.flush();
    this.#with = null;
    if (this.keeper.state === 'failed') return 'failed';
    return line.segment.state === 'confirmed' ? 'confirmed' : 'open';
  }

  /** Replaces matches by a wording, all in one act; says in how many places. */
  replace(matches: readonly Match[], by: string): number {
    const values = [...grouped(matches)].flatMap(([id, at]): Values[] => {
      const line = this.line(id);
      if (!line) return [];
      const target = replaced(line.segment.target, at, by);
      return [{ ...line.values, target, state: target.trim() === '' ? 'untranslated' : 'edited' }];
    });
    if (values.length === 0) return 0;
    this.#acts.seal();
    this.#edit(values, 'replace');
    this.#acts.seal();
    return matches.length;
  }

  /** Notes how segments are before the model writes them anew, as an act. */
  beforeMachine(ids: readonly number[]) {
    const values = ids.flatMap((id) => this.line(id)?.values ?? []);
    this.#acts.seal();
    this.#acts.record('machine', () => ({ kind: 'values', values }));
    this.#acts.seal();
  }

  /** Whether the segment in hand can be joined with the next: only within a paragraph. */
  get canJoin() {
    const line = this.current;
    const next = line ? this.lines[(this.order.get(line.id) ?? 0) + 1] : undefined;
    return line !== null && next !== undefined && next.segment.paragraph === line.segment.paragraph;
  }
  async join() {
    const line = this.current;
    const next = line ? this.lines[(this.order.get(line.id) ?? 0) + 1] : undefined;
    if (!line || !next || !this.canJoin || this.busy) return;
    const values = [line.values, next.values];
    const at = Array.from(strip(line.segment.source)).length;
    if (await this.#restructure(() => joinSegment(this.row.id, line.id))) {
      this.#record({ kind: 'split', id: line.id, at, values });
      this.go(line.id);
    }
  }
  /** Splits the segment in hand at a place of its bare source. */
  async split(bare: string, place: number) {
    const line = this.current;
    if (!line || this.busy) return;
    const at = charactersBefore(bare, place);
    const values = [line.values];
    this.splitting = false;
    if (at > 0 && place < bare.length && (await this.#restructure(() => splitSegment(this.row.id, line.id, at)))) {
      this.#record({ kind: 'join', id: line.id, at, values });
    }
    this.go(line.id);
  }
  #record(step: Step) {
    this.#acts.seal();
    this.#acts.record(step.kind, () => step);
    this.#acts.seal();
  }
  /** Whether it was done. */
  async #restructure(call: () => Promise<Bench>): Promise<boolean> {
    this.busy = true;
    try {
      await this.keeper.flush();
      this.#renew(await call());
      return true;
    } catch (reason) {
      this.#fail(asFailure(reason));
      return false;
    } finally {
      this.busy = false;
    }
  }

  undo() {
    if (!this.busy) this.#acts.undo(this.#perform);
  }
  redo() {
    if (!this.busy) this.#acts.redo(this.#perform);
  }
  /** Takes a step and gives the one that leads back. */
  #perform = (step: Step): Step => {
    const values = step.values.map((value) => ({ ...value, id: this.#names.now(value.id) }));
    if (step.kind === 'values') {
      const before = values.flatMap(({ id }) => this.line(id)?.values ?? []);
      this.#set(values.filter(({ id }) => this.line(id)));
      void this.keeper.flush();
      const first = before[0];
      if (first) this.go(values.some(({ id }) => id === this.active) ? (this.active ?? first.id) : first.id);
      return { kind: 'values', values: before };
    }
    const id = this.#names.now(step.id);
    const at = this.order.get(id) ?? 0;
    const now = this.lines.slice(at, at + (step.kind === 'join' ? 2 : 1)).map((line) => line.values);
    void this.#reshape(step, id, values);
    return { ...step, kind: step.kind === 'join' ? 'split' : 'join', values: now };
  };
  async #reshape(step: Step & { kind: 'join' | 'split' }, id: number, values: Values[]) {
    const call = () => (step.kind === 'join' ? joinSegment(this.row.id, id) : splitSegment(this.row.id, id, step.at));
    if (!(await this.#restructure(call))) return this.#acts.clear();
    const second = values[1];
    const line = this.lines[(this.order.get(id) ?? 0) + 1];
    if (step.kind === 'split' && second && line) {
      this.#names.rename(second.id, line.id);
      second.id = line.id;
    }
    this.#set(values);
    void this.keeper.flush();
    this.go(id);
  }
}
