// What crosses between the window and Rust, as ts-rs prints it. Replaced by the generated file; not edited by hand.

export type Lang = 'zh-Hant-HK' | 'en-GB';
export type Label = { zh: string; en: string };

export type Run = { text: string; bold: boolean; underline: boolean };
export type Block =
  | { kind: 'paragraph'; runs: Array<Run> }
  | { kind: 'item'; level: number; runs: Array<Run> }
  | { kind: 'heading'; runs: Array<Run> };
export type Document = { template: string; lang: Lang; fields: { [key in string]: string }; body: Array<Block> };

export type Span = { text: string; bold: boolean; underline: boolean; ghost: boolean; field: string | null };
export type Cell = { label: string; value: Array<Array<Span>> };
export type GridRow = { left: Cell | null; right: Cell | null };
export type PageSetup = {
  font_zh: string;
  font_en: string;
  size_pt: number;
  line_spacing: number;
  top_mm: number;
  right_mm: number;
  bottom_mm: number;
  left_mm: number;
  page_number: string;
};
export type Part =
  | { role: 'letterhead'; lines: Array<Array<Span>> }
  | { role: 'delivery'; text: Array<Span> }
  | { role: 'title'; text: Array<Span> }
  | { role: 'grid'; rows: Array<GridRow> }
  | { role: 'references'; cells: Array<Cell> }
  | { role: 'address'; lines: Array<Array<Span>> }
  | { role: 'date'; text: Array<Span> }
  | { role: 'salutation'; text: Array<Span> }
  | { role: 'subject'; text: Array<Span> }
  | { role: 'paragraph'; number: string | null; indent: boolean; text: Array<Span>; block: number }
  | { role: 'item'; number: string; level: number; text: Array<Span>; block: number }
  | { role: 'heading'; text: Array<Span>; block: number }
  | { role: 'closing'; text: Array<Span> }
  | { role: 'signature'; lines: Array<Array<Span>> }
  | { role: 'enclosures'; label: Array<Span>; items: Array<Array<Span>> }
  | { role: 'copies'; label: Array<Span>; items: Array<Array<Span>> }
  | { role: 'dateLine'; text: Array<Span> };
export type Sheet = { lang: Lang; title: string; marking: string | null; page: PageSetup; parts: Array<Part> };

export type FactKind =
  | 'date'
  | 'time'
  | 'money'
  | 'percent'
  | 'count'
  | 'phone'
  | 'email'
  | 'reference'
  | 'name'
  | 'place';
export type FactState = 'pending' | 'present' | 'missing' | 'changed' | 'foreign';
export type FactRow = {
  kind: FactKind;
  source: string;
  target: string;
  state: FactState;
  found: string | null;
  block: number | null;
};
export type Severity = 'info' | 'warning' | 'error';
export type Issue = {
  code: string;
  severity: Severity;
  message: Label;
  field: string | null;
  block: number | null;
  excerpt: string | null;
};

export type FieldKind = 'text' | 'lines' | 'date' | 'choice' | 'phone' | 'email' | 'reference';
export type Misfit = 'required' | 'tooLong' | 'oneLine' | 'date' | 'choice' | 'phone' | 'email' | 'reference';
export type Field = {
  id: string;
  label: Label;
  kind: FieldKind;
  required: boolean;
  more: boolean;
  default: string;
  hint: Label;
  max: number;
  choices: string;
};
export type Choice = { id: string; label: Label; print: Label };
export type Sample = { title: Label; lang: Lang; fields: { [key in string]: string }; points: string };

