// A text on its way from one script to the other, live as it is typed or opened from a file; what was chosen in its places;
// and kept, so that the next start finds it as it was.

import {
  asFailure,
  convert,
  keepConversion,
  keptConversion,
  openPath,
  openSource,
  revealPath,
  saveConversion,
} from '../platform';
import type { ConvertedText, Exported, Failure, HandedFile, Opened, Script, Source } from '../platform/types';
import { Batch } from './batch.svelte';
import {
  carried,
  characters,
  choicesOf,
  choosing,
  chunksOf,
  NOTHING_CHOSEN,
  placesOf,
  printed,
  wordAround,
  wordAt,
  type Choices,
  type Place,
} from './places';
import { SettledWords } from './words.svelte';

/** A pause in typing, in ms; and how long after the last change the desk is kept. */
const PAUSE = 120;
const KEEP = 800;

type Answer = { source: readonly string[]; result: readonly string[]; converted: ConvertedText; places: Place[] };

export class Converting {
  source = $state('');
  to = $state<Script>('zh-Hant-HK');
  from = $state<Source>('auto');
  /** The file the text came from; a Word file's text is only looked at. */
  file = $state.raw<Opened | null>(null);
  /** Which place is looked at. */
  current = $state(0);
  saved = $state.raw<Exported | null>(null);
  saving = $state(false);
  /** The word that is about to be settled, as it stands in the source; null when none is. */
  settling = $state<string | null>(null);

  readonly batch: Batch;
  readonly words: SettledWords;

  #answer = $state.raw<Answer | null>(null);
  #chosen = $state.raw<Choices>(NOTHING_CHOSEN);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeper: ReturnType<typeof setTimeout> | undefined;
  #fail: (failure: Failure) => void;

  constructor(fail: (failure: Failure) => void) {
    this.#fail = fail;
    this.batch = new Batch(fail);
    this.words = new SettledWords(fail, () => this.run());
  }

