// Everything a running window shares, made once from the boot answer and handed down by context.

import { getContext, setContext } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';
import { Filing } from '../check/filing.svelte';
import { Converting } from '../convert/converting.svelte';
import { Checking } from '../draft/check/checking.svelte';
import { Desk } from '../draft/desk.svelte';
import { Exporting } from '../draft/exporting.svelte';
import { Asking } from '../draft/rewrite/asking.svelte';
import { Rewriting } from '../draft/rewrite/rewriting.svelte';
import { Phrasing } from '../draft/phrases/phrasing.svelte';
import { Run, type Ending } from '../draft/run.svelte';
import { Versions } from '../draft/versions/versions.svelte';
import { i18n } from '../i18n/index.svelte';
import { Minuting } from '../minutes/minuting.svelte';
import { Profiles } from '../profiles/profiles.svelte';
import { Replying } from '../reply/replying.svelte';
import { Dues, type Dated } from '../due/dues.svelte';
import { Library } from '../library/library.svelte';
import { asFailure, beginMinutes, beginReply, handedFiles, setSettings, whenDragged, whenHanded } from '../platform';
import type { Boot, DocumentRecord, Feature, Lang, Sample, Settings, Theme } from '../platform/types';
import { Summarising } from '../summary/summarising.svelte';
import { Translating } from '../translate/translating.svelte';
import { announcer } from './announcer.svelte';
import { Engine } from './engine.svelte';
import { both, Notices } from './notices.svelte';

export type View = 'draft' | 'translate' | 'convert' | 'check' | 'library' | 'settings' | 'help';
export const VIEWS: readonly View[] = ['draft', 'translate', 'convert', 'check', 'library', 'settings', 'help'];
/** The columns of the draft view; below 860 px only one of them shows. */
export type Column = 'give' | 'page' | 'know';

export class Session {
  readonly boot: Boot;
  readonly notices = new Notices();
  readonly engine: Engine;
  readonly desk: Desk;
  readonly run: Run;
  readonly rewriting: Rewriting;
  readonly asking: Asking;
  readonly versions: Versions;
  readonly exporting: Exporting;
  readonly phrasing: Phrasing;
  readonly checking: Checking;
  readonly library: Library;
  readonly dues: Dues;
  readonly converting: Converting;
  readonly filing: Filing;
  readonly replying: Replying;
  readonly minuting: Minuting;
  readonly profiles: Profiles;
  readonly summarising: Summarising;
  readonly translating: Translating;

  settings = $state.raw<Settings>() as Settings;
  view = $state<View>('draft');
  paletteOpen = $state(false);
  column = $state<Column>('give');
  knowOpen = $state(false);

  #dark = new MediaQuery('(prefers-color-scheme: dark)', false);
  #moreContrast = new MediaQuery('(prefers-contrast: more)', false);

