// The versions of the document on the desk: listed, looked at, restored.

import { asFailure, compose, listVersions, openVersion, restoreVersion } from '../../platform';
import type { Failure, Sheet, VersionRow } from '../../platform/types';
import type { Desk } from '../desk.svelte';

export class Versions {
  rows = $state.raw<VersionRow[]>([]);
  /** The version being looked at instead of the present text. */
  looking = $state.raw<{ row: VersionRow; sheet: Sheet } | null>(null);

  #desk: Desk;
  #onFailure: (failure: Failure) => void;

  constructor(desk: Desk, onFailure: (failure: Failure) => void) {
    this.#desk = desk;
    this.#onFailure = onFailure;
  }

  /** Newest first. */
  async refresh() {
    const { id } = this.#desk;
    try {
      const rows = await listVersions(id);
      if (id === this.#desk.id) this.rows = [...rows].sort((a, b) => b.number - a.number);
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    }
  }

  async look(row: VersionRow) {
    try {
      const { document, points } = await openVersion(row.id);
      const { sheet } = await compose(document, points);
      this.looking = { row, sheet };
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    }
  }

  leave() {
    this.looking = null;
  }

  async restore(row: VersionRow) {
    try {
      await this.#desk.saver.flush();
      this.#desk.restore(await restoreVersion(row.id));
      this.looking = null;
      await this.refresh();
    } catch (reason) {
      this.#onFailure(asFailure(reason));
    }
  }
}
