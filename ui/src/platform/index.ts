// The single door to Rust: one function for each command. Nothing else in the window imports @tauri-apps.
// Every function rejects with a Failure; `asFailure` makes one of whatever else was thrown.

import { Channel, invoke } from '@tauri-apps/api/core';
import { listen, TauriEvent } from '@tauri-apps/api/event';
import type {
  AcceptedItem,
  AlignedPair,
  AskEvent,
  AskRequest,
  BatchEvent,
  Bench,
  BenchEvent,
  BenchFormat,
  BenchRow,
  Boot,
  Changed,
  CheckFile,
  CheckRequest,
  CheckRow,
  Composed,
  ConvertedText,
  ConvertRequest,
  Dates,
  Document,
  DocumentQuery,
  DocumentRecord,
  DraftEvent,
  DraftRequest,
  Exported,
  ExportRequest,
  Failure,
  HandedFile,
  Incoming,
  KeptConversion,
  KeptProfile,
  Label,
  Lang,
  Listed,
  Meeting,
  MemoryState,
  ModelRow,
  NewMinutes,
  OpenCheck,
  Opened,
  OpenedText,
  OpenLetter,
  OpenNotes,
  OpenTranslation,
  OwnTerm,
  Phrases,
  PickedNotes,
  Pressing,
  Profile,
  ProfileBook,
  Reply,
  RewriteAction,
  RewriteEvent,
  RewriteRequest,
  RuleNote,
  SaveCheck,
  Saved,
  SaveRequest,
  Script,
  SegmentEdit,
  SegmentHelp,
  Settings,
  SettledWord,
  Source,
  Status,
  SuggestedTerm,
  SummaryEvent,
  SummaryRequest,
  TakenIn,
  TakenInRows,
  TermsFormat,
  VersionRecord,
  VersionRow,
} from './types';

export const boot = () => invoke<Boot>('boot');

export const newDocument = (template: string, lang: Lang) => invoke<DocumentRecord>('new_document', { template, lang });
export const openDocument = (id: number) => invoke<DocumentRecord>('open_document', { id });
export const listDocuments = (query: DocumentQuery) => invoke<Listed[]>('list_documents', { query });
/** `null` leaves the day to the clock of the letter, if the document answers one. */
export const setDue = (id: number, due: string | null) => invoke<Dates>('set_due', { id, due });
/** `on`: the day it was dealt with; today when there is none. */
export const setDone = (id: number, done: boolean, on: string | null) => invoke<Dates>('set_done', { id, done, on });
export const pressing = () => invoke<Pressing>('pressing');
export const deleteDocument = (id: number) => invoke<void>('delete_document', { id });

/** `dates`: what the library notes of a document that is in it. */
export const compose = (document: Document, points: string, dates: Dates | null = null) =>
  invoke<Composed>('compose', { document, points, dates });
export const save = (id: number, document: Document, points: string) => invoke<Saved>('save', { id, document, points });

export const profiles = () => invoke<ProfileBook>('profiles');
/** What does not fit is in the answer; nothing is kept then. */
export const keepProfile = (profile: Profile) => invoke<KeptProfile>('keep_profile', { profile });
export const deleteProfile = (id: string) => invoke<ProfileBook>('delete_profile', { id });
export const preferProfile = (id: string) => invoke<ProfileBook>('prefer_profile', { id });
/** The document with another profile in its header, or with its own (null) as its type and language now have it. */
export const fillDocument = (document: Document, profile: string | null) =>
  invoke<Document>('fill_document', { document, profile });
/** Null when no file was picked. */
export const takeInProfile = () => invoke<KeptProfile | null>('take_in_profile');
export const giveOutProfile = (id: string) => invoke<string>('give_out_profile', { id });

export const phrases = (document: Document) => invoke<Phrases>('phrases', { document });
export const keepPhrase = (text: Label) => invoke<void>('keep_phrase', { text });
export const dropPhrase = (id: number) => invoke<void>('drop_phrase', { id });

/** Resolves when the draft has ended; its last event is `done` or `failed`. */
export function draft(request: DraftRequest, onEvent: (event: DraftEvent) => void): Promise<void> {
  return invoke<void>('draft', { request, onEvent: new Channel<DraftEvent>(onEvent) });
}
export const stop = () => invoke<void>('stop');
export const warm = (template: string, lang: Lang) => invoke<void>('warm', { template, lang });

