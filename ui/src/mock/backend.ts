// Stands in for Rust in a browser and in tests: the same commands, the same types, everything in memory.

import type { Channel } from '@tauri-apps/api/core';
import { blockText, paragraph } from '../draft/blocks';
import { isEmpty } from '../draft/blocks';
import type {
  Boot,
  BatchEvent,
  BenchEvent,
  ConvertedText,
  ConvertRequest,
  Dates,
  HandedFile,
  KeptConversion,
  ManagedView,
  Phrases,
  Opened,
  NewMinutes,
  OpenLetter,
  OpenNotes,
  Reply,
  SaveRequest,
  SettledWord,
  Document,
  DocumentQuery,
  DocumentRecord,
  DraftEvent,
  DraftRequest,
  ExportRequest,
  Failure,
  Lang,
  Listed,
  ModelRow,
  Phase,
  Settings,
  Stats,
  Status,
  SummaryEvent,
  SummaryRequest,
  VersionRecord,
  VersionRow,
  VersionSource,
  VersionState,
} from '../platform/types';
import { MockBench } from './bench';
import { MockChecking } from './checking';
import { todayIso } from '../draft/form/dates';
import { composeMock } from './compose';
import { termMock } from './due';
import { readLetterMock, replyDocument } from './letters';
import { minutesDocument, readNotesMock } from './notes';
import { MockProfiles } from './profiles';
import { MockRewriting } from './rewriting';
import { summariseMock } from './summary';
import { files, templates } from './templates';
import { jobFor } from './texts';

/** A few characters of each script are enough to look at the view; 云 is in doubt, 質量 has a better word. */
function convertMock({ text, to }: ConvertRequest, own: readonly SettledWord[]): ConvertedText {
  const [simplified, traditional] = [Array.from('说务发云头积宽后质'), Array.from('說務發雲頭積寬後質')];
  const [from, into] = to === 'zh-Hant-HK' ? [simplified, traditional] : [traditional, simplified];
  const table = new Map(from.map((c, n) => [c, into[n] ?? c]));
  const typed = Array.from(text);
  const converted = typed.map((c) => table.get(c) ?? c);
  const settled = new Set<number>();
  for (const { word, form } of own.filter((row) => row.to === to)) {
    const [wanted, printed] = [Array.from(word), Array.from(form)];
    typed.forEach((_, at) => {
      if (!wanted.every((c, n) => typed[at + n] === c)) return;
      printed.forEach((c, n) => {
        converted[at + n] = c;
        settled.add(at + n);
      });
    });
  }
  const hongKong = to === 'zh-Hant-HK';
  const doubts = typed.flatMap((c, at) =>
    c === '云' && hongKong && !settled.has(at) ? [{ at, chosen: '雲', others: ['云'], excerpt: '雲' }] : [],
  );
  const wording = converted.flatMap((c, at) =>
    hongKong && !settled.has(at) && c + converted[at + 1] === '質量'
      ? [{ at, word: '質量', instead: ['質素', '品質'], excerpt: '質量' }]
      : [],
  );
  const changed = typed.filter((c, at) => c !== converted[at]).length;
  return { text: converted.join(''), changed, doubts, wording };
}

export type Script = {
  /** Milliseconds between two steps of a draft; 0 in tests. */
  pace: number;
  /** Stop before this step of the draft and wait, for looking at it; null to run through. */
  hold: 'loading' | 'reading' | 'writing' | null;
  /** Commands that fail, with their failure. */
  fail: Partial<Record<string, Failure>>;
};

const STATS: Stats = {
  promptTokens: 702,
  reusedTokens: 640,
  diskReused: true,
  generatedTokens: 180,
  firstTokenMs: 480,
  promptTokensPerSecond: 210,
  tokensPerSecond: 34,
  finish: 'stop',
};
const MODEL = 'Qwen2.5 1.5B Instruct';

