// The profiles of the mock: the real form of values, and the rule by which a profile comes into a document.

import { parse } from 'smol-toml';
import type { Document, Field, KeptProfile, Label, Lang, Profile, ProfileBook, ProfileGroup } from '../platform/types';
import profileToml from '../../../templates/profile.toml?raw';

type Fill = { field: string; types?: string[]; lines: string[] };
const NONE: Label = { zh: '', en: '' };
const file = parse(profileToml) as unknown as {
  group: { name: Label; both?: boolean; fields: Partial<Field>[] }[];
  fill: Fill[];
};
const groups: ProfileGroup[] = file.group.map(({ name, both = false, fields }) => ({
  name,
  both,
  fields: fields.map((field) => ({
    id: '',
    label: NONE,
    kind: 'text',
    required: false,
    more: false,
    default: '',
    hint: NONE,
    max: 0,
    choices: '',
    ...field,
  })),
}));

export class MockProfiles {
  book: ProfileBook = { groups, rows: [], default: null };

  handle(cmd: string, args: Record<string, unknown>): unknown {
    const { rows } = this.book;
    if (cmd === 'profiles') return this.book;
    if (cmd === 'keep_profile') return this.keep(args['profile'] as Profile);
    if (cmd === 'delete_profile') return this.#put(rows.filter((row) => row.profile.id !== args['id']));
    if (cmd === 'prefer_profile') return (this.book = { ...this.book, default: args['id'] as string });
    if (cmd === 'take_in_profile') return null;
    if (cmd === 'give_out_profile') return '/home/officer/總部.toml';
    if (cmd === 'fill_document') return this.fill(args['document'] as Document, args['profile'] as string | null);
    return undefined;
  }

  keep(profile: Profile): KeptProfile {
    const { rows } = this.book;
    if (profile.name === '') {
      const message = { zh: '必須填寫。', en: 'This must be filled in.' };
      return { problems: [{ value: 'name', lang: null, message }], id: '', book: this.book };
    }
    const id = profile.id || `own-${rows.length + 1}`;
    const row = { profile: { ...profile, id }, managed: null, baseLayer: null, baseValues: {}, offered: true };
    const there = rows.some((old) => old.profile.id === id);
    const next = there ? rows.map((old) => (old.profile.id === id ? row : old)) : [...rows, row];
    return { problems: [], id, book: this.#put(next) };
  }

  fill(document: Document, wanted: string | null): Document {
    const id = wanted ?? document.profile?.id;
    const row = this.book.rows.find(({ profile }) => profile.id === id);
    if (!row) return document;
    const filled = this.#filled(row.profile.values, document.template, document.lang);
    const before = document.profile?.filled ?? {};
    const fields = { ...document.fields };
    for (const field of new Set([...Object.keys(before), ...Object.keys(filled)])) {
      if ((fields[field] ?? '') !== (before[field] ?? '')) continue;
      if (filled[field] === undefined) delete fields[field];
      else fields[field] = filled[field];
    }
    return { ...document, fields, profile: { id: row.profile.id, filled } };
  }

  #filled(values: Record<string, Label>, template: string, lang: Lang): Record<string, string> {
    const filled: Record<string, string> = {};
    for (const { field, types = [], lines } of file.fill) {
      if ((types.length > 0 && !types.includes(template)) || filled[field]) continue;
      const value = (names: string) =>
        names
          .split('|')
          .map((name) => values[name]?.[lang === 'en-GB' ? 'en' : 'zh'] ?? '')
          .find(Boolean) ?? '';
      const text = lines
        .map((line) => line.replace(/\{([^}]*)\}/g, (_, names: string) => value(names)))
        .filter(Boolean)
        .join('\n');
      if (text) filled[field] = text;
    }
    return filled;
  }

  #put(rows: ProfileBook['rows']): ProfileBook {
    const kept = rows.some((row) => row.profile.id === this.book.default);
    return (this.book = { ...this.book, rows, default: kept ? this.book.default : (rows[0]?.profile.id ?? null) });
  }
}