export type DocumentRecord = {
  id: number;
  document: Document;
  points: string;
  createdAt: number;
  updatedAt: number;
};
export type DocumentRow = {
  id: number;
  template: string;
  lang: Lang;
  subject: string;
  correspondent: string;
  reference: string;
  docDate: string;
  classification: string;
  versions: number;
  updatedAt: number;
  firstLine: string;
};
export type DocumentQuery = { text: string; limit: number; offset: number };
export type VersionSource = 'typed' | 'generated' | 'edited' | 'converted';
export type VersionState = 'running' | 'complete' | 'stopped' | 'failed' | 'interrupted';
export type VersionRow = {
  id: number;
  documentId: number;
  number: number;
  source: VersionSource;
  state: VersionState;
  instruction: string;
  model: string;
  stats: unknown;
  error: string | null;
  createdAt: number;
  finishedAt: number | null;
};
export type VersionRecord = { document: Document; points: string } & VersionRow;

export type Phase =
  | { kind: 'off' }
  | { kind: 'starting' }
  | { kind: 'loading'; percent: number }
  | { kind: 'ready' }
  | { kind: 'reading'; done: number; total: number; reused: number }
  | { kind: 'writing'; tokensPerSecond: number }
  | { kind: 'failed'; code: string; detail: string };
export type LoadedModel = {
  name: string;
  architecture: string;
  contextTokens: number;
  sizeBytes: number;
  parameters: number;
  threads: number;
  bannedTokens: number;
  loadMs: number;
};
export type Status = { phase: Phase; model: LoadedModel | null; restarts: number; queued: number };
export type Finish = 'stop' | 'length' | 'loop' | 'cancelled';
export type Stats = {
  promptTokens: number;
  reusedTokens: number;
  diskReused: boolean;
  generatedTokens: number;
  firstTokenMs: number;
  promptTokensPerSecond: number;
  tokensPerSecond: number;
  finish: Finish;
};

export type Theme = 'system' | 'light' | 'dark' | 'contrast';
export type Settings = { uiLang: Lang; theme: Theme; model: string | null; template: string; lang: Lang };
export type Message = { happened: Label; safe: Label; todo: Label };
export type FormField = { field: Field; choices: Array<Choice> };
export type TemplateForm = {
  id: string;
  name: Label;
  summary: Label;
  fields: Array<FormField>;
  samples: Array<Sample>;
};
export type Boot = {
  version: string;
  templates: Array<TemplateForm>;
  messages: { [key in string]: Message };
  settings: Settings;
  engine: Status;
  document: DocumentRecord;
  recovered: boolean;
  dataFolder: string;
};
export type FieldProblem = { field: string; misfit: Misfit; message: Label };
export type Composed = {
  sheet: Sheet;
  problems: Array<FieldProblem>;
  facts: Array<FactRow>;
  issues: Array<Issue>;
};
export type DraftRequest = { id: number; document: Document; points: string; another: boolean };
export type DraftStats = { first: Stats; repair: Stats | null; totalMs: number };
export type DraftOutcome = {
  document: Document;
  facts: Array<FactRow>;
  issues: Array<Issue>;
  version: VersionRow;
  stats: DraftStats;
};
export type Failure = { code: string; message: Message; detail: string };
export type DraftEvent =
  | { event: 'queued'; data: { ahead: number } }
  | { event: 'starting' }
  | { event: 'loading'; data: { percent: number } }
  | { event: 'reading'; data: { done: number; total: number; reused: number } }
  | { event: 'writing'; data: { tokensPerSecond: number } }
  | { event: 'block'; data: { index: number; block: Block; finished: boolean } }
  | { event: 'checking' }
  | { event: 'repairing'; data: { facts: number } }
  | { event: 'done'; data: DraftOutcome }
  | { event: 'failed'; data: Failure };
export type ExportFormat = 'docx' | 'pdf' | 'txt';
export type ExportRequest = { id: number; document: Document; points: string; format: ExportFormat };
export type Exported = { path: string; fileName: string; folder: string; issues: Array<Issue> };
export type Saved = { savedAt: number };
export type ModelRow = {
  id: string;
  name: string;
  licence: string;
  bytes: number;
  installed: boolean;
  inUse: boolean;
};
