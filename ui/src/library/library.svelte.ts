// The list of documents: searched, looked at, deleted with time to think again.

import { asFailure, compose, deleteDocument, listDocuments, listVersions, openDocument } from '../platform';
import type { Listed, Sheet, VersionRow } from '../platform/types';
import { Deletion } from '../shell/deletion';
import type { Notices } from '../shell/notices.svelte';

const LIMIT = 200;
const SEARCH_MS = 150;

export class Library {
  text = $state('');
  /** Only what is due and not dealt with, the most pressing first. */
  due = $state(false);
  rows = $state.raw<Listed[] | null>(null);
  picked = $state<number | null>(null);
  sheet = $state.raw<Sheet | null>(null);
  versions = $state.raw<VersionRow[]>([]);
  stale = $state(true);

  #notices: Notices;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #deletion: Deletion<Listed>;
  #turn = 0;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.#deletion = new Deletion(notices, {
      name: (row, t) => row.subject || t.noSubject,
      hint: (t) => t.deletedHint,
      remove: (row) => deleteDocument(row.id),
      back: (row) => {
        this.picked = row.id;
        void this.load();
      },
    });
  }

  get pickedRow() {
    return this.rows?.find((row) => row.id === this.picked) ?? null;
  }
  get full() {
    return this.rows?.length === LIMIT;
  }

  search(text: string) {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), SEARCH_MS);
  }

  async only(due: boolean) {
    this.due = due;
    this.picked = null;
    await this.load();
  }

  async load() {
    this.stale = false;
    const turn = ++this.#turn;
    try {
      const rows = await listDocuments({ text: this.text.trim(), due: this.due, limit: LIMIT, offset: 0 });
      if (turn !== this.#turn) return;
      this.rows = this.#deletion.without(rows);
      if (!this.pickedRow) await this.pick(this.rows[0] ?? null);
      else await this.pick(this.pickedRow);
    } catch (reason) {
      this.#notices.fail(asFailure(reason));
    }
  }

  async pick(row: Listed | null) {
    this.picked = row?.id ?? null;
    if (!row) {
      this.sheet = null;
      this.versions = [];
      return;
    }
    try {
      const { document, points } = await openDocument(row.id);
      const [{ sheet }, versions] = await Promise.all([compose(document, points), listVersions(row.id)]);
      if (this.picked !== row.id) return;
      this.sheet = sheet;
      this.versions = [...versions].sort((a, b) => b.number - a.number);
    } catch (reason) {
      this.#notices.fail(asFailure(reason));
    }
  }

  /** Takes the document off the list; it is deleted when the time to think again is over. */
  async remove(row: Listed) {
    await this.settle();
    const rows = this.rows ?? [];
    const at = rows.findIndex((other) => other.id === row.id);
    this.#deletion.begin(row);
    this.rows = this.#deletion.without(rows);
    await this.pick(this.rows[Math.min(at, this.rows.length - 1)] ?? null);
  }

  /** Deletes what waits to be deleted. */
  settle = () => this.#deletion.settle();
}
