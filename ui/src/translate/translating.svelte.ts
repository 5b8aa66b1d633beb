// The translate view as a whole: the list of translations, the document on the bench, the model at work on one.

import { i18n } from '../i18n/index.svelte';
import { asFailure, deleteTranslation, openTranslation, translation, translations } from '../platform';
import type { Bench, BenchFormat, BenchRow, HandedFile, Lang, OpenTranslation } from '../platform/types';
import { announcer } from '../shell/announcer.svelte';
import { Deletion } from '../shell/deletion';
import { both, type Notices } from '../shell/notices.svelte';
import { Exporting } from './exporting.svelte';
import { Finding } from './finding.svelte';
import { Glossary } from './glossary.svelte';
import { Machine } from './machine.svelte';
import { Memory } from './memory.svelte';
import { Workbench } from './workbench.svelte';

export type Dialog = 'glossary' | 'memory' | 'bands' | 'keys';

export class Translating {
  /** What lies on the start page: a pasted text, and which way it goes. */
  text = $state('');
  to = $state<Lang | 'auto'>('auto');
  rows = $state.raw<readonly BenchRow[] | null>(null);
  opening = $state(false);
  bench = $state.raw<Workbench | null>(null);
  finding = $state.raw<Finding | null>(null);
  issuesShown = $state(false);
  dialog = $state<Dialog | null>(null);

  readonly machine: Machine;
  readonly exporting: Exporting;
  readonly glossary: Glossary;
  readonly memory: Memory;

  #notices: Notices;
  #deletion: Deletion<BenchRow>;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.machine = new Machine({
      working: (document, segment) => this.#of(document)?.working(segment),
      changed: (document, changed) => this.#of(document)?.take(changed),
      ended: (_document, done, stopped) => {
        announcer.say(stopped ? i18n.t.bench.sayStopped(done) : i18n.t.bench.sayTranslated(done));
      },
      failed: notices.fail,
    });
    this.exporting = new Exporting({
      fail: notices.fail,
      ask: (failure, anyway) =>
        notices.fail(failure, {
          label: both((t) => t.bench.exportAnyway),
          run: () => {
            notices.close();
            anyway();
          },
        }),
    });
    this.#deletion = new Deletion(notices, {
      name: (row) => row.name,
      hint: (t) => t.bench.deletedHint,
      remove: async (row) => {
        if (this.machine.document === row.id) await this.machine.stop();
        await deleteTranslation(row.id);
      },
      back: () => void this.list(),
    });
    this.glossary = new Glossary(notices.fail);
    this.memory = new Memory(notices.fail);
  }
  #of(document: number): Workbench | null {
    return this.bench?.row.id === document ? this.bench : null;
  }

  async list() {
    try {
      this.rows = this.#deletion.without(await translations());
    } catch (reason) {
      this.#notices.fail(asFailure(reason));
    }
  }

  /** Files from outside: the first goes on the bench. */
  async take(files: readonly HandedFile[]) {
    const file = files.find((file) => !file.folder);
    if (!file) {
      if (files.length > 0) this.#notices.tell(both((t) => t.bench.noFolders));
      return;
    }
    const others = files.length - 1;
    if (await this.#begin({ path: file.path, text: '', to: this.#direction() })) {
      if (others > 0) this.#notices.tell(both((t) => t.bench.firstOfSeveral(others)));
    }
  }
  async begin() {
    if (this.text.trim() === '') return;
    if (await this.#begin({ path: null, text: this.text, to: this.#direction() })) this.text = '';
  }
  #direction = (): Lang | null => (this.to === 'auto' ? null : this.to);
  #begin = (request: OpenTranslation) => this.#open(() => openTranslation(request));
  open = (id: number) => this.#open(() => translation(id));

  /** Whether it lies on the bench. */
  async #open(fetch: () => Promise<Bench>): Promise<boolean> {
    if (this.opening) return false;
    this.opening = true;
    try {
      if (!(await this.#kept())) return false;
      const bench = new Workbench(await fetch(), this.#notices.fail);
      this.#notices.close();
      this.exporting.close();
      this.issuesShown = false;
      this.finding = new Finding(bench);
      this.bench = bench;
      const first = bench.segments.find(({ state }) => state !== 'confirmed') ?? bench.segments[0];
      if (first) bench.go(first.id);
      return true;
    } catch (reason) {
      this.#notices.fail(asFailure(reason));
      return false;
    } finally {
      this.opening = false;
    }
  }

  /** Whether all of it is saved; what could not be stays on the bench. */
  async #kept(): Promise<boolean> {
    const keeper = this.bench?.keeper;
    await keeper?.flush();
    return keeper?.state !== 'failed';
  }

  /** Back to the start page; nothing stops. */
  async close() {
    if (!(await this.#kept())) return;
    this.exporting.close();
    this.dialog = null;
    this.finding = null;
    this.bench = null;
    await this.list();
  }

  /** Has the model translate what is left, or the segment in hand anew. */
  async translate(only: number[] | null = null) {
    const { bench, machine } = this;
    if (!bench || machine.running) return;
    this.#notices.close();
    await bench.keeper.flush();
    if (only) bench.beforeMachine(only);
    await machine.start(bench.row.id, bench.row.name, only);
  }

  async export(format: BenchFormat) {
    const { bench } = this;
    if (!bench) return;
    this.#notices.close();
    await bench.keeper.flush();
    await this.exporting.export(bench.row.id, format);
  }

  show(dialog: Dialog) {
    this.dialog = dialog;
    if (dialog === 'glossary') void this.glossary.load(this.bench?.row.id ?? null);
    if (dialog === 'memory') void this.memory.load();
  }

  /** Takes a translation off the list; it is deleted when the time to think again is over. */
  async remove(row: BenchRow) {
    await this.settle();
    this.#deletion.begin(row);
    this.rows = this.rows && this.#deletion.without(this.rows);
  }
  /** Deletes what waits to be deleted. */
  settle = () => this.#deletion.settle();
}