  constructor(boot: Boot) {
    this.boot = boot;
    this.settings = boot.settings;
    i18n.lang = boot.settings.uiLang;
    this.engine = new Engine(boot.engine);
    this.desk = new Desk(boot.templates, boot.document, this.notices.fail);
    this.run = new Run(this.desk, (ending) => this.#ended(ending));
    this.versions = new Versions(this.desk, this.notices.fail);
    this.rewriting = new Rewriting(this.desk, this.notices, {
      mayBegin: () => !this.forbids('rewrite') && !this.run.running && this.versions.looking === null,
      showPage: () => (this.column = 'page'),
      quiet: () => this.asking.stop(),
    });
    this.asking = new Asking(
      this.desk,
      this.notices,
      () => !this.forbids('ask') && !this.run.running && !this.rewriting.running,
    );
    this.exporting = new Exporting(this.desk, this.notices.fail);
    this.phrasing = new Phrasing(this.desk, this.notices.fail);
    this.checking = new Checking(this.desk, this.notices.fail);
    this.library = new Library(this.notices);
    this.dues = new Dues(this.notices, async (id, dates) => {
      if (id === this.desk.id) this.desk.setDates(dates);
      this.library.stale = true;
      if (this.view === 'library') await this.library.load();
    });
    this.converting = new Converting(this.notices.fail);
    this.filing = new Filing(this.notices.fail, (back) => {
      const again = () => {
        this.notices.close();
        back();
      };
      this.notices.tell(
        both((t) => t.filing.left),
        { action: { label: both((t) => t.undo), run: again } },
      );
    });
    this.replying = new Replying(this.notices.fail);
    this.minuting = new Minuting(this.notices.fail);
    this.profiles = new Profiles(boot.profiles, this.notices);
    this.summarising = new Summarising(this.notices.fail, () => !this.forbids('rewrite'));
    this.translating = new Translating(this.notices);
    if (boot.recovered) this.notices.tell(both((t) => t.recovered));
  }

  /** Whether files are being dragged over the window. */
  dragging = $state(false);

  /** The document on the desk, as its dates are spoken of. */
  get dated(): Dated {
    const { id, fields, dates, composed } = this.desk;
    return { id, name: fields['subject']?.trim() ?? '', dates, term: composed?.term ?? null };
  }

  /** Takes what lay on the desks, and files that are given to the program from now on. */
  async begin() {
    void this.dues.refresh();
    try {
      await Promise.all([whenHanded(() => void this.#handed()), whenDragged((over) => (this.dragging = over))]);
      if (!(await this.#handed())) await this.converting.restore();
    } catch (reason) {
      this.notices.fail(asFailure(reason));
    }
  }
  async #handed(): Promise<boolean> {
    const files = await handedFiles();
    if (files.length === 0) return false;
    const [letter] = files;
    if (this.minuting.shown && letter && !letter.folder) {
      await this.minuting.take(letter.path);
      return true;
    }
    if (this.replying.shown && letter && !letter.folder) {
      await this.replying.take(letter.path);
      return true;
    }
    if (this.summarising.shown && letter && !letter.folder) {
      await this.summarising.take(letter.path);
      return true;
    }
    if (this.view === 'translate') {
      await this.translating.take(files);
      return true;
    }
    if (this.view === 'check') {
      await this.filing.take(files);
      return true;
    }
    this.go('convert');
    await this.converting.take(files);
    return true;
  }

  /** The colours in force. */
  get theme(): Exclude<Theme, 'system'> {
    const { theme } = this.settings;
    if (theme !== 'system') return theme;
    if (this.#moreContrast.current) return 'contrast';
    return this.#dark.current ? 'dark' : 'light';
  }

  /** Whether the administrator switched a feature off. */
  forbids(feature: Feature): boolean {
    return this.boot.managed.featuresOff.includes(feature);
  }

  /** Whether the administrator switched a view off. */
  off(view: View): boolean {
    return this.boot.managed.featuresOff.some((feature) => feature === view && feature !== 'draft');
  }

  /** Whose acts are undone in the view that is shown. */
  get acts(): { undo(): void; redo(): void } | null {
    if (this.view === 'draft') return this.desk;
    if (this.view === 'check') return this.filing;
    return this.view === 'translate' ? this.translating.bench : null;
  }

  go(view: View) {
    if (!this.off(view)) this.view = view;
  }

  /** Draft, or draft again; what is missing is shown, and the points are asked for when there are none. */
  async generate(another = false) {
    const { desk, run } = this;
    if (run.running) return;
    this.rewriting.stop();
    this.asking.stop();
    this.versions.leave();
    desk.attempted = true;
    if (desk.points.trim() === '') {
      desk.pointsWanted = true;
      this.focusField('points');
      return;
    }
    this.notices.close();
    this.exporting.close();
    this.column = 'page';
    announcer.say(i18n.t.sayReading);
    await run.start(another);
  }

  async tryOut(template: string, sample: Sample) {
    this.desk.fill(template, sample);
    await this.generate();
  }

  /** Leaves the document on the desk for another; a draft being written is stopped first. */
  async open(id: number) {
    await this.#exchange(() => this.desk.open(id));
  }
  async create(template = this.desk.template, lang: Lang = this.desk.lang) {
    await this.#exchange(() => this.desk.create(template, lang));
    if (this.settings.template !== template || this.settings.lang !== lang) await this.set({ template, lang });
    this.focusField(this.desk.form?.fields[0]?.field.id ?? 'points');
  }

  /** Begins the reply: its document comes onto the desk, and the form asks for what is still missing. */
  async beginReply() {
    const reply = this.replying.reply();
    if (reply) await this.#begin(this.replying, () => beginReply(reply));
  }
  /** Begins the minutes, in the same way. */
  async beginMinutes() {
    const minutes = this.minuting.minutes();
    if (minutes) await this.#begin(this.minuting, () => beginMinutes(minutes));
  }
  async #begin(dialog: { shown: boolean; busy: boolean }, make: () => Promise<DocumentRecord>) {
    if (dialog.busy) return;
    dialog.busy = true;
    const before = this.desk.id;
    await this.#exchange(() => this.desk.take(make));
    dialog.busy = false;
    if (this.desk.id === before) return;
    dialog.shown = false;
    this.library.stale = true;
    const empty = this.desk.form?.fields.find(({ field }) => field.required && !this.desk.fields[field.id]);
    this.focusField(empty?.field.id ?? 'points');
  }

  async #exchange(put: () => Promise<void>) {
    try {
      await this.run.stop();
      this.rewriting.stop();
      this.asking.leave();
      this.versions.leave();
      this.exporting.close();
      this.notices.close();
      await put();
      this.versions.refresh();
      void this.dues.refresh();
      this.view = 'draft';
      this.column = 'give';
    } catch (reason) {
      this.notices.fail(asFailure(reason));
    }
  }

  async set(change: Partial<Settings>) {
    const before = this.settings;
    this.settings = { ...before, ...change };
    i18n.lang = this.settings.uiLang;
    try {
      this.settings = await setSettings(this.settings);
    } catch (reason) {
      this.settings = before;
      i18n.lang = before.uiLang;
      this.notices.fail(asFailure(reason));
    }
  }

  /** To the next finding, in whatever column it is listed. */
  walkFindings(step: 1 | -1) {
    if (this.view !== 'draft') return;
    this.column = 'know';
    this.knowOpen = true;
    if (this.checking.walk(step) < 0) announcer.say(i18n.t.issuesNone);
  }

  /** Shows a place in the text; a folded-out third column gives way to it. */
  showOnPage(block: number, text: string | null) {
    this.column = 'page';
    if (this.knowOpen) {
      this.knowOpen = false;
      document.querySelector<HTMLElement>('.body[contenteditable]')?.focus({ preventScroll: true });
    }
    this.desk.show(block, text);
  }

  /** Puts the caret into a field of the form, wherever it is folded away. */
  focusField(id: string) {
    this.view = 'draft';
    this.column = 'give';
    this.wanted = { id, turn: this.wanted.turn + 1 };
  }
  wanted = $state.raw({ id: '', turn: 0 });

  #ended(ending: Ending) {
    this.versions.refresh();
    this.library.stale = true;
    const t = i18n.t;
    if (ending.kind === 'done') {
      const facts = this.desk.composed?.facts ?? [];
      const ok = facts.filter((fact) => fact.state === 'present').length;
      announcer.say(t.sayDone(t.factsChecked(ok, facts.length), this.desk.composed?.issues.length ?? 0));
    } else if (ending.kind === 'stopped') {
      announcer.say(t.sayStopped);
      this.notices.tell(both((words) => (ending.written ? words.stoppedWritten : words.stoppedUnchanged)));
    } else {
      this.notices.fail(ending.failure);
    }
  }
}

const KEY = Symbol('session');
export const provideSession = (session: Session) => setContext(KEY, session);
export const useSession = () => getContext<Session>(KEY);
