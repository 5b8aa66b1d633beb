// A file of anybody's, or a text, that is checked: its paragraphs as they stand after what was put right, and what is found in them.
// The file itself is read again when a copy is saved, so that the copy has everything else that is in it.

import { SvelteSet } from 'svelte/reactivity';
import { History } from '../draft/history.svelte';
import { asFailure, lookCheck, openCheck, openPath, revealPath, saveCheck } from '../platform';
import type {
  CheckChange,
  CheckFile,
  CheckForm,
  CheckParagraph,
  CheckRow,
  Exported,
  Failure,
  HandedFile,
  Lang,
} from '../platform/types';
import { Findings } from './findings.svelte';
import { inOrder, isFixable, units, type Fixable } from './fix';

/** What an act changes. */
type State = { paragraphs: readonly CheckParagraph[]; changes: readonly CheckChange[] };

export class Filing extends Findings {
  file = $state.raw<CheckFile | null>(null);
  lang = $state<Lang>('zh-Hant-HK');
  /** The document type it is checked as; empty for none. */
  template = $state('');
  /** What is pasted before it is opened. */
  pasted = $state('');
  opening = $state(false);
  /** Whether what is found is of the text as it stands. */
  looked = $state(false);
  saving = $state(false);
  saved = $state.raw<Exported | null>(null);

  #text = '';
  #state = $state.raw<State>({ paragraphs: [], changes: [] });
  #found = $state.raw<readonly CheckRow[]>([]);
  #history = new History<State>();
  #passed = new SvelteSet<string>();
  #turn = 0;
  /** What was last saved. */
  #kept: State | null = null;
  #left: (back: () => void) => void;

  get paragraphs() {
    return this.#state.paragraphs;
  }
  get changed() {
    return this.#state.changes.length;
  }
  get word() {
    return this.file?.kind === 'word';
  }
  rows = $derived.by(() => this.#found.filter((row) => this.#stands(row) && !this.#passed.has(this.#key(row))));

  /** `left`: a text with fixes that are not saved has gone from the desk; `back` puts it there again. */
  constructor(fail: (failure: Failure) => void, left: (back: () => void) => void) {
    super(fail);
    this.#left = left;
  }

  /** Files from outside: the first is opened. */
  async take(files: readonly HandedFile[]) {
    const first = files.find((file) => !file.folder);
    if (first) await this.#open(first.path, '');
  }
  async paste() {
    if (this.pasted.trim() !== '') await this.#open(null, this.pasted);
  }
  async #open(path: string | null, text: string) {
    this.opening = true;
    try {
      const file = await openCheck({ path, text });
      this.#part();
      this.file = file;
      this.lang = file.lang;
      this.template = file.template ?? '';
      this.#text = text;
      this.#state = { paragraphs: file.paragraphs, changes: [] };
      this.#found = [];
      this.#passed.clear();
      this.#history.clear();
      this.saved = null;
      this.leave();
      void this.learn();
      await this.run();
    } catch (reason) {
      this.onFailure(asFailure(reason));
    } finally {
      this.opening = false;
    }
  }
  /** What was put right and not saved can be had back. */
  #part() {
    const { file, lang, template } = this;
    const [text, state] = [this.#text, this.#state];
    if (!file || state.changes.length === 0 || state === this.#kept) return;
    this.#left(() => {
      this.file = file;
      this.lang = lang;
      this.template = template;
      this.#text = text;
      this.#found = [];
      this.#history.clear();
      this.leave();
      this.#put(state);
    });
  }
  close() {
    this.#part();
    this.file = null;
    this.#found = [];
    this.saved = null;
    this.#turn += 1;
  }

  read(lang: Lang) {
    this.lang = lang;
    void this.run();
  }
  readAs(template: string) {
    this.template = template;
    void this.run();
  }

  /** Looks at the text as it stands. */
  async run() {
    const turn = ++this.#turn;
    this.looked = false;
    const { lang, template } = this;
    try {
      const found = await lookCheck({ paragraphs: [...this.paragraphs], lang, template: template || null });
      // Something was put right meanwhile, and is being looked at.
      if (turn !== this.#turn) return;
      this.#found = found;
      this.looked = true;
    } catch (reason) {
      if (turn === this.#turn) this.onFailure(asFailure(reason));
    }
  }
  protected again() {
    void this.run();
  }

  fix(rows: readonly CheckRow[]) {
    const fixes = rows.filter((row): row is Fixable & { block: number } => isFixable(row) && row.block !== null);
    if (fixes.length === 0) return;
    this.#history.seal();
    this.#history.record('fix', () => this.#state);
    const paragraphs = [...this.paragraphs];
    const changes = [...this.#state.changes];
    for (const { block, range, fix } of inOrder(fixes)) {
      const paragraph = paragraphs[block];
      if (!paragraph) continue;
      const [from, to] = units(paragraph.text, range);
      const { text } = paragraph;
      changes.push({ paragraph: block, start: range[0], old: text.slice(from, to), new: fix });
      paragraphs[block] = { ...paragraph, text: text.slice(0, from) + fix + text.slice(to) };
    }
    this.#put({ paragraphs, changes });
  }
  undo() {
    this.#history.undo((before) => this.#swap(before));
  }
  redo() {
    this.#history.redo((after) => this.#swap(after));
  }
  #swap(state: State): State {
    const was = this.#state;
    this.#put(state);
    return was;
  }
  #put(state: State) {
    this.#state = state;
    this.saved = null;
    void this.run();
  }

  pass(row: CheckRow) {
    this.#passed.add(this.#key(row));
    this.settle();
  }
  /** Whether a finding is still where it was found: between a fix and the next look it may not be. */
  #stands({ block, range, excerpt }: CheckRow): boolean {
    if (block === null || range === null || excerpt === null) return true;
    const text = this.paragraphs[block]?.text ?? '';
    return text.slice(...units(text, range)) === excerpt;
  }
  /** The same words by the same rule in the same paragraph, whatever is put right around them. */
  #key(row: CheckRow): string {
    return JSON.stringify([row.code, row.block, row.excerpt]);
  }

  async save(form: CheckForm) {
    const { file, lang, template } = this;
    if (!file || this.saving) return;
    const state = this.#state;
    this.saving = true;
    this.saved = null;
    const passed = [...this.#passed].map((key): [string, number, string] => {
      const [code, block, excerpt] = JSON.parse(key) as [string, number | null, string | null];
      return [code, block ?? 0, excerpt ?? ''];
    });
    try {
      this.saved = await saveCheck({
        path: file.path,
        text: this.#text,
        changes: [...state.changes],
        lang,
        template: template || null,
        passed,
        form,
      });
      this.#kept = state;
    } catch (reason) {
      this.onFailure(asFailure(reason));
    } finally {
      this.saving = false;
    }
  }
  openSaved = () => this.#go(openPath);
  revealSaved = () => this.#go(revealPath);
  async #go(go: (path: string) => Promise<void>) {
    try {
      if (this.saved) await go(this.saved.path);
    } catch (reason) {
      this.onFailure(asFailure(reason));
    }
  }
}