export const failure = (
  code: string,
  zh: [string, string, string],
  en: [string, string, string],
  detail = '',
): Failure => ({
  code,
  message: { happened: { zh: zh[0], en: en[0] }, safe: { zh: zh[1], en: en[1] }, todo: { zh: zh[2], en: en[2] } },
  detail,
});
export const ENGINE_DIED = failure(
  'engine_died',
  ['模型程序意外結束。', '你的文字已儲存。', '程序已重新啟動，可再按「草擬」。'],
  ['The model’s program ended unexpectedly.', 'Your text is saved.', 'It has been restarted; press Draft again.'],
  'worker exited with signal 9 after 412 tokens',
);
const STOPPED = failure('cancelled', ['已停止。', '', ''], ['Stopped.', '', '']);

const PHRASES: Phrases = {
  purposes: [{ id: 'close', name: { zh: '結尾', en: 'Closing' } }],
  phrases: [
    {
      own: null,
      purpose: 'close',
      reader: 'any',
      text: { zh: '如有查詢，請致電……與……聯絡。', en: 'Should you have any enquiries, please contact …… on …….' },
    },
  ],
};

export class MockBackend {
  readonly calls: { cmd: string; args: Record<string, unknown> }[] = [];
  readonly script: Script = { pace: 0, hold: null, fail: {} };
  settings: Settings = { uiLang: 'zh-Hant-HK', theme: 'system', model: null, template: 'memo', lang: 'zh-Hant-HK' };
  managed: ManagedView = { present: false, settings: [], featuresOff: [], exportFormats: ['docx', 'pdf', 'txt'] };
  recovered = false;
  /** Files given to the program, files that can be opened, and what lies on the convert desk. */
  handed: HandedFile[] = [];
  sources: Opened[] = [];
  words: SettledWord[] = [];
  kept: KeptConversion = { path: null, text: '', to: 'zh-Hant-HK', from: 'auto', choices: [] };
  batch: BatchEvent[] = [];
  documents: DocumentRecord[] = [];
  versions: VersionRecord[] = [];
  current = 0;
  readonly bench = new MockBench(() => this.script.pace);
  readonly checking = new MockChecking();
  readonly profiles = new MockProfiles();
  readonly rewriting = new MockRewriting(() => this.script.pace);

  #nextId = 1;
  #stopped = false;
  #watcher: ((status: Status) => void) | null = null;

  constructor() {
    this.current = this.put({ template: 'memo', lang: 'zh-Hant-HK', fields: {}, body: [] }, '').id;
  }

