// Lays a document out as the program does, well enough to look at: the templates are the real ones.

import type {
  Block,
  Choice,
  Composed,
  Dates,
  Document,
  FactRow,
  Label,
  Misfit,
  Part,
  Span,
  TemplateForm,
} from '../platform/types';
import { blockText } from '../draft/blocks';
import { inLang } from '../i18n/index.svelte';
import { todayIso } from '../draft/form/dates';
import { termMock } from './due';
import { jobFor } from './texts';

type LayoutCell = { label: string; value: string; keep?: boolean };
export type LayoutPart = {
  role: string;
  when?: string[];
  text?: string;
  lines?: string[];
  label?: string;
  items?: string;
  cells?: LayoutCell[];
  rows?: { left?: LayoutCell; right?: LayoutCell }[];
};
export type TemplateFile = {
  page: Composed['sheet']['page'];
  body: { number_from: number; indent: boolean };
  labels: Record<string, Label>;
  layout: Record<string, LayoutPart[]>;
};

const span = (text: string, over: Partial<Span> = {}): Span => ({
  text,
  bold: false,
  underline: false,
  ghost: false,
  field: null,
  ...over,
});

export function composeMock(
  form: TemplateForm,
  file: TemplateFile,
  document: Document,
  points: string,
  dates: Dates,
): Composed {
  const { lang } = document;
  const zh = lang === 'zh-Hant-HK';
  const entry = (id: string) => form.fields.find(({ field }) => field.id === id);
  const raw = (id: string) => {
    const fallback = entry(id)?.field.default ?? '';
    return (document.fields[id] ?? '').trim() || (fallback === 'today' ? todayIso() : fallback);
  };
  const printed = (id: string): string => {
    if (id === 'addressee_line') return addressee();
    if (id === 'salutation_line') {
      const name = raw('addressee');
      const title = choice('honorific');
      const surname = zh ? name.slice(0, 1) + title : `Dear ${title} ${cap(name.split(' ')[0] ?? '')}`;
      return name ? surname + (zh ? '：' : ',') : zh ? '執事先生：' : 'Dear Sir/Madam,';
    }
    if (id === 'closing_line') return raw('addressee') ? 'Yours sincerely,' : 'Yours faithfully,';
    const value = raw(id);
    const kind = entry(id)?.field.kind;
    if (kind === 'choice') return choice(id);
    if (kind !== 'date' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
    const [year, month, day] = value.split('-').map(Number) as [number, number, number];
    const name = new Date(year, month - 1, day).toLocaleDateString('en-GB', { month: 'long' });
    return zh ? `${year}年${month}月${day}日` : `${day} ${name} ${year}`;
  };
  const cap = (name: string) => name.slice(0, 1) + name.slice(1).toLowerCase();
  const choice = (id: string) => {
    const found: Choice | undefined = entry(id)?.choices.find((item) => item.id === raw(id));
    return found?.print ? inLang(found.print, lang) : '';
  };
  const addressee = () =>
    raw('addressee')
      ? zh
        ? raw('addressee') + choice('honorific')
        : `${choice('honorific')} ${raw('addressee')}`
      : '';
  const own = (id: string) => (id.endsWith('_line') ? 'addressee' : id);

  /** A text with its placeholders as spans, one list a line; null when they are all empty. */
  function fill(text: string): Span[][] | null {
    const lines: Span[][] = [[]];
    let wanted = false;
    let given = false;
    for (const piece of text.split(/(\{[^}]*\})/).filter(Boolean)) {
      const names = piece.startsWith('{') ? piece.slice(1, -1).split('|') : null;
      if (!names) lines.at(-1)?.push(span(piece));
      else if (names[0]?.startsWith('@'))
        lines.at(-1)?.push(span(inLang(file.labels[names[0].slice(1)] ?? { zh: '', en: '' }, lang)));
      else {
        wanted = true;
        const id = names.find((name) => printed(name) !== '') ?? (names.at(-1) as string);
        const value = printed(id);
        const field = entry(own(id))?.field;
        if (value !== '') given = true;
        else if (field?.required) {
          given = true;
          lines.at(-1)?.push(span(inLang(field.label, lang), { ghost: true, field: field.id }));
        }
        value.split('\n').forEach((line, i) => {
          if (i > 0) lines.push([]);
          if (line) lines.at(-1)?.push(span(line, { field: field?.id ?? null }));
        });
      }
    }
    return wanted && !given ? null : lines;
  }
  const label = (text: string) => (fill(text) ?? [[]])[0]?.map((item) => item.text).join('') ?? '';
  const cell = (from: LayoutCell | undefined) => {
    if (!from) return null;
    const value = fill(from.value);
    return value || from.keep ? { label: label(from.label), value: value ?? [] } : null;
  };
  const holds = (condition: string) => {
    const [, id, op, value] = /^(!?\w+)(!?=)?(.*)$/.exec(condition) ?? [];
    if (!op) return id?.startsWith('!') ? raw(id.slice(1)) === '' : raw(id ?? '') !== '';
    return (raw(id ?? '') === value) === (op === '=');
  };

  const parts: Part[] = [];
  let marking: string | null = null;
  for (const part of file.layout[lang] ?? []) {
    if (!(part.when ?? []).every(holds)) continue;
    const role = part.role === 'date_line' ? 'dateLine' : part.role;
    if (role === 'marking') marking = printed('classification') || null;
    else if (role === 'body') parts.push(...bodyParts(document.body, file.body));
    else if (role === 'grid') {
      const rows = (part.rows ?? []).map((row) => ({ left: cell(row.left), right: cell(row.right) }));
      parts.push({ role, rows: rows.filter((row) => row.left ?? row.right) });
    } else if (role === 'references')
      parts.push({ role, cells: (part.cells ?? []).flatMap((from) => cell(from) ?? []) });
    else if (role === 'letterhead' || role === 'address' || role === 'signature') {
      const lines = (part.lines ?? []).flatMap((line) => (line === '' ? [[]] : (fill(line) ?? [])));
      if (lines.some((line) => line.length > 0)) parts.push({ role, lines });
    } else if (role === 'enclosures' || role === 'copies') {
      const items = raw(part.items ?? '')
        .split('\n')
        .filter(Boolean);
      if (items.length > 0) {
        parts.push({
          role,
          label: [span(label(part.label ?? ''))],
          items: items.map((item) => [span(item, { field: part.items ?? null })]),
        });
      }
    } else {
      const text = fill(part.text ?? '')?.flat();
      if (text && text.some((item) => item.text !== '')) parts.push({ role, text } as Part);
    }
  }

  const job = jobFor(points);
  const written = document.body.some((block) => blockText(block).trim() !== '');
  const facts: FactRow[] = job.facts
    .filter(([, source]) => points.includes(source))
    .map(([kind, source, target]) => {
      const block = document.body.findIndex((item) => blockText(item).includes(target));
      const found = block >= 0;
      return {
        kind,
        source,
        target,
        state: !written ? 'pending' : found ? 'present' : 'missing',
        found: found ? target : null,
        block: found ? block : null,
      };
    });
  const issues = job.issues.flatMap((item) => {
    const block = document.body.findIndex((at) => blockText(at).includes(item.excerpt ?? ''));
    return block >= 0 ? [{ ...item, block }] : [];
  });
  const problems = form.fields.flatMap(({ field }) => {
    const value = (document.fields[field.id] ?? '').trim();
    const misfit: Misfit | null =
      value === ''
        ? field.required && field.default === ''
          ? 'required'
          : null
        : field.kind === 'phone' && value.replace(/\D/g, '').length !== 8
          ? 'phone'
          : field.kind === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)
            ? 'date'
            : null;
    return misfit ? [{ field: field.id, misfit, message: WHY[misfit] ?? (WHY['required'] as Label) }] : [];
  });
  const title = raw('subject') || inLang(form.name, lang);
  const running = label(inLang(file.page.running, lang)) || null;
  return {
    sheet: { lang, title, marking, running, page: file.page, parts },
    problems,
    facts,
    issues,
    answers: [],
    term: termMock(document, dates),
  };
}