/** What can be done to a text, in the order of the menu. */
export const rewriteActions = () => invoke<RewriteAction[]>('rewrite_actions');
export const warmRewriting = (action: string, lang: Lang) => invoke<void>('warm_rewriting', { action, lang });
/** Changes nothing by itself; the last event is `done` or `failed`. */
export function rewrite(request: RewriteRequest, onEvent: (event: RewriteEvent) => void): Promise<void> {
  return invoke<void>('rewrite', { request, onEvent: new Channel<RewriteEvent>(onEvent) });
}
/** Answers a question from a document; the last event is `done` or `failed`. */
export function askDocument(request: AskRequest, onEvent: (event: AskEvent) => void): Promise<void> {
  return invoke<void>('ask_document', { request, onEvent: new Channel<AskEvent>(onEvent) });
}
/** Stops a rewriting, or an answer. */
export const stopRewriting = () => invoke<void>('stop_rewriting');

/** Reports what the model is doing now, and from then on. */
export function watchEngine(onEvent: (status: Status) => void): Promise<void> {
  return invoke<void>('watch_engine', { onEvent: new Channel<Status>(onEvent) });
}

export const listVersions = (id: number) => invoke<VersionRow[]>('list_versions', { id });
export const openVersion = (id: number) => invoke<VersionRecord>('open_version', { id });
export const restoreVersion = (id: number) => invoke<DocumentRecord>('restore_version', { id });

export const ruleNotes = () => invoke<RuleNote[]>('rule_notes');
export const accepted = () => invoke<AcceptedItem[]>('accepted');
export const accept = (item: AcceptedItem) => invoke<AcceptedItem[]>('accept', { item });
export const unaccept = (item: AcceptedItem) => invoke<AcceptedItem[]>('unaccept', { item });

/** A letter that the user picks, as read; null when none was picked. */
export const pickNotes = (agenda: string) => invoke<PickedNotes | null>('pick_notes', { agenda });
export const readNotes = (request: OpenNotes) => invoke<Meeting>('read_notes', { request });
export const beginMinutes = (minutes: NewMinutes) => invoke<DocumentRecord>('begin_minutes', { minutes });
export const pickLetter = () => invoke<Incoming | null>('pick_letter');
export const readLetter = (request: OpenLetter) => invoke<Incoming>('read_letter', { request });
/** A new document with the letter's facts in its fields and the answers in its points. */
export const beginReply = (reply: Reply) => invoke<DocumentRecord>('begin_reply', { reply });

/** Lets the user pick a file to be summarised; `null` when none was picked. */
export const pickText = () => invoke<OpenedText | null>('pick_text');
export const readText = (path: string) => invoke<OpenedText>('read_text', { path });
/** Puts a text into a few points; the last event is `done` or `failed`. */
export const summarise = (request: SummaryRequest, onEvent: (event: SummaryEvent) => void) =>
  invoke<void>('summarise', { request, onEvent: new Channel<SummaryEvent>(onEvent) });
export const stopSummary = () => invoke<void>('stop_summary');

/** Opens a file that was handed to the program, or a text, to be checked. */
export const openCheck = (request: OpenCheck) => invoke<CheckFile>('open_check', { request });
export const lookCheck = (request: CheckRequest) => invoke<CheckRow[]>('look_check', { request });
export const saveCheck = (request: SaveCheck) => invoke<Exported>('save_check', { request });

export const convert = (request: ConvertRequest) => invoke<ConvertedText>('convert', { request });
export const openSource = (path: string) => invoke<Opened>('open_source', { path });
export const saveConversion = (request: SaveRequest) => invoke<Exported>('save_conversion', { request });
export const keptConversion = () => invoke<KeptConversion>('kept_conversion');
export const keepConversion = (kept: KeptConversion) => invoke<void>('keep_conversion', { kept });

/** Converts files and folders; the last event is `done` or `failed`. */
export function convertFiles(
  paths: string[],
  to: Script,
  from: Source,
  onEvent: (event: BatchEvent) => void,
): Promise<void> {
  return invoke<void>('convert_files', { paths, to, from, onEvent: new Channel<BatchEvent>(onEvent) });
}
export const stopConverting = () => invoke<void>('stop_converting');

/** Files given to the program that the window has not fetched yet. */
export const handedFiles = () => invoke<HandedFile[]>('handed_files');
/** Calls when files are given to the program: dropped on the window, or named by a second start. */
export const whenHanded = (call: () => void) => listen('handed', call);
/** Tells while files are dragged over the window. */
export const whenDragged = (tell: (over: boolean) => void) =>
  Promise.all([
    listen(TauriEvent.DRAG_ENTER, () => tell(true)),
    listen(TauriEvent.DRAG_LEAVE, () => tell(false)),
    listen(TauriEvent.DRAG_DROP, () => tell(false)),
  ]);