  places = $derived(this.#answer?.places ?? []);
  changed = $derived(this.#answer?.converted.changed ?? 0);
  sourceCharacters = $derived(this.#answer?.source ?? []);
  result = $derived(this.#answer?.result ?? []);
  chosen = $derived(this.#chosen);
  chunks = $derived(chunksOf(this.sourceCharacters));
  text = $derived(printed(this.result, this.places, this.#chosen));
  /** Places nobody has decided yet. */
  doubts = $derived(this.#open('doubt'));
  wording = $derived(this.#open('wording'));
  place = $derived(this.places[this.current] ?? null);

  #open(kind: Place['kind']): number {
    return this.places.filter((place) => place.kind === kind && !this.#chosen.has(place.at)).length;
  }

  /** What stands in a place now. */
  standing(place: Place): string {
    return this.#chosen.get(place.at) ?? this.result.slice(place.at, place.at + place.length).join('');
  }

  type(source: string) {
    this.source = source;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.run(), PAUSE);
    this.#keep();
  }

  turn(to: Script) {
    this.to = to;
    this.#again();
  }
  read(from: Source) {
    this.from = from;
    this.#again();
  }
  #again() {
    // Places of another conversion are other places.
    this.#chosen = NOTHING_CHOSEN;
    void this.run();
    this.#keep();
  }

  /** Prints one of a place's alternatives there. */
  choose(text: string) {
    if (!this.place) return;
    this.#chosen = choosing(this.#chosen, [[this.place.at, text]]);
    this.#keep();
  }

  /** Prints what stands in the place wherever the text asks the same. */
  everywhere() {
    const { place } = this;
    if (!place) return 0;
    const word = ({ at, length }: Place) => this.sourceCharacters.slice(at, at + length).join('');
    const same = this.places.filter((other) => other.kind === place.kind && word(other) === word(place));
    const text = this.standing(place);
    this.#chosen = choosing(
      this.#chosen,
      same.map((other) => [other.at, text] as const),
    );
    this.#keep();
    return same.length;
  }

  /** Begins to settle the word of the place for good. */
  settle() {
    const { place } = this;
    if (!place) return;
    this.settling =
      place.kind === 'doubt'
        ? wordAround(this.sourceCharacters, place)
        : this.sourceCharacters.slice(place.at, place.at + place.length).join('');
  }
  /** How the word that is being settled will be printed; null when it is not there, or cannot be as long. */
  settledForm = $derived.by(() => {
    const { settling, place } = this;
    if (settling === null || !place || settling === '') return null;
    const start = wordAt(this.sourceCharacters, settling, place);
    if (start === null) return null;
    const length = characters(settling).length;
    const standing = this.standing(place);
    const form =
      this.result.slice(start, place.at).join('') +
      standing +
      this.result.slice(place.at + place.length, start + length).join('');
    return characters(form).length === length ? form : null;
  });
  async settled() {
    const { settling, settledForm } = this;
    if (settling === null || settledForm === null) return;
    if (await this.words.add({ word: settling, form: settledForm, to: this.to })) this.settling = null;
  }

  /** To the next place, or the one before; round at the ends. */
  walk(by: 1 | -1) {
    const count = this.places.length;
    this.settling = null;
    if (count > 0) this.current = (this.current + by + count) % count;
  }
  look(place: number) {
    this.settling = null;
    this.current = place;
  }

  /** Files from outside: one is put on the desk, more, or a folder, are converted as they are. */
  async take(files: readonly HandedFile[]) {
    const [first] = files;
    if (!first) return;
    if (files.length > 1 || first.folder) {
      await this.batch.start(
        files.map((file) => file.path),
        this.to,
        this.from,
      );
    } else {
      await this.open(first.path);
    }
  }

  async open(path: string) {
    try {
      const file = await openSource(path);
      this.batch.close();
      this.#put(file, file.text);
      await this.run();
      this.#keep();
    } catch (reason) {
      this.#fail(asFailure(reason));
    }
  }

  /** Clears the desk. */
  close() {
    this.#put(null, '');
    void this.run();
    this.#keep();
  }

  #put(file: Opened | null, source: string) {
    this.file = file;
    this.source = source;
    this.saved = null;
    this.settling = null;
    this.#chosen = NOTHING_CHOSEN;
  }

  async save() {
    if (this.saving || this.source === '') return;
    this.saving = true;
    this.saved = null;
    try {
      await this.run();
      const { source: text, to, from } = this;
      const choices = choicesOf(this.places, this.#chosen);
      this.saved = await saveConversion({ path: this.file?.path ?? null, text, to, from, choices });
    } catch (reason) {
      this.#fail(asFailure(reason));
    } finally {
      this.saving = false;
    }
  }
  openSaved = () => this.#go(openPath, this.saved?.path);
  revealSaved = () => this.#go(revealPath, this.saved?.path);
  reveal = (path: string) => this.#go(revealPath, path);
  async #go(go: (path: string) => Promise<void>, path: string | undefined) {
    try {
      if (path !== undefined) await go(path);
    } catch (reason) {
      this.#fail(asFailure(reason));
    }
  }

  async run() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const { source: text, to, from } = this;
    try {
      const converted = await convert({ text, to, from });
      // A later key has asked again.
      if (turn !== this.#turn) return;
      const source = characters(text);
      const before = this.#answer;
      const looked = this.place;
      if (before) this.#chosen = carried(before.source, source, this.#chosen);
      this.#answer = { source, result: characters(converted.text), converted, places: placesOf(converted) };
      const again = this.places.findIndex((place) => place.at === looked?.at);
      this.current = Math.max(0, again);
    } catch (reason) {
      if (turn === this.#turn) this.#fail(asFailure(reason));
    }
  }

  #keep() {
    clearTimeout(this.#keeper);
    this.#keeper = setTimeout(() => void this.keep(), KEEP);
  }

  /** Keeps the desk for the next start. */
  async keep() {
    clearTimeout(this.#keeper);
    const { file, to, from } = this;
    const word = file?.kind === 'word';
    const choices = choicesOf(this.places, this.#chosen);
    try {
      await keepConversion({ path: file?.path ?? null, text: word ? '' : this.source, to, from, choices });
    } catch (reason) {
      this.#fail(asFailure(reason));
    }
  }

  /** Puts what was kept back on the desk, if nothing else has come first. */
  async restore() {
    try {
      const kept = await keptConversion();
      if (this.source !== '' || this.file) return;
      this.to = kept.to;
      this.from = kept.from;
      // A file that has gone meanwhile is no news to begin the day with; its text is, where it was typed in.
      const file = kept.path === null ? null : await openSource(kept.path).catch(() => null);
      const text = file?.kind === 'word' ? file.text : kept.text;
      if (text === '') return;
      this.#put(file, text);
      await this.run();
      this.#chosen = choosing(
        NOTHING_CHOSEN,
        kept.choices.map(({ at, text }) => [at, text] as const),
      );
    } catch (reason) {
      this.#fail(asFailure(reason));
    }
  }
}
