// The translation workbench of the mock: a circular whose sentences it "knows", checked by two simple rules.

import { strip } from '../translate/tags';
import type {
  AlignedPair,
  Bench,
  BenchEvent,
  BenchFormat,
  BenchRow,
  BenchSegment,
  Changed,
  Failure,
  Issue,
  Lang,
  OpenTranslation,
  OwnTerm,
  SegmentEdit,
  SegmentHelp,
  SegmentKind,
} from '../platform/types';

type Known = { kind?: SegmentKind; source: string; target: string };

/** A circular with everything a row may have to show; a blank line ends a paragraph. */
export const CIRCULAR: readonly (readonly Known[])[] = [
  [{ kind: 'heading', source: 'Acting Appointments in the Civil Service', target: '公務員隊伍的署任安排' }],
  [
    {
      source: 'This Circular sets out the revised arrangements for acting appointments with effect from 1 April 2026.',
      target: '本通告載述由2026年4月1日起生效的經修訂署任安排。',
    },
    {
      source: 'Officers who act for ‹1›30 days or more‹/1› may be granted an acting allowance‹2/›.',
      target: '署任‹1›30天或以上‹/1›的人員可獲發署任津貼‹2/›。',
    },
  ],
  [
    {
      source: 'The additional expenditure, estimated at $3.48 million, will be met from Head 143.',
      target: '額外開支估計為348萬元，將由總目143支付。',
    },
  ],
  [
    {
      source:
        'Heads of Department should consult the stakeholders and submit their views to the Permanent Secretary by 31 May 2026.',
      target: '部門首長應諮詢利益相關者，並於2026年5月31日或之前向常任秘書長提交意見。',
    },
    {
      source: 'Mr WONG Chi-keung, Senior Executive Officer, may be contacted on 2810 3123.',
      target: '如有查詢，請與高級行政主任WONG Chi-keung先生聯絡。',
    },
  ],
  [
    {
      source: 'The Circular should be read together with Civil Service Regulations 166 to 172.',
      target: '本通告應與《公務員事務規例》第166至172條一併參閱。',
    },
    {
      source: 'Enquiries on this Circular should be addressed to Departmental Secretaries in the first instance.',
      target: '如對本通告有任何查詢，應先向部門主任秘書提出。',
    },
  ],
];

const failure = (code: string, zh: [string, string, string], en: [string, string, string]): Failure => ({
  code,
  message: { happened: { zh: zh[0], en: en[0] }, safe: { zh: zh[1], en: en[1] }, todo: { zh: zh[2], en: en[2] } },
  detail: '',
});
export const OPEN = failure(
  'translation_open',
  ['仍有句段未譯或有錯。', '沒有匯出檔案。', '請先處理，或照樣匯出。'],
  ['Some segments are not translated, or wrong.', 'No file was written.', 'Deal with them first, or export anyway.'],
);
export const NO_MODEL = failure(
  'no_model',
  ['沒有可用的模型。', '譯文不受影響。', '請在「設定」選用模型；仍可自行翻譯。'],
  [
    'There is no model to translate with.',
    'The translation is as it was.',
    'Choose one in Settings; you can still type.',
  ],
);
const GONE = failure('not_found', ['找不到譯文。', '', ''], ['The translation was not found.', '', '']);

type Doc = { row: BenchRow; segments: BenchSegment[] };

export class MockBench {
  docs: Doc[] = [];
  /** A running translation waits before this segment (its number from 1) until it is stopped. */
  holdAt: number | null = null;
  fail: Failure | null = null;
  terms: OwnTerm[] = [
    { en: 'stakeholder', zh: ['持份者'], strength: 'locked', forbidden: ['利益相關者'], note: '' },
    { en: 'expenditure', zh: ['開支', '支出'], strength: 'preferred', forbidden: [], note: '政府帳目用語' },
    { en: 'Head', zh: ['總目'], strength: 'locked', forbidden: [], note: '' },
  ];
  pairs = 1284;
  aligned: AlignedPair[] | null = null;
  #nextId = 1;
  #stopped = false;
  #pace: () => number;

  constructor(pace: () => number) {
    this.#pace = pace;
  }

