// The profiles: what an office and an officer fill in once.

import {
  asFailure,
  deleteProfile,
  giveOutProfile,
  keepProfile,
  preferProfile,
  profiles,
  takeInProfile,
} from '../platform';
import type { Profile, ProfileBook, ProfileRow, ValueProblem } from '../platform/types';
import { both, type Notices } from '../shell/notices.svelte';

/** A profile in the dialog, and what is to be done once it is kept. */
export type Editing = { row: ProfileRow; kept?: ((id: string) => unknown) | undefined };

const blank = (): ProfileRow => ({
  profile: { id: '', name: '', base: null, values: {} },
  managed: null,
  baseLayer: null,
  baseValues: {},
  offered: true,
});

/** A copy to be kept under another name. That of an administrator's holds nothing of its own yet. */
export function copyOf(row: ProfileRow, name: string): ProfileRow {
  const { profile, managed } = row;
  return managed
    ? {
        ...blank(),
        profile: { id: '', name, base: profile.id, values: {} },
        baseLayer: managed,
        baseValues: profile.values,
      }
    : { ...row, profile: { ...structuredClone(profile), id: '', name } };
}

export class Profiles {
  book = $state.raw<ProfileBook>() as ProfileBook;
  open = $state.raw<Editing | null>(null);
  /** The hint about an empty letterhead was put away. */
  hinted = $state(false);

  #notices: Notices;

  constructor(book: ProfileBook, notices: Notices) {
    this.book = book;
    this.#notices = notices;
  }

  get offered(): ProfileRow[] {
    return this.book.rows.filter((row) => row.offered);
  }

  /** The terminal may have changed them. */
  async refresh() {
    await this.#ask(async () => (this.book = await profiles()));
  }

  /** A new one; where the administrator enforces profiles, one that is not based on any could not be used. */
  add(kept?: (id: string) => unknown) {
    const enforced = this.book.rows.find((row) => row.managed === 'enforced');
    this.open = { row: enforced ? copyOf(enforced, '') : blank(), kept };
  }
  edit(row: ProfileRow) {
    this.open = { row };
  }
  duplicate(row: ProfileRow, name: string) {
    this.open = { row: copyOf(row, name) };
  }

  /** Keeps what is in the dialog, or gives what does not fit; nothing when that could not be asked. */
  async keep(profile: Profile): Promise<ValueProblem[] | undefined> {
    const then = this.open?.kept;
    return this.#ask(async () => {
      const { problems, id, book } = await keepProfile(profile);
      this.book = book;
      if (problems.length === 0) await then?.(id);
      return problems;
    });
  }

  async remove({ profile }: ProfileRow) {
    const preferred = this.book.default === profile.id;
    await this.#ask(async () => {
      this.book = await deleteProfile(profile.id);
      const again = () =>
        this.#ask(async () => {
          this.#notices.close();
          const { id, book } = await keepProfile({ ...profile, id: '' });
          this.book = preferred && id ? await preferProfile(id) : book;
        });
      this.#notices.tell(
        both((t) => t.profiles.removed(profile.name)),
        { action: { label: both((t) => t.undo), run: () => void again() } },
      );
    });
  }

  async prefer(id: string) {
    await this.#ask(async () => (this.book = await preferProfile(id)));
  }

  async takeIn() {
    await this.#ask(async () => {
      const kept = await takeInProfile();
      if (!kept) return;
      this.book = kept.book;
      const name = kept.book.rows.find((row) => row.profile.id === kept.id)?.profile.name ?? '';
      this.#notices.tell(both((t) => t.profiles.taken(name)));
    });
  }

  async giveOut(id: string) {
    await this.#ask(async () => {
      const path = await giveOutProfile(id);
      this.#notices.tell(both((t) => t.profiles.given(path)));
    });
  }

  async #ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (reason) {
      this.#notices.fail(asFailure(reason));
      return undefined;
    }
  }
}