  put(document: Document, points: string, at = Date.now()): DocumentRecord {
    const dates = { due: '', doneOn: '' };
    const record = { id: this.#nextId++, document, points, createdAt: at, updatedAt: at, dates };
    this.documents.push(record);
    return record;
  }

  addVersion(
    record: DocumentRecord,
    source: VersionSource,
    state: VersionState,
    document: Document,
    at = Date.now(),
  ): VersionRow {
    const number = this.versions.filter((version) => version.documentId === record.id).length + 1;
    const row: VersionRow = {
      id: this.#nextId++,
      documentId: record.id,
      number,
      source,
      state,
      instruction: '',
      model: MODEL,
      stats: null,
      error: null,
      createdAt: at,
      finishedAt: at,
    };
    this.versions.push({ ...row, document: structuredClone(document), points: record.points });
    return row;
  }

  readonly handle = async (cmd: string, given?: unknown): Promise<unknown> => {
    const args = (given ?? {}) as Record<string, unknown>;
    this.calls.push({ cmd, args });
    const fail = this.script.fail[cmd];
    if (fail) throw fail;
    const answer =
      this.bench.handle(cmd, args, (channel) => sender(channel as Channel<BenchEvent>)) ??
      this.rewriting.handle(cmd, args, (channel) => sender(channel as Channel<never>)) ??
      this.profiles.handle(cmd, args) ??
      this.checking.handle(cmd, args);
    if (answer !== undefined) return answer;
    switch (cmd) {
      case 'boot':
        return this.#boot();
      case 'new_document':
        return this.#begin(args['template'] as string, args['lang'] as Lang);
      case 'read_notes':
        return readNotesMock(args['request'] as OpenNotes);
      case 'begin_minutes': {
        const { document, points } = minutesDocument(args['minutes'] as NewMinutes);
        return this.put(document, points);
      }
      case 'read_letter':
        return readLetterMock(args['request'] as OpenLetter);
      case 'pick_text':
        return { name: '會議.txt', text: '經商議後，決定更換升降機。\n\n工程於12月8日開始。' };
      case 'summarise':
        this.#stopped = false;
        return summariseMock(
          args['request'] as SummaryRequest,
          sender(args['onEvent'] as Channel<SummaryEvent>),
          async () => {
            if (this.script.hold === 'writing') while (!this.#stopped) await sleep(20);
            else await sleep(this.script.pace);
            return this.#stopped;
          },
        );
      case 'begin_reply': {
        const { document, points } = replyDocument(args['reply'] as Reply);
        return this.put(document, points);
      }
      case 'open_document':
        return structuredClone(this.#record(args['id'] as number));
      case 'compose':
        return this.#compose(args['document'] as Document, args['points'] as string, args['dates'] as Dates | null);
      case 'rule_notes':
      case 'accepted':
      case 'accept':
      case 'unaccept':
        return [];
      case 'phrases':
        return PHRASES;
      case 'keep_phrase':
      case 'drop_phrase':
        return null;
      case 'save':
        return this.#save(args['id'] as number, args['document'] as Document, args['points'] as string);
      case 'draft':
        return this.#draft(args['request'] as DraftRequest, sender(args['onEvent'] as Channel<DraftEvent>));
      case 'stop':
      case 'stop_summary':
        this.#stopped = true;
        return null;
      case 'list_documents':
        return this.#list(args['query'] as DocumentQuery);
      case 'set_due':
        return this.#note(args['id'] as number, { due: (args['due'] as string | null) ?? '' });
      case 'set_done': {
        const on = (args['on'] as string | null) ?? todayIso();
        return this.#note(args['id'] as number, { doneOn: args['done'] ? on : '' });
      }
      case 'pressing': {
        const states = this.documents.map(({ document, dates }) => termMock(document, dates)?.state);
        const soon = states.filter((state) => state === 'soon' || state === 'today').length;
        return { soon, over: states.filter((state) => state === 'over').length };
      }
      case 'delete_document':
        this.documents = this.documents.filter((record) => record.id !== args['id']);
        return null;
      case 'list_versions':
        return this.versions.filter((version) => version.documentId === args['id']);
      case 'open_version':
        return structuredClone(this.#version(args['id'] as number));
      case 'restore_version':
        return this.#restore(args['id'] as number);
      case 'convert':
        return convertMock(args['request'] as ConvertRequest, this.words);
      case 'handed_files':
        return this.handed.splice(0);
      case 'pick_files':
      case 'pick_folder':
        return this.handed.splice(0);
      case 'open_source':
        return this.sources.find((source) => source.path === args['path']);
      case 'save_conversion': {
        const { path } = args['request'] as SaveRequest;
        const name =
          path
            ?.split('/')
            .at(-1)
            ?.replace(/\.(\w+)$/, '.zh-Hant-HK.$1') ?? '說明.zh-Hant-HK.txt';
        return { path: `/home/officer/${name}`, fileName: name, folder: '/home/officer', issues: [] };
      }
      case 'kept_conversion':
        return this.kept;
      case 'keep_conversion':
        this.kept = args['kept'] as KeptConversion;
        return null;
      case 'convert_files': {
        const send = sender(args['onEvent'] as Channel<BatchEvent>);
        for (const event of this.batch) send(event);
        return null;
      }
      case 'stop_converting':
        return null;
      case 'settled_words':
        return this.words;
      case 'settle_word':
        this.words = [...this.words, args['word'] as SettledWord];
        return this.words;
      case 'unsettle_word':
        this.words = this.words.filter((row) => row.word !== args['word'] || row.to !== args['to']);
        return this.words;
      case 'give_out_words':
        return '/home/officer/自訂字詞.tsv';
      case 'plugin:event|listen':
        return 1;
      case 'export':
        return this.#export(args['request'] as ExportRequest);
      case 'set_settings':
        return (this.settings = args['settings'] as Settings);
      case 'list_models':
        return this.#models();
      case 'watch_engine':
        this.#watcher = sender(args['onEvent'] as Channel<Status>);
        this.#tell({ kind: 'ready' });
        return null;
      case 'use_model':
        return this.#models();
      default:
        return null; // warm, open_path, reveal_path
    }
  };

  #begin(template: string, lang: Lang): DocumentRecord {
    return this.put(this.profiles.fill({ template, lang, fields: {}, body: [] }, this.profiles.book.default), '');
  }

  #boot(): Boot {
    const document = structuredClone(this.#record(this.current));
    return {
      version: '0.1.0',
      templates,
      messages: {},
      settings: this.settings,
      managed: this.managed,
      profiles: this.profiles.book,
      engine: this.#status({ kind: 'starting' }),
      document,
      recovered: this.recovered,
      dataFolder: '/home/officer/.local/share/gungman',
    };
  }

  #record(id: number): DocumentRecord {
    const record = this.documents.find((at) => at.id === id);
    if (!record) throw failure('not_found', ['找不到文件。', '', ''], ['The document was not found.', '', '']);
    return record;
  }
  #version(id: number): VersionRecord {
    const version = this.versions.find((at) => at.id === id);
    if (!version) throw failure('not_found', ['找不到版本。', '', ''], ['The version was not found.', '', '']);
    return version;
  }

  #compose(document: Document, points: string, dates: Dates | null = null) {
    const form = templates.find((template) => template.id === document.template);
    const file = files[document.template];
    if (!form || !file) throw failure('template', ['沒有這個範本。', '', ''], ['There is no such template.', '', '']);
    return composeMock(form, file, document, points, dates ?? { due: '', doneOn: '' });
  }

