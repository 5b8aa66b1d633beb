// The real templates, read from the repository: the mock has no layout of its own.

import { parse } from 'smol-toml';
import type { Choice, Field, Label, Sample, TemplateForm } from '../platform/types';
import choicesToml from '../../../templates/choices.toml?raw';
import letterSamples from '../../../templates/letter/samples.toml?raw';
import letterToml from '../../../templates/letter/template.toml?raw';
import memoSamples from '../../../templates/memo/samples.toml?raw';
import memoToml from '../../../templates/memo/template.toml?raw';
import type { TemplateFile } from './compose';

type File = TemplateFile & { id: string; name: Label; summary: Label; fields: Partial<Field>[] };
const NONE: Label = { zh: '', en: '' };
const lists = parse(choicesToml) as unknown as Record<string, { choices: Choice[] }>;

export const files: Record<string, TemplateFile> = {};
export const templates: TemplateForm[] = [
  [memoToml, memoSamples],
  [letterToml, letterSamples],
].map(([template, samples]) => {
  const file = parse(template as string) as unknown as File;
  files[file.id] = file;
  const fields = file.fields.map((given) => {
    const field: Field = {
      id: '',
      label: NONE,
      kind: 'text',
      required: false,
      more: false,
      default: '',
      hint: NONE,
      max: 0,
      choices: '',
      ...given,
    };
    return {
      field,
      choices: (lists[field.choices]?.choices ?? []).map((choice) => ({ ...choice, print: choice.print ?? NONE })),
    };
  });
  const { sample } = parse(samples as string) as unknown as { sample: Sample[] };
  return {
    id: file.id,
    name: file.name,
    summary: file.summary,
    family: { zh: '便箋及書信', en: 'Memos and letters' },
    fields,
    samples: sample,
  };
});