  /** A document as the mock knows it, its first `done` segments translated and half of those confirmed. */
  circular(name = 'CSB Circular 5-2026 (English).docx', done = 0, times = 1): Doc {
    const paragraphs = Array.from({ length: times }, () => CIRCULAR).flat();
    const doc = this.#make(name, `/home/officer/${name}`, 'en-GB', paragraphs);
    doc.segments.forEach((segment, n) => {
      if (n >= done) return;
      segment.target = this.#translated(segment.source);
      segment.state = n < done / 2 ? 'confirmed' : n % 3 === 2 ? 'memory' : 'machine';
      if (segment.state === 'memory') Object.assign(segment, { percent: 100, note: 'CSB Circular No. 4/2024' });
      segment.issues = this.#issues(segment);
    });
    return doc;
  }
  #make(name: string, path: string | null, from: Lang, paragraphs: readonly (readonly Known[])[]): Doc {
    const segments = paragraphs.flatMap((paragraph, p) =>
      paragraph.map(({ source, kind = 'text' }) => this.#segment(p, kind, source)),
    );
    const to: Lang = from === 'en-GB' ? 'zh-Hant-HK' : 'en-GB';
    const row: BenchRow = {
      id: this.#nextId++,
      name,
      path,
      kind: name.endsWith('.docx') ? 'word' : 'text',
      from,
      to,
      segments: 0,
      translated: 0,
      confirmed: 0,
      updatedAt: Date.now(),
    };
    const doc = { row, segments };
    this.docs.unshift(doc);
    return doc;
  }
  #segment(paragraph: number, kind: SegmentKind, source: string): BenchSegment {
    const id = this.#nextId++;
    return {
      id,
      paragraph,
      kind,
      source,
      target: '',
      state: 'untranslated',
      percent: null,
      note: '',
      issues: [],
      accepted: [],
    };
  }

  /** Undefined for a command that is none of the workbench's. */
  handle(cmd: string, args: Record<string, unknown>, send: (channel: unknown) => (event: BenchEvent) => void): unknown {
    const id = args['id'] as number;
    switch (cmd) {
      case 'translations':
        return this.docs.map((doc) => this.#row(doc));
      case 'open_translation':
        return this.#open(args['request'] as OpenTranslation);
      case 'translation':
        return this.#bench(this.#doc(id));
      case 'delete_translation':
        this.docs = this.docs.filter((doc) => doc.row.id !== id);
        return null;
      case 'put_segments':
        return this.#put(this.#doc(id), args['edits'] as SegmentEdit[]);
      case 'split_segment':
        return this.#split(this.#doc(id), args['segment'] as number, args['at'] as number);
      case 'join_segment':
        return this.#join(this.#doc(id), args['segment'] as number);
      case 'segment_help':
        return this.#help(this.#doc(id), args['segment'] as number);
      case 'translate_all':
        return this.#run(this.#doc(id), args['only'] as number[] | null, send(args['onEvent']));
      case 'stop_translating':
        this.#stopped = true;
        return null;
      case 'export_translation':
        return this.#export(this.#doc(id), args['format'] as BenchFormat, args['anyway'] as boolean);
      case 'own_terms':
        return this.terms;
      case 'put_term': {
        const term = args['term'] as OwnTerm;
        this.terms = [...this.terms.filter(({ en }) => en !== term.en), term].sort((a, b) => a.en.localeCompare(b.en));
        return this.terms;
      }
      case 'remove_term':
        return (this.terms = this.terms.filter(({ en }) => en !== args['en']));
      case 'take_in_terms':
        return { taken: 12, refused: [3, 8] };
      case 'give_out_terms':
        return `/home/officer/文件/公文/詞彙表.${args['format'] as string}`;
      case 'suggested_terms':
        return [
          { en: 'acting allowance', zh: '署任津貼', count: 4 },
          { en: 'Permanent Secretary', zh: '常任秘書長', count: 3 },
        ];
      case 'memory_state':
        return { pairs: this.pairs };
      case 'take_in_memory':
        this.pairs += 40;
        return { taken: 40, refused: [] };
      case 'give_out_memory':
        return '/home/officer/文件/公文/記憶庫.tmx';
      case 'align_files':
        return this.aligned;
      case 'keep_aligned':
        this.pairs += (args['pairs'] as AlignedPair[]).length;
        return { pairs: this.pairs };
      default:
        return undefined;
    }
  }

  #doc(id: number): Doc {
    const doc = this.docs.find((doc) => doc.row.id === id);
    if (!doc) throw GONE;
    return doc;
  }
  #row({ row, segments }: Doc): BenchRow {
    return {
      ...row,
      segments: segments.length,
      translated: segments.filter(({ state }) => state !== 'untranslated').length,
      confirmed: segments.filter(({ state }) => state === 'confirmed').length,
    };
  }
  #bench(doc: Doc): Bench {
    const words = (segments: readonly BenchSegment[]) =>
      segments.reduce((sum, { source }) => sum + strip(source).split(/\s+/).length, 0);
    const band = (from: number, segments: readonly BenchSegment[]) => ({
      from,
      segments: segments.length,
      words: words(segments),
    });
    const known = doc.segments.filter(({ state }) => state === 'memory');
    const rest = doc.segments.filter(({ state }) => state !== 'memory');
    const bands = [
      band(-1, []),
      band(101, []),
      band(100, known),
      band(95, []),
      band(85, []),
      band(75, []),
      band(0, rest),
    ];
    return structuredClone({ row: this.#row(doc), segments: doc.segments, bands });
  }

  #open({ path, text, to }: OpenTranslation): Bench {
    if (path !== null) return this.#bench(this.circular(path.split('/').at(-1)));
    const from: Lang = to
      ? to === 'en-GB'
        ? 'zh-Hant-HK'
        : 'en-GB'
      : /\p{Script=Han}/u.test(text)
        ? 'zh-Hant-HK'
        : 'en-GB';
    const paragraphs = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) =>
        (line.match(/[^.!?。！？]+[.!?。！？]*\s*/gu) ?? [line]).map((source) => ({
          source: source.trim(),
          target: '',
        })),
      );
    return this.#bench(this.#make(`${Array.from(text.trim()).slice(0, 24).join('')}…`, null, from, paragraphs));
  }

  #translated(source: string): string {
    return CIRCULAR.flat().find((known) => known.source === source)?.target ?? `譯：${source}`;
  }

  /** Figures must be in both; 利益相關者 is not what the office writes. */
  #issues({ source, target, accepted }: BenchSegment): Issue[] {
    if (target.trim() === '') return [];
    const issue = (code: string, severity: Issue['severity'], zh: string, en: string, excerpt: string): Issue => ({
      code,
      severity,
      message: { zh, en },
      field: null,
      block: null,
      excerpt,
    });
    const out: Issue[] = [];
    const phone = /\d{4} \d{4}/.exec(source)?.[0];
    if (phone && !target.includes(phone)) {
      out.push(
        issue(
          'fact_missing',
          'error',
          `譯文沒有電話號碼 ${phone}。`,
          `The telephone number ${phone} is missing.`,
          phone,
        ),
      );
    }
    if (target.includes('利益相關者')) {
      out.push(issue('term', 'warning', '詞彙表作「持份者」。', 'The glossary has “持份者”.', '利益相關者'));
    }
    return out.filter(({ code, excerpt }) => !accepted.includes(`${code} ${excerpt ?? ''}`));
  }

  #put(doc: Doc, edits: readonly SegmentEdit[]): Changed {
    const changed: BenchSegment[] = [];
    for (const edit of edits) {
      const segment = doc.segments.find(({ id }) => id === edit.id);
      if (!segment) continue;
      Object.assign(segment, structuredClone(edit), { target: edit.target.trim() });
      segment.issues = this.#issues(segment);
      if (segment.state === 'confirmed' && segment.issues.some(({ severity }) => severity === 'error')) {
        segment.state = 'edited';
      }
      if (segment.target === '') segment.state = 'untranslated';
      changed.push(segment);
      if (segment.state !== 'confirmed') continue;
      for (const other of doc.segments) {
        if (other.id === segment.id || other.source !== segment.source || other.state === 'confirmed') continue;
        if (other.state === 'edited') continue;
        Object.assign(other, { target: segment.target, state: 'memory', percent: 100, note: doc.row.name });
        other.issues = this.#issues(other);
        changed.push(other);
      }
    }
    doc.row.updatedAt = Date.now();
    return structuredClone({ segments: changed, savedAt: doc.row.updatedAt });
  }

  #split(doc: Doc, id: number, at: number): Bench {
    const n = doc.segments.findIndex((segment) => segment.id === id);
    const segment = doc.segments[n];
    if (!segment) throw GONE;
    const bare = Array.from(strip(segment.source));
    const second = this.#segment(segment.paragraph, segment.kind, bare.slice(at).join('').trim());
    segment.source = bare.slice(0, at).join('').trim();
    segment.state = segment.target === '' ? 'untranslated' : 'edited';
    doc.segments.splice(n + 1, 0, second);
    return this.#bench(doc);
  }
  #join(doc: Doc, id: number): Bench {
    const n = doc.segments.findIndex((segment) => segment.id === id);
    const [segment, next] = [doc.segments[n], doc.segments[n + 1]];
    if (!segment || !next) throw GONE;
    segment.source = `${segment.source} ${next.source}`;
    segment.target += next.target;
    segment.state = segment.target === '' ? 'untranslated' : 'edited';
    segment.issues = this.#issues(segment);
    doc.segments.splice(n + 1, 1);
    return this.#bench(doc);
  }

  #help(doc: Doc, id: number): SegmentHelp {
    const segment = doc.segments.find((segment) => segment.id === id);
    const { source, target } = segment ?? { source: '', target: '' };
    const terms = this.terms
      .filter(({ en }) => strip(source).toLowerCase().includes(en.toLowerCase()))
      .map(({ en, zh, strength, note }) => ({
        source: en,
        targets: zh,
        strength,
        note,
        stands: zh.some((wording) => target.includes(wording)),
      }));
    const facts: [string, string][] = [
      ['$3.48 million', '348萬元'],
      ['Head 143', '總目143'],
      ['1 April 2026', '2026年4月1日'],
      ['31 May 2026', '2026年5月31日'],
      ['2810 3123', '2810 3123'],
      ['30 days', '30天'],
    ];
    const matches = source.includes('expenditure')
      ? [
          {
            percent: 82,
            source: 'The additional expenditure, estimated at $2.15 million, will be met from Head 46.',
            target: '額外開支估計為348萬元，將由總目143支付。',
            adapted: true,
            note: 'Circular 7/2023, 12 May 2023',
          },
          {
            percent: 76,
            source: 'The expenditure will be met from Head 46.',
            target: '有關開支將由總目46支付。',
            adapted: false,
            note: 'FCR(2024-25)18',
          },
        ]
      : [];
    return {
      matches,
      terms,
      facts: facts
        .filter(([en]) => strip(source).includes(en))
        .map(([source, zh]) => ({ source, target: zh, stands: strip(target).includes(zh) })),
    };
  }

  async #run(doc: Doc, only: number[] | null, send: (event: BenchEvent) => void): Promise<null> {
    if (this.fail) {
      send({ event: 'failed', data: this.fail });
      return null;
    }
    this.#stopped = false;
    const wanted = (segment: BenchSegment) => (only ? only.includes(segment.id) : segment.state === 'untranslated');
    const ids = doc.segments.filter(wanted).map(({ id }) => id);
    send({ event: 'started', data: { todo: ids.length } });
    let done = 0;
    for (const id of ids) {
      const n = doc.segments.findIndex((segment) => segment.id === id);
      const segment = doc.segments[n];
      if (!segment) continue;
      const before = segment.target;
      send({ event: 'working', data: { id } });
      while (this.holdAt === n + 1 && !this.#stopped) await sleep(10);
      await sleep(this.#pace());
      if (this.#stopped) break;
      done++;
      // What a person has written meanwhile stays.
      if (segment.target !== before) continue;
      segment.target = this.#translated(segment.source);
      segment.state = 'machine';
      segment.issues = this.#issues(segment);
      const changed = { segments: [structuredClone(segment)], savedAt: Date.now() };
      send({ event: 'done', data: { changed, done, todo: ids.length, seconds: 1.8 } });
    }
    send({ event: 'ended', data: { done, stopped: this.#stopped } });
    return null;
  }

  #export(doc: Doc, format: BenchFormat, anyway: boolean) {
    const open = doc.segments.some(
      ({ state, issues }) => state === 'untranslated' || issues.some(({ severity }) => severity === 'error'),
    );
    if (open && !anyway && format !== 'tmx') throw OPEN;
    const stem = doc.row.name.replace(/\.\w+$|…$/, '');
    const ending = { same: doc.row.kind === 'word' ? 'docx' : 'txt', bilingual: 'docx', tmx: 'tmx' }[format];
    const fileName = `${stem}.${format === 'same' ? doc.row.to : 'en-zh'}.${ending}`;
    return { path: `/home/officer/${fileName}`, fileName, folder: '/home/officer', issues: [] };
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