export const pickFiles = () => invoke<HandedFile[]>('pick_files');
export const pickFolder = () => invoke<HandedFile[]>('pick_folder');

export const settledWords = () => invoke<SettledWord[]>('settled_words');
export const settleWord = (word: SettledWord) => invoke<SettledWord[]>('settle_word', { word });
export const unsettleWord = (to: Script, word: string) => invoke<SettledWord[]>('unsettle_word', { to, word });
export const takeInWords = () => invoke<TakenIn | null>('take_in_words');
export const giveOutWords = () => invoke<string>('give_out_words');

export const translations = () => invoke<BenchRow[]>('translations');
export const openTranslation = (request: OpenTranslation) => invoke<Bench>('open_translation', { request });
export const translation = (id: number) => invoke<Bench>('translation', { id });
export const deleteTranslation = (id: number) => invoke<void>('delete_translation', { id });
export const putSegments = (id: number, edits: SegmentEdit[]) => invoke<Changed>('put_segments', { id, edits });
/** `at` counts characters of the bare source. */
export const splitSegment = (id: number, segment: number, at: number) =>
  invoke<Bench>('split_segment', { id, segment, at });
/** With the next of the same paragraph. */
export const joinSegment = (id: number, segment: number) => invoke<Bench>('join_segment', { id, segment });
export const segmentHelp = (id: number, segment: number) => invoke<SegmentHelp>('segment_help', { id, segment });

/** Has the model translate what has no translation, or `only` some segments anew; the last event is `ended` or `failed`. */
export function translateAll(id: number, only: number[] | null, onEvent: (event: BenchEvent) => void): Promise<void> {
  return invoke<void>('translate_all', { id, only, onEvent: new Channel<BenchEvent>(onEvent) });
}
export const stopTranslating = () => invoke<void>('stop_translating');
/** Rejects with `translation_open` while something is not translated or wrong, unless it is wanted anyway. */
export const exportTranslation = (id: number, format: BenchFormat, anyway: boolean) =>
  invoke<Exported>('export_translation', { id, format, anyway });

export const ownTerms = () => invoke<OwnTerm[]>('own_terms');
export const putTerm = (term: OwnTerm) => invoke<OwnTerm[]>('put_term', { term });
export const removeTerm = (en: string) => invoke<OwnTerm[]>('remove_term', { en });
export const takeInTerms = () => invoke<TakenInRows | null>('take_in_terms');
export const giveOutTerms = (format: TermsFormat) => invoke<string>('give_out_terms', { format });
export const suggestedTerms = (id: number) => invoke<SuggestedTerm[]>('suggested_terms', { id });

export const memoryState = () => invoke<MemoryState>('memory_state');
export const takeInMemory = () => invoke<TakenInRows | null>('take_in_memory');
export const giveOutMemory = () => invoke<string>('give_out_memory');
/** Asks for an English and a Chinese file and lays their sentences side by side. */
export const alignFiles = () => invoke<AlignedPair[] | null>('align_files');
export const keepAligned = (pairs: AlignedPair[], note: string) => invoke<MemoryState>('keep_aligned', { pairs, note });

export const exportDocument = (request: ExportRequest) => invoke<Exported>('export', { request });
export const openPath = (path: string) => invoke<void>('open_path', { path });
export const revealPath = (path: string) => invoke<void>('reveal_path', { path });

export const setSettings = (settings: Settings) => invoke<Settings>('set_settings', { settings });
export const listModels = () => invoke<ModelRow[]>('list_models');
export const useModel = (id: string) => invoke<ModelRow[]>('use_model', { id });

/** A rejection as a Failure: commands reject with one, the bridge itself may reject with anything. */
export function asFailure(reason: unknown): Failure {
  if (typeof reason === 'object' && reason !== null && 'code' in reason && 'message' in reason) {
    return reason as Failure;
  }
  return {
    code: 'window',
    message: {
      happened: { zh: '視窗與程式之間的聯繫出錯。', en: 'The window could not reach the program.' },
      safe: { zh: '已儲存的文件不受影響。', en: 'Saved documents are not affected.' },
      todo: { zh: '請再試；如仍出錯，請重新啟動程式。', en: 'Try again; if it happens again, restart the program.' },
    },
    detail: reason instanceof Error ? reason.message : String(reason),
  };
}