  #save(id: number, document: Document, points: string) {
    const record = this.#record(id);
    record.document = structuredClone(document);
    record.points = points;
    record.updatedAt = Date.now();
    return { savedAt: record.updatedAt };
  }

  #note(id: number, dates: Partial<Dates>): Dates {
    const record = this.#record(id);
    record.dates = { ...record.dates, ...dates };
    return record.dates;
  }

  #list(query: DocumentQuery): Listed[] {
    const wanted = query.text.toLowerCase();
    return this.documents
      .filter(({ document, points }) => !isEmpty(document, points))
      .filter(({ document, points }) => {
        const text = [...Object.values(document.fields), points, ...document.body.map(blockText)].join('\n');
        return text.toLowerCase().includes(wanted);
      })
      .filter(({ document, dates }) => !query.due || termMock(document, dates)?.doneOn === null)
      .sort((a, b) => b.updatedAt - a.updatedAt)
      .sort((a, b) => (query.due ? dueOf(a).localeCompare(dueOf(b)) : 0))
      .slice(query.offset, query.offset + query.limit)
      .map(({ id, document, updatedAt, dates }) => ({
        id,
        template: document.template,
        lang: document.lang,
        subject: document.fields['subject'] ?? '',
        correspondent: document.fields['to'] ?? document.fields['addressee'] ?? '',
        reference: document.fields['ref'] ?? '',
        docDate: document.fields['date'] ?? '',
        classification: '',
        versions: this.versions.filter((version) => version.documentId === id).length,
        updatedAt,
        firstLine: document.body[0] ? blockText(document.body[0]) : '',
        received: document.fields['received'] ?? '',
        dates,
        term: termMock(document, dates),
      }));
  }

  #restore(id: number): DocumentRecord {
    const version = this.#version(id);
    const record = this.#record(version.documentId);
    record.document = structuredClone(version.document);
    record.points = version.points;
    this.addVersion(record, 'edited', 'complete', record.document);
    return structuredClone(record);
  }

  #export({ document, format, tracked }: ExportRequest) {
    const mark = tracked ? '（修訂）' : '';
    const name = `${document.fields['subject'] || document.template}${mark}.${format}`;
    const folder = '/home/officer/文件/公文';
    return { path: `${folder}/${name}`, fileName: name, folder, issues: [] };
  }

  #models(): ModelRow[] {
    return [
      { id: 'qwen2.5-1.5b', name: MODEL, licence: 'Apache-2.0', bytes: 1_117_320_736, installed: true, inUse: true },
      {
        id: 'qwen2.5-7b',
        name: 'Qwen2.5 7B Instruct',
        licence: 'Apache-2.0',
        bytes: 4_683_073_504,
        installed: false,
        inUse: false,
      },
    ];
  }

  #status(phase: Phase): Status {
    const model = {
      name: MODEL,
      architecture: 'qwen2',
      contextTokens: 4096,
      sizeBytes: 1_117_320_736,
      parameters: 1_543_714_304,
      threads: 4,
      bannedTokens: 0,
      loadMs: 1800,
    };
    return { phase, model, restarts: 0, queued: 0 };
  }
  #tell(phase: Phase) {
    this.#watcher?.(this.#status(phase));
  }

  async #draft({ id, document, points, another }: DraftRequest, send: (event: DraftEvent) => void): Promise<null> {
    const record = this.#record(id);
    this.#stopped = false;
    const job = jobFor(points);
    const texts = another ? job.another : job.paragraphs;
    const end = (event: DraftEvent) => {
      this.#tell({ kind: 'ready' });
      send(event);
      return null;
    };
    const finish = (state: VersionState, done: Document) => {
      record.document = structuredClone(done);
      record.points = points;
      const version = this.addVersion(record, 'generated', state, done);
      const { facts, issues } = this.#compose(done, points);
      return end({
        event: 'done',
        data: {
          document: done,
          facts,
          issues,
          version,
          stats: { first: STATS, points: 3, repairs: 0, tokens: 160, totalMs: 6200 },
        },
      });
    };
    const step = async (name: string) => {
      if (this.script.hold === name) while (!this.#stopped) await sleep(20);
      else await sleep(this.script.pace);
      return this.#stopped;
    };
    send({ event: 'starting' });
    if (await step('starting')) return end({ event: 'failed', data: STOPPED });
    send({ event: 'loading', data: { percent: 45 } });
    if (await step('loading')) return end({ event: 'failed', data: STOPPED });
    this.#tell({ kind: 'reading', done: 412, total: 702, reused: 640 });
    send({ event: 'reading', data: { done: 412, total: 702, reused: 640 } });
    if (await step('reading')) return end({ event: 'failed', data: STOPPED });
    if (this.script.fail['reading']) return end({ event: 'failed', data: this.script.fail['reading'] });

    this.#tell({ kind: 'writing', tokensPerSecond: 34 });
    send({ event: 'writing', data: { tokensPerSecond: 34, point: 1, points: 3 } });
    for (const [index, text] of texts.entries()) {
      const half = text.slice(0, Math.ceil(text.length / 2));
      send({ event: 'block', data: { index, block: paragraph(half), finished: false } });
      if (await step(index === Math.min(2, texts.length - 1) ? 'writing' : '')) {
        const body = [...texts.slice(0, index), half].map(paragraph);
        return finish('stopped', { ...document, body });
      }
      send({ event: 'block', data: { index, block: paragraph(text), finished: true } });
      await sleep(this.script.pace);
    }
    send({ event: 'checking' });
    if (await step('checking')) return end({ event: 'failed', data: STOPPED });
    return finish('complete', { ...document, body: texts.map(paragraph) });
  }
}

const dueOf = ({ document, dates }: DocumentRecord) => termMock(document, dates)?.due ?? '';
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Sends through a channel as Rust does: numbered messages, in order. */
function sender<T>(channel: Channel<T>): (message: T) => void {
  let index = 0;
  const internals = (window as unknown as { __TAURI_INTERNALS__: { runCallback(id: number, data: unknown): void } })
    .__TAURI_INTERNALS__;
  return (message) => internals.runCallback(channel.id, { index: index++, message });
}
