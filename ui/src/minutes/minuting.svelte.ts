// Notes of a meeting on their way to minutes: what was read from them, as the officer corrects it.

import { asFailure, pickNotes, readNotes } from '../platform';
import type { Degree, Failure, Lang, Meeting, MeetingHeader, NewMinutes, Remark, Voice } from '../platform/types';

/** The particulars of the meeting, in the order of the form. */
export const FACTS = ['meeting', 'title', 'date', 'time', 'venue', 'present', 'attending', 'absent', 'ended'] as const;
export type Fact = keyof MeetingHeader;

/** A sentence of the notes; `chosen` once the officer has said whether it is in the minutes. */
export type Row = Remark & { chosen: boolean | null };

const DEGREES: readonly Degree[] = ['decisions', 'summary', 'full'];

export class Minuting {
  shown = $state(false);
  pasted = $state('');
  agenda = $state('');
  busy = $state(false);
  degree = $state<Degree>('summary');
  meeting = $state.raw<Meeting | null>(null);
  facts = $state<Record<Fact, string>>(none());
  voices = $state<Voice[]>([]);
  headings = $state<string[]>([]);
  rows = $state<Row[]>([]);
  /** The line of the notes that is looked at; -1 for none. */
  line = $state(-1);

  #name = '';
  #fail: (failure: Failure) => void;

  constructor(fail: (failure: Failure) => void) {
    this.#fail = fail;
  }

  taken = (row: Row) =>
    row.chosen ?? (row.degree !== null && DEGREES.indexOf(row.degree) <= DEGREES.indexOf(this.degree));
  count = $derived(this.rows.filter((row) => this.taken(row)).length);
  /** Speakers whom the notes do not name. */
  unknown = $derived(this.voices.filter((voice) => !voice.known).length);
  /** Actions that nobody is to take. */
  nobody = $derived(
    this.rows.filter((row) => this.taken(row) && row.kind === 'action' && row.owner.trim() === '').length,
  );

  show() {
    this.shown = true;
  }
  async pick() {
    await this.#read(async () => {
      const picked = await pickNotes(this.agenda);
      if (picked) this.put(picked.meeting, picked.name);
    });
  }
  async paste() {
    const text = this.pasted;
    if (text.trim() === '') return;
    await this.#read(async () => this.put(await readNotes(this.#request(text, null)), ''));
  }
  async take(path: string) {
    const name = path.split(/[\\/]/).at(-1) ?? path;
    await this.#read(async () => this.put(await readNotes({ ...this.#request('', null), path }), name));
  }
  #request = (text: string, lang: Lang | null) => ({ path: null, text, agenda: this.agenda, lang });
  async #read(work: () => Promise<void>) {
    this.busy = true;
    try {
      await work();
    } catch (reason) {
      this.#fail(asFailure(reason));
    } finally {
      this.busy = false;
    }
  }

  put(meeting: Meeting, name: string) {
    this.#name = name;
    this.meeting = meeting;
    this.facts = Object.fromEntries(FACTS.map((fact) => [fact, meeting.header[fact].value])) as Record<Fact, string>;
    this.voices = meeting.speakers.map((voice) => ({ ...voice }));
    this.headings = meeting.items.map((item) => item.heading);
    this.rows = meeting.remarks.map((remark) => ({ ...remark, chosen: null }));
    this.line = -1;
  }
  /** The other language: the program's own words change, and nothing that the officer has put right. */
  async speak(lang: Lang) {
    const { meeting } = this;
    if (!meeting || meeting.lang === lang) return;
    await this.#read(async () => {
      const next = await readNotes(this.#request(meeting.lines.join('\n'), lang));
      const kept = (now: string, before: string | undefined, after: string | undefined) =>
        now === before ? (after ?? now) : now;
      this.facts = Object.fromEntries(
        FACTS.map((fact) => [fact, kept(this.facts[fact], meeting.header[fact].value, next.header[fact].value)]),
      ) as Record<Fact, string>;
      this.voices = this.voices.map((voice, at) => ({
        ...voice,
        called: kept(voice.called, meeting.speakers[at]?.called, next.speakers[at]?.called),
      }));
      this.headings = this.headings.map((heading, at) =>
        kept(heading, meeting.items[at]?.heading, next.items[at]?.heading),
      );
      this.rows = this.rows.map((row, at) => ({
        ...row,
        owner: kept(row.owner, meeting.remarks[at]?.owner, next.remarks[at]?.owner),
      }));
      this.meeting = next;
    });
  }
  /** Other notes. */
  clear() {
    this.meeting = null;
    this.pasted = '';
    this.agenda = '';
  }
  look(line: number | null) {
    this.line = line ?? -1;
  }
  called = (row: Row) => (row.speaker === null ? '' : (this.voices[row.speaker]?.called ?? ''));

  /** What the minutes are made from. */
  minutes(): NewMinutes | null {
    const { meeting, degree } = this;
    if (!meeting) return null;
    const header = { ...meeting.header };
    for (const fact of FACTS) {
      const before = meeting.header[fact];
      const value = this.facts[fact].trim();
      header[fact] = value === before.value ? before : { value, line: null };
    }
    const items = meeting.items.map((item, at) => ({ ...item, heading: this.headings[at] ?? item.heading }));
    const remarks = this.rows.map((row): Remark => {
      const { text, line, speaker, item, kind, owner, due } = row;
      return { text, line, speaker, item, kind, owner, due, degree: this.taken(row) ? 'decisions' : null };
    });
    const speakers = $state.snapshot(this.voices);
    return { meeting: { ...meeting, header, items, remarks, speakers }, name: this.#name, degree, fields: {} };
  }
}

const none = () => Object.fromEntries(FACTS.map((fact) => [fact, ''])) as Record<Fact, string>;