const WHY: Partial<Record<Misfit, Label>> = {
  required: { zh: '請填寫此欄。', en: 'Please fill this in.' },
  phone: { zh: '香港電話號碼應有八位數字。', en: 'A Hong Kong number has eight digits.' },
  date: { zh: '日期應為年-月-日，例如 2026-11-23。', en: 'Write the date as 2026-11-23.' },
};

function bodyParts(body: readonly Block[], style: { number_from: number; indent: boolean }): Part[] {
  let paragraph = 0;
  let item = 0;
  let inner = 0;
  return body.map((block, index): Part => {
    const text = block.runs.map((run) => span(run.text, { bold: run.bold, underline: run.underline }));
    if (block.kind === 'heading') return { role: 'heading', number: null, text, block: index };
    if (block.kind === 'item') {
      if (block.level === 1) [item, inner] = [item + 1, 0];
      else inner += 1;
      const number =
        block.level === 1 ? `(${String.fromCharCode(96 + item)})` : `(${['', 'i', 'ii', 'iii', 'iv', 'v'][inner]})`;
      return { role: 'item', number, level: block.level, text, block: index };
    }
    paragraph += 1;
    item = 0;
    const number = style.number_from > 0 && paragraph >= style.number_from ? `${paragraph}.` : null;
    return { role: 'paragraph', number, indent: number === null && style.indent, text, block: index };
  });
}
