// Generated from the Rust types by `UPDATE=1 cargo test -p gungman-tests --test types`. Do not edit.

export type AcceptedChange = { 
/**
 * The blocks as they were.
 */
before: Array<Block>, 
/**
 * The blocks they became.
 */
after: Array<Block>, };

export type AcceptedItem = { 
/**
 * What it is.
 */
kind: AcceptedKind, 
/**
 * The rule; empty for a word.
 */
rule: string, 
/**
 * The word; the document type in which the rule keeps silent, empty for all; the characters.
 */
value: string, 
/**
 * What the rule says for, so that a list can be read; empty for a word and for a rule that is no more.
 */
about: Label, };

export type AcceptedKind = "word" | "rule" | "finding";

export type ActionGroup = "wording" | "length" | "shape" | "reader" | "language" | "own";

export type AgendaItem = { 
/**
 * Its heading; empty for what was said before the first.
 */
heading: string, 
/**
 * The line of the notes on which it begins, from 0; none for an item of the agenda that the notes never come to.
 */
line: number | null, };

export type AlignedPair = { 
/**
 * English.
 */
en: string, 
/**
 * Chinese.
 */
zh: string, 
/**
 * How sure it is, in per cent.
 */
confidence: number, 
/**
 * Whether it is sure enough to be kept without a look.
 */
sure: boolean, };

export type Answer = { 
/**
 * The answer; that the document does not say, where it does not.
 */
text: string, 
/**
 * Whether the document says.
 */
found: boolean, 
/**
 * The sentences it rests on, in the order of the document.
 */
sentences: Array<Quoted>, 
/**
 * What a reader should look at: facts of the answer that those sentences do not state.
 */
issues: Array<Issue>, };

export type Answered = "yes" | "unproved" | "no";

export type Ask = { 
/**
 * What is asked, in the letter's own words.
 */
text: string, 
/**
 * What kind of thing it is.
 */
kind: AskKind, 
/**
 * The sentence it comes from, from 0.
 */
sentence: number, };

export type AskEvent = { "event": "queued", "data": { 
/**
 * How many.
 */
ahead: number, } } | { "event": "starting" } | { "event": "loading", "data": { 
/**
 * 0 to 100.
 */
percent: number, } } | { "event": "reading", "data": { 
/**
 * Tokens read, those reused among them.
 */
done: number, 
/**
 * Tokens to read.
 */
total: number, 
/**
 * Tokens it still knew.
 */
reused: number, } } | { "event": "text", "data": { 
/**
 * The answer.
 */
text: string, } } | { "event": "checking" } | { "event": "done", "data": Answer } | { "event": "failed", "data": Failure };

export type AskKind = "question" | "request" | "complaint" | "reply";

export type AskRequest = { 
/**
 * The document.
 */
document: Document, 
/**
 * The question, in either language.
 */
question: string, 
/**
 * The language of the answer.
 */
lang: Lang, };

export type Band = { 
/**
 * From this percentage (101, 100, 95, 85, 75), 0 for what it does not know; -1 for repetitions within the document.
 */
from: number, 
/**
 * How many segments.
 */
segments: number, 
/**
 * How many words (English) or characters (Chinese) they have.
 */
words: number, };

export type BatchEvent = { "event": "file", "data": { 
/**
 * Files done, this one with them.
 */
done: number, 
/**
 * Of how many.
 */
total: number, 
/**
 * What became of it; its places are not listed, only counted.
 */
file: BatchFile, } } | { "event": "done", "data": { 
/**
 * How many were done by an earlier run.
 */
doneBefore: number, 
/**
 * Files of kinds that are not converted.
 */
leftOut: number, 
/**
 * Whether it was stopped before the last.
 */
stopped: boolean, 
/**
 * Where a folder's conversion lies.
 */
folder: string | null, } } | { "event": "failed", "data": Failure };

export type BatchFile = { 
/**
 * The source.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where the conversion lies.
 */
output: string | null, 
/**
 * The encoding a text file was read in.
 */
encoding: string | null, 
/**
 * How many characters changed.
 */
changed: number, 
/**
 * How many places are in doubt.
 */
doubts: number, 
/**
 * Why it was not converted.
 */
failure: Failure | null, };

export type Bench = { 
/**
 * What the list says of it.
 */
row: BenchRow, 
/**
 * Its segments in order.
 */
segments: Array<BenchSegment>, 
/**
 * How much of it the memory knows.
 */
bands: Array<Band>, };

export type BenchEvent = { "event": "started", "data": { 
/**
 * How many segments are to be translated.
 */
todo: number, } } | { "event": "working", "data": { 
/**
 * Which.
 */
id: number, } } | { "event": "done", "data": { 
/**
 * The segment, and others that changed with it.
 */
changed: Changed, 
/**
 * How many are done.
 */
done: number, 
/**
 * Of how many.
 */
todo: number, 
/**
 * How many seconds a segment takes, on the average of this run.
 */
seconds: number, } } | { "event": "ended", "data": { 
/**
 * How many were done.
 */
done: number, 
/**
 * Whether it was stopped.
 */
stopped: boolean, } } | { "event": "failed", "data": Failure };

export type BenchFormat = "same" | "bilingual" | "tmx";

export type BenchRow = { 
/**
 * Its id.
 */
id: number, 
/**
 * The file's name, or the first words of a pasted text.
 */
name: string, 
/**
 * The file; nothing for pasted text.
 */
path: string | null, 
/**
 * What kind of file.
 */
kind: Kind, 
/**
 * The language it is translated from.
 */
from: Lang, 
/**
 * The language it is translated into.
 */
to: Lang, 
/**
 * How many segments it has.
 */
segments: number, 
/**
 * How many of them have a translation.
 */
translated: number, 
/**
 * How many a person has confirmed.
 */
confirmed: number, 
/**
 * When it was last worked on, in milliseconds since the Unix epoch.
 */
updatedAt: number, };

export type BenchSegment = { 
/**
 * Its id; it stays the same when others are split or joined.
 */
id: number, 
/**
 * Which paragraph of the document it belongs to, from 0.
 */
paragraph: number, 
/**
 * What it is.
 */
kind: SegmentKind, 
/**
 * The source.
 */
source: string, 
/**
 * The translation; empty while there is none.
 */
target: string, 
/**
 * How far it is.
 */
state: SegmentState, 
/**
 * How near the memory's match was that it was taken from, 1 to 101 (101: the sentence before is the same too).
 */
percent: number | null, 
/**
 * Where a match came from: the document it was confirmed in.
 */
note: string, 
/**
 * What is not right, or should be looked at; those accepted by a person are not among them.
 */
issues: Array<Issue>, 
/**
 * What a person looked at and let stand, as `code value`.
 */
accepted: Array<string>, };

export type Block = { "kind": "paragraph", 
/**
 * Its text.
 */
runs: Array<Run>, 
/**
 * The lines of the document's source that it comes from, from 1.
 */
lines?: Array<number>, } | { "kind": "item", 
/**
 * 1 for `(a)`, 2 for `(i)`.
 */
level: number, 
/**
 * Its text.
 */
runs: Array<Run>, 
/**
 * The lines of the document's source that it comes from, from 1.
 */
lines?: Array<number>, } | { "kind": "heading", 
/**
 * Its text.
 */
runs: Array<Run>, };

export type Boot = { 
/**
 * The program's version.
 */
version: string, 
/**
 * The document types that can be drafted.
 */
templates: Array<TemplateForm>, 
/**
 * What happened, what is safe, what to do: by error code.
 */
messages: { [key in string]: Message }, 
/**
 * The settings in force.
 */
settings: Settings, 
/**
 * What of them, and of the rest, the administrator governs.
 */
managed: ManagedView, 
/**
 * What officers fill in once, and what a document may be filled from.
 */
profiles: ProfileBook, 
/**
 * What the model is doing.
 */
engine: Status, 
/**
 * The document to show: the last one worked on, else a new memo.
 */
document: DocumentRecord, 
/**
 * Whether the last session ended while a draft was running; its text is in `document`.
 */
recovered: boolean, 
/**
 * Where documents, settings and logs are kept.
 */
dataFolder: string, };

export type Cell = { 
/**
 * The label as printed, with its colon.
 */
label: string, 
/**
 * The value, one text a line; empty when nothing was given.
 */
value: Array<Array<Span>>, };

export type Changed = { 
/**
 * The segments as they are now.
 */
segments: Array<BenchSegment>, 
/**
 * When it was saved.
 */
savedAt: number, };

export type CheckChange = { 
/**
 * The paragraph, from 0.
 */
paragraph: number, 
/**
 * The first character, from 0.
 */
start: number, 
/**
 * What stood there.
 */
old: string, 
/**
 * What stands there now.
 */
new: string, };

export type CheckFile = { 
/**
 * Its whole path; none for a text.
 */
path: string | null, 
/**
 * Its name; empty for a text.
 */
name: string, 
/**
 * How it is read and written.
 */
kind: Kind, 
/**
 * The language most of it is in.
 */
lang: Lang, 
/**
 * The document type its form shows; none when it shows none.
 */
template: string | null, 
/**
 * Its paragraphs.
 */
paragraphs: Array<CheckParagraph>, };

export type CheckForm = "copy" | "review";

export type CheckParagraph = { 
/**
 * Its text.
 */
text: string, 
/**
 * What it is.
 */
kind: SegmentKind, };

export type CheckRequest = { 
/**
 * Its paragraphs.
 */
paragraphs: Array<CheckParagraph>, 
/**
 * The language to check it as.
 */
lang: Lang, 
/**
 * The document type to check it as; none for no rules of a type.
 */
template: string | null, };

export type CheckRow = { 
/**
 * The rule's id, or the code of an issue that no rule found.
 */
code: string, 
/**
 * How much it matters.
 */
severity: Severity, 
/**
 * What is wrong and what to do, in both languages.
 */
message: Label, 
/**
 * The header field it is in.
 */
field: string | null, 
/**
 * The block of the body, or the paragraph of the file, it is in; from 0.
 */
block: number | null, 
/**
 * The characters it is about.
 */
excerpt: string | null, 
/**
 * The first of them and the one after the last, counted in characters of the block or of the field's value.
 */
range: [number, number] | null, 
/**
 * What to put in their place.
 */
fix: string | null, 
/**
 * Whether it may be put there without asking.
 */
sure: boolean, };

export type Checked = { 
/**
 * What the letter asks.
 */
question: string, 
/**
 * The officer's note.
 */
answer: string, 
/**
 * Whether the text answers it.
 */
answered: Answered, 
/**
 * In which block of the body, from 0.
 */
block: number | null, };

export type Choice = { 
/**
 * What is stored.
 */
id: string, 
/**
 * What the form shows.
 */
label: Label, 
/**
 * What the sheet prints; empty for nothing (`unclassified`, `none`).
 */
print: Label, };

export type Chosen = { 
/**
 * Which character of all the text it begins with, from 0.
 */
at: number, 
/**
 * How many characters it takes the place of.
 */
length: number, 
/**
 * What is printed.
 */
text: string, };

export type Composed = { 
/**
 * The sheet, with ghosts where required values are missing.
 */
sheet: Sheet, 
/**
 * Values that do not fit their fields.
 */
problems: Array<FieldProblem>, 
/**
 * The facts of the points, and whether they stand in the text; then facts that are only in the text.
 */
facts: Array<FactRow>, 
/**
 * What a reader should look at, in the order of the sheet.
 */
issues: Array<CheckRow>, 
/**
 * Of a reply: what the letter asks, and whether the text answers it.
 */
answers: Array<Checked>, 
/**
 * Until when it is due, and whether it went in time.
 */
term: Due | null, };

export type ConvertRequest = { 
/**
 * The text.
 */
text: string, 
/**
 * The script to convert to.
 */
to: Script, 
/**
 * What it is written in.
 */
from: Source, };

export type ConvertedText = { 
/**
 * As many characters as the source has; the nth stands for the nth.
 */
text: string, 
/**
 * How many of them changed.
 */
changed: number, 
/**
 * The doubtful places.
 */
doubts: Array<DoubtRow>, 
/**
 * Words the government has others for.
 */
wording: Array<WordingRow>, };

export type Dates = { 
/**
 * The day it is due, where the officer set one.
 */
due: string, 
/**
 * The day it was sent or dealt with.
 */
doneOn: string, };

export type Degree = "decisions" | "summary" | "full";

export type Document = { 
/**
 * The id of the template, such as `memo`.
 */
template: string, 
/**
 * The language the document is written in.
 */
lang: Lang, 
/**
 * Values by field id; a field that was never filled is absent or empty.
 */
fields: { [key in string]: string }, 
/**
 * The body, in order.
 */
body: Array<Block>, 
/**
 * The changes that the model proposed and the officer accepted, in the order in which they were, for an export that shows them.
 * The body already has them.
 */
accepted?: Array<AcceptedChange>, 
/**
 * What it was made from and is to be compared with: the notes of a meeting. Never printed.
 */
source?: SourceText, 
/**
 * The profile its header was filled from, and with what; none where it was not.
 */
profile?: FromProfile, };

export type DocumentQuery = { 
/**
 * Characters to find in the subject, the correspondent, the reference, the points or the body, from one up. Case,
 * full width and kinds of white space do not matter; nothing is a wildcard. Empty lists every document.
 */
text: string, 
/**
 * Only those with a date that are not dealt with.
 */
due: boolean, 
/**
 * At most this many.
 */
limit: number, 
/**
 * Leave out this many first.
 */
offset: number, };

export type DocumentRecord = { 
/**
 * Its id; never given again, not even after a deletion.
 */
id: number, 
/**
 * The working copy.
 */
document: Document, 
/**
 * The officer's rough points.
 */
points: string, 
/**
 * When it was begun.
 */
createdAt: number, 
/**
 * When its working copy was last saved.
 */
updatedAt: number, 
/**
 * Until when it is due, and when it was dealt with.
 */
dates: Dates, };

export type DoubtRow = { 
/**
 * Which character of all the text it is, from 0; in a Word file each paragraph is a line, in the order they lie there.
 */
at: number, 
/**
 * What was printed.
 */
chosen: string, 
/**
 * What it may be instead.
 */
others: Array<string>, 
/**
 * The converted text around it.
 */
excerpt: string, };

export type DraftEvent = { "event": "queued", "data": { 
/**
 * How many.
 */
ahead: number, } } | { "event": "starting" } | { "event": "loading", "data": { 
/**
 * 0 to 100.
 */
percent: number, } } | { "event": "reading", "data": { 
/**
 * Tokens read, those reused among them.
 */
done: number, 
/**
 * Tokens to read.
 */
total: number, 
/**
 * Tokens it still knew.
 */
reused: number, } } | { "event": "writing", "data": { 
/**
 * Tokens a second since the first.
 */
tokensPerSecond: number, 
/**
 * Which point, from 1.
 */
point: number, 
/**
 * Of how many.
 */
points: number, } } | { "event": "block", "data": { 
/**
 * Which, from 0.
 */
index: number, 
/**
 * The block.
 */
block: Block, 
/**
 * Whether it is finished: converted, tidied, facts restored.
 */
finished: boolean, } } | { "event": "checking" } | { "event": "repairing", "data": { 
/**
 * How many faults.
 */
faults: number, } } | { "event": "done", "data": DraftOutcome } | { "event": "failed", "data": Failure };

export type DraftOutcome = { 
/**
 * The document with its new body.
 */
document: Document, 
/**
 * The facts and where they stand.
 */
facts: Array<FactRow>, 
/**
 * What a reader should look at, in the order of the sheet.
 */
issues: Array<CheckRow>, 
/**
 * The version this became.
 */
version: VersionRow, 
/**
 * What it took.
 */
stats: DraftStats, };

export type DraftRequest = { 
/**
 * The document's id in the library.
 */
id: number, 
/**
 * The document as it stands.
 */
document: Document, 
/**
 * The rough points, in any mix of languages.
 */
points: string, 
/**
 * Whether the officer asked for another version of what is there.
 */
another: boolean, };

export type DraftStats = { 
/**
 * The first call of the model, which also read the constant part of the prompt; none where every point is kept as it is.
 */
first: Stats | null, 
/**
 * How many points were written.
 */
points: number, 
/**
 * How many of them were asked for once more.
 */
repairs: number, 
/**
 * Tokens written in all.
 */
tokens: number, 
/**
 * From the request to the end, in milliseconds.
 */
totalMs: number, };

export type Due = { 
/**
 * How it stands.
 */
state: DueState, 
/**
 * The day it is due; none for one that was dealt with and was due on no day.
 */
due: string | null, 
/**
 * The tenth day of the letter it answers, which is the day it is due unless the officer set another.
 */
letter: string | null, 
/**
 * Days left, below nought when it is overdue; of one that was dealt with, on the day it was.
 */
left: number | null, 
/**
 * Which day of the letter's clock it is; of one that was dealt with, which it was. The day of receipt is 0.
 */
day: number | null, 
/**
 * The day it was dealt with.
 */
doneOn: string | null, };

export type DueState = "running" | "soon" | "today" | "over" | "done" | "late";

export type ErrorCode = "worker_missing" | "worker_died" | "worker_hung" | "protocol_version" | "protocol_garbage" | "cpu_unsupported" | "model_missing" | "model_damaged" | "model_unsupported" | "out_of_memory" | "context_overflow" | "cancelled" | "no_model" | "state" | "disk_full" | "io" | "catalogue_invalid";

export type ExportFormat = "docx" | "pdf" | "txt";

export type ExportRequest = { 
/**
 * The document's id in the library.
 */
id: number, 
/**
 * The document as it stands.
 */
document: Document, 
/**
 * The rough points, kept beside it.
 */
points: string, 
/**
 * The format.
 */
format: ExportFormat, 
/**
 * Whether Word is to show the document's accepted changes as tracked changes.
 */
tracked?: boolean, };

export type Exported = { 
/**
 * The whole path.
 */
path: string, 
/**
 * The file's name.
 */
fileName: string, 
/**
 * The folder.
 */
folder: string, 
/**
 * What a reader should know: characters no face covers, required fields that are empty.
 */
issues: Array<Issue>, };

export type FactHelp = { 
/**
 * As it stands in the source.
 */
source: string, 
/**
 * Its official form in the other language.
 */
target: string, 
/**
 * Whether the translation states it.
 */
stands: boolean, };

export type FactKind = "date" | "time" | "money" | "percent" | "count" | "phone" | "email" | "reference" | "name" | "place";

export type FactRow = { 
/**
 * What it states.
 */
kind: FactKind, 
/**
 * As it was typed in the points; for a foreign fact, as it stands in the text.
 */
source: string, 
/**
 * The form it takes in the document's language.
 */
target: string, 
/**
 * Whether it is there.
 */
state: FactState, 
/**
 * What stands in the text: the matching characters when present, the other value when changed.
 */
found: string | null, 
/**
 * Which block of the body it was found in, from 0.
 */
block: number | null, };

export type FactState = "pending" | "present" | "missing" | "changed" | "foreign";

export type Failure = { 
/**
 * A stable code; `Boot::messages` has its wording.
 */
code: string, 
/**
 * The wording, in three parts.
 */
message: Message, 
/**
 * For the log and the curious, in English; empty when there is no more to say.
 */
detail: string, };

export type Feature = "draft" | "translate" | "convert" | "check" | "rewrite" | "ask";

export type Field = { 
/**
 * Lower-case ASCII letters, digits and underscores.
 */
id: string, 
/**
 * Its name in the form.
 */
label: Label, 
/**
 * What may stand in it.
 */
kind: FieldKind, 
/**
 * Whether a document may be exported without it.
 */
required: boolean, 
/**
 * Whether the form shows it only under “more fields”.
 */
more: boolean, 
/**
 * What stands in it when nothing is typed: `today`, the id of a choice, or plain text.
 */
default: string, 
/**
 * An example, shown in grey.
 */
hint: Label, 
/**
 * The most characters (not bytes) it takes; 0 for the kind's own limit.
 */
max: number, 
/**
 * For `choice`: the name of a list in `templates/choices.toml`.
 */
choices: string, };

export type FieldKind = "text" | "lines" | "date" | "choice" | "phone" | "email" | "reference";

export type FieldProblem = { 
/**
 * The field's id.
 */
field: string, 
/**
 * Why.
 */
misfit: Misfit, 
/**
 * Said to the user.
 */
message: Label, };

export type Finish = "stop" | "length" | "loop" | "cancelled";

export type FormField = { 
/**
 * The field.
 */
field: Field, 
/**
 * For a choice field, the choices in order.
 */
choices: Array<Choice>, };

export type Found = { 
/**
 * The value; empty when there is none.
 */
value: string, 
/**
 * The line it stands on, from 0; none when the officer typed it.
 */
line: number | null, };

export type FromProfile = { 
/**
 * The profile's id. The profile may have changed since, or be gone.
 */
id: string, 
/**
 * What was put into each field.
 */
filled: { [key in string]: string }, };

export type GridRow = { 
/**
 * The sender's half.
 */
left: Cell | null, 
/**
 * The addressee's half.
 */
right: Cell | null, };

export type HandedFile = { 
/**
 * Its whole path.
 */
path: string, 
/**
 * Whether it is a folder.
 */
folder: boolean, };

export type Header = { 
/**
 * The writer's name, without form of address.
 */
sender: Found, 
/**
 * The form of address that stood with the name: 女士, Mrs.
 */
honorific: Found, 
/**
 * The writer's post.
 */
post: Found, 
/**
 * The organisation the letter is from.
 */
organisation: Found, 
/**
 * The writer's address, a line each.
 */
address: Found, 
/**
 * The writer's telephone number; never one of somebody else's.
 */
phone: Found, 
/**
 * The writer's e-mail address.
 */
email: Found, 
/**
 * The letter's date, ISO.
 */
date: Found, 
/**
 * The writer's own reference.
 */
reference: Found, 
/**
 * Our reference, as the writer cites it.
 */
ourReference: Found, 
/**
 * What it is about.
 */
subject: Found, 
/**
 * The day by which an answer is asked for, ISO.
 */
deadline: Found, 
/**
 * The id of a classification it is marked with.
 */
classification: Found, };

export type Incoming = { 
/**
 * The language it is written in, which is the language of the reply.
 */
lang: Lang, 
/**
 * Its lines, blank ones too.
 */
lines: Array<string>, 
/**
 * What its head and foot say.
 */
header: Header, 
/**
 * The sentences of its body, in order.
 */
sentences: Array<Sentence>, 
/**
 * What it asks for, in order.
 */
points: Array<Ask>, 
/**
 * Personal data it holds.
 */
personal: Array<Personal>, };

export type Issue = { 
/**
 * A stable code, such as `fact_missing`.
 */
code: string, 
/**
 * How much it matters.
 */
severity: Severity, 
/**
 * What is wrong and what to do, in both languages.
 */
message: Label, 
/**
 * The header field it concerns.
 */
field: string | null, 
/**
 * The block of the body it concerns, from 0.
 */
block: number | null, 
/**
 * The characters it concerns.
 */
excerpt: string | null, };

export type KeptConversion = { 
/**
 * The file it was opened from.
 */
path: string | null, 
/**
 * The source; empty for a Word file, which is read again.
 */
text: string, 
/**
 * The script to convert to.
 */
to: Script, 
/**
 * What it is written in.
 */
from: Source, 
/**
 * What was chosen.
 */
choices: Array<Chosen>, };

export type KeptProfile = { 
/**
 * What does not fit; with any, nothing was kept.
 */
problems: Array<ValueProblem>, 
/**
 * Its id; empty where nothing was kept.
 */
id: string, 
/**
 * All profiles as they are now.
 */
book: ProfileBook, };

export type Kind = "word" | "text";

export type Label = { 
/**
 * Hong Kong Traditional Chinese.
 */
zh: string, 
/**
 * British English.
 */
en: string, };

export type Lang = "zh-Hant-HK" | "en-GB";

export type Layer = "enforced" | "recommended";

export type Listed = { 
/**
 * Its term; none where it has none.
 */
term: Due | null, 
/**
 * Its id.
 */
id: number, 
/**
 * The template's id.
 */
template: string, 
/**
 * The language it is written in.
 */
lang: Lang, 
/**
 * What it is about.
 */
subject: string, 
/**
 * Whom it is to.
 */
correspondent: string, 
/**
 * Its file reference.
 */
reference: string, 
/**
 * Its date, ISO.
 */
docDate: string, 
/**
 * Its classification, by the choice's id.
 */
classification: string, 
/**
 * How many versions are kept.
 */
versions: number, 
/**
 * When its working copy was last saved.
 */
updatedAt: number, 
/**
 * The first line of the body that is not empty, cut to 200 characters.
 */
firstLine: string, 
/**
 * When the letter it answers was received, as typed.
 */
received: string, 
/**
 * Until when it is due, and when it was dealt with.
 */
dates: Dates, };

export type LoadedModel = { 
/**
 * Its name, from its own header.
 */
name: string, 
/**
 * Its architecture, such as `qwen2`.
 */
architecture: string, 
/**
 * How many tokens prompt and answer may have together.
 */
contextTokens: number, 
/**
 * Size of the weights in bytes.
 */
sizeBytes: number, 
/**
 * Number of weights.
 */
parameters: number, 
/**
 * Threads it computes with.
 */
threads: number, 
/**
 * Tokens that cannot be written when the ban is on.
 */
bannedTokens: number, 
/**
 * How long loading took, in milliseconds.
 */
loadMs: number, };

export type ManagedView = { 
/**
 * Whether there is an administrator's file.
 */
present: boolean, 
/**
 * Settings that cannot be changed here, by their names in [`Settings`].
 */
settings: Array<string>, 
/**
 * What is switched off.
 */
featuresOff: Array<Feature>, 
/**
 * The formats in which documents may leave.
 */
exportFormats: Array<ExportFormat>, };

export type Meeting = { 
/**
 * The language the minutes are to be in: what was asked for, else that of the notes.
 */
lang: Lang, 
/**
 * The lines of the notes, blank ones too.
 */
lines: Array<string>, 
/**
 * What the notes say of the meeting itself.
 */
header: MeetingHeader, 
/**
 * Who speaks, in the order in which they first do.
 */
speakers: Array<Voice>, 
/**
 * What was discussed: the agenda where there is one, else the headings of the notes.
 */
items: Array<AgendaItem>, 
/**
 * Every sentence, in order.
 */
remarks: Array<Remark>, };

export type MeetingHeader = { 
/**
 * The body that met: 部門安全委員會.
 */
meeting: Found, 
/**
 * Which of its meetings: 第3次會議.
 */
title: Found, 
/**
 * The day, ISO.
 */
date: Found, 
/**
 * When it began, as written.
 */
time: Found, 
/**
 * Where.
 */
venue: Found, 
/**
 * Who was there, one a line.
 */
present: Found, 
/**
 * Who was in attendance, one a line.
 */
attending: Found, 
/**
 * Who sent apologies, one a line.
 */
absent: Found, 
/**
 * When it ended, as written.
 */
ended: Found, };

export type MemoryMatch = { 
/**
 * How near, 1 to 101.
 */
percent: number, 
/**
 * Its source.
 */
source: string, 
/**
 * Its translation, the figures of the segment put in where only they differ.
 */
target: string, 
/**
 * Whether figures were put in.
 */
adapted: boolean, 
/**
 * Where it came from.
 */
note: string, };

export type MemoryState = { 
/**
 * How many pairs it has.
 */
pairs: number, };

export type Message = { 
/**
 * What happened.
 */
happened: Label, 
/**
 * What is safe.
 */
safe: Label, 
/**
 * What to do.
 */
todo: Label, };

export type Misfit = "required" | "tooLong" | "oneLine" | "date" | "choice" | "phone" | "email" | "reference";

export type ModelRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its licence.
 */
licence: string, 
/**
 * Size of its file in bytes.
 */
bytes: number, 
/**
 * Whether its file is here.
 */
installed: boolean, 
/**
 * Whether drafts use it.
 */
inUse: boolean, };

export type NewMinutes = { 
/**
 * The notes, as read and corrected: what is not to be in the minutes has no degree.
 */
meeting: Meeting, 
/**
 * The name of the notes' file; empty for a text that was pasted.
 */
name: string, 
/**
 * How much the minutes are to say.
 */
degree: Degree, 
/**
 * Further fields of the header.
 */
fields: { [key in string]: string }, };

export type OpenCheck = { 
/**
 * The file; none for a text.
 */
path: string | null, 
/**
 * The text, where there is no file.
 */
text: string, };

export type OpenLetter = { 
/**
 * The file; none for a text.
 */
path: string | null, 
/**
 * The text, where there is no file.
 */
text: string, };

export type OpenNotes = { 
/**
 * The file; none for a text.
 */
path: string | null, 
/**
 * The text, where there is no file.
 */
text: string, 
/**
 * The agenda; empty where there is none.
 */
agenda: string, 
/**
 * The language the minutes are to be in; that of the notes where nobody chose.
 */
lang: Lang | null, };

export type OpenTranslation = { 
/**
 * A file that was handed to the program; else `text` is what is translated.
 */
path: string | null, 
/**
 * Pasted text.
 */
text: string, 
/**
 * The language to translate into; nothing for the other than most of it is written in.
 */
to: Lang | null, };

export type Opened = { 
/**
 * Its whole path.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How it is read and written.
 */
kind: Kind, 
/**
 * The encoding of a text file.
 */
encoding: string | null, 
/**
 * Its text; of a Word file a paragraph a line.
 */
text: string, };

export type OpenedText = { 
/**
 * The file's name.
 */
name: string, 
/**
 * Its text.
 */
text: string, };

export type OwnTerm = { 
/**
 * The English term, in its base form.
 */
en: string, 
/**
 * The right Chinese wordings, the best first.
 */
zh: Array<string>, 
/**
 * `locked`, `preferred` or `hint`.
 */
strength: string, 
/**
 * Chinese wordings that are wrong for it.
 */
forbidden: Array<string>, 
/**
 * A note.
 */
note: string, };

export type PageSetup = { 
/**
 * The face Word uses for Chinese, such as `新細明體`.
 */
font_zh: string, 
/**
 * The face Word uses for English, such as `Times New Roman`.
 */
font_en: string, 
/**
 * Body size in points.
 */
size_pt: number, 
/**
 * Line height as a multiple of the size.
 */
line_spacing: number, 
/**
 * Top margin in millimetres.
 */
top_mm: number, 
/**
 * Right margin in millimetres.
 */
right_mm: number, 
/**
 * Bottom margin in millimetres.
 */
bottom_mm: number, 
/**
 * Left margin in millimetres.
 */
left_mm: number, 
/**
 * How the page number is written, with `{n}` for the number and `{m}` for how many pages there are: `- {n} -`,
 * `Page {n} of {m}`.
 */
page_number: Label, 
/**
 * The first page that carries its number: 2 where the first page is known by its form, 1 where every page is counted.
 */
number_from: number, 
/**
 * What stands at the head of every page from the second on, with placeholders as other texts of a layout have them; on a
 * sheet it is filled in, as [`Sheet::running`].
 */
running: Label, };

export type Part = { "role": "letterhead", 
/**
 * The lines; the first is the department's name.
 */
lines: Array<Array<Span>>, } | { "role": "delivery", 
/**
 * The mark.
 */
text: Array<Span>, } | { "role": "title", 
/**
 * The name.
 */
text: Array<Span>, } | { "role": "grid", 
/**
 * The rows, top to bottom.
 */
rows: Array<GridRow>, } | { "role": "references", 
/**
 * The lines; every label and value in the order of the form.
 */
cells: Array<Cell>, } | { "role": "address", 
/**
 * The lines in the order of the language: address first in Chinese, name first in English.
 */
lines: Array<Array<Span>>, } | { "role": "date", 
/**
 * The date in words.
 */
text: Array<Span>, } | { "role": "salutation", 
/**
 * With its colon or comma.
 */
text: Array<Span>, } | { "role": "subject", 
/**
 * The subject.
 */
text: Array<Span>, } | { "role": "paragraph", 
/**
 * The number as printed (`2.`), at the margin, the text after a tab, later lines back at the margin.
 */
number: string | null, 
/**
 * Whether the first line is indented by two full-width spaces (or a tab in English).
 */
indent: boolean, 
/**
 * The text.
 */
text: Array<Span>, 
/**
 * Which block of the document's body this is, from 0.
 */
block: number, } | { "role": "item", 
/**
 * The mark as printed.
 */
number: string, 
/**
 * 1 or 2.
 */
level: number, 
/**
 * The text.
 */
text: Array<Span>, 
/**
 * Which block of the document's body this is, from 0.
 */
block: number, } | { "role": "heading", 
/**
 * The number as printed (`1.`), in front of it, where sections are numbered.
 */
number: string | null, 
/**
 * The heading.
 */
text: Array<Span>, 
/**
 * Which block of the document's body this is, from 0.
 */
block: number, } | { "role": "actionHead", 
/**
 * 負責者 or Action.
 */
text: Array<Span>, } | { "role": "action", 
/**
 * The officer, perhaps with a date.
 */
text: Array<Span>, 
/**
 * Which block of the document's body it is part of, from 0.
 */
block: number, } | { "role": "closing", 
/**
 * With its comma.
 */
text: Array<Span>, } | { "role": "signature", 
/**
 * The lines. An empty line is room to sign.
 */
lines: Array<Array<Span>>, } | { "role": "enclosures", 
/**
 * 附件： or Encl.
 */
label: Array<Span>, 
/**
 * The list; may be empty when the label says it all (連附件).
 */
items: Array<Array<Span>>, } | { "role": "copies", 
/**
 * 副本送： or c.c.
 */
label: Array<Span>, 
/**
 * The recipients.
 */
items: Array<Array<Span>>, } | { "role": "dateLine", 
/**
 * The date.
 */
text: Array<Span>, } | { "role": "annex", 
/**
 * 附件A or Annex A.
 */
name: string, 
/**
 * Its title; empty where the name says it all.
 */
title: Array<Span>, 
/**
 * Which block of the document's body this is, from 0.
 */
block: number, };

export type Personal = { 
/**
 * What it is.
 */
kind: PersonalKind, 
/**
 * The characters.
 */
text: string, 
/**
 * The line it stands on, from 0.
 */
line: number, 
/**
 * Whether it is the writer's own as far as the letter says; a reply never gives another person's.
 */
own: boolean, };

export type PersonalKind = "identityCard" | "phone" | "email" | "passport" | "bankAccount" | "card" | "name" | "address";

export type Phase = { "kind": "off" } | { "kind": "starting" } | { "kind": "loading", 
/**
 * 0 to 100.
 */
percent: number, } | { "kind": "ready" } | { "kind": "reading", 
/**
 * Tokens read so far, reused ones included.
 */
done: number, 
/**
 * Tokens of the prompt.
 */
total: number, 
/**
 * Tokens that did not have to be read again.
 */
reused: number, } | { "kind": "writing", 
/**
 * Speed so far, in tokens a second.
 */
tokensPerSecond: number, } | { "kind": "failed", 
/**
 * What went wrong.
 */
code: ErrorCode, 
/**
 * Where and how.
 */
detail: string, };

export type Phrase = { 
/**
 * What it is called when it is taken away: only an office's own has one.
 */
own: number | null, 
/**
 * Its purpose; none for an office's own.
 */
purpose: string | null, 
/**
 * Whom it is written to.
 */
reader: Reader, 
/**
 * Its words, the open document's values in them. An office's own may stand in one language only.
 */
text: Label, };

export type Phrases = { 
/**
 * The purposes, in order.
 */
purposes: Array<Purpose>, 
/**
 * The wordings: those of the document's own type first, then by purpose.
 */
phrases: Array<Phrase>, };

export type PickedNotes = { 
/**
 * The notes, as read.
 */
meeting: Meeting, 
/**
 * The file's name.
 */
name: string, };

export type Piece = { "kind": "same", 
/**
 * With the formatting of the old text.
 */
runs: Array<Run>, } | { "kind": "change", 
/**
 * Its number in the part, from 0.
 */
id: number, 
/**
 * What stood there.
 */
removed: Array<Run>, 
/**
 * What stands there now.
 */
added: Array<Run>, } | { "kind": "ahead", 
/**
 * With its formatting.
 */
runs: Array<Run>, };

export type Point = { 
/**
 * What the summary says.
 */
text: string, 
/**
 * The sentence it comes from, word for word.
 */
source: string, 
/**
 * The line of the document it stands on, from 0.
 */
line: number, 
/**
 * Whether the model's shorter wording was taken.
 */
shortened: boolean, };

export type Pressing = { 
/**
 * Due today or within three days.
 */
soon: number, 
/**
 * Overdue.
 */
over: number, };

export type Profile = { 
/**
 * Its id; empty for one that is not kept yet.
 */
id: string, 
/**
 * What the user calls it.
 */
name: string, 
/**
 * The id of the administrator's profile it is based on.
 */
base: string | null, 
/**
 * Its own values.
 */
values: { [key in string]: Label }, };

export type ProfileBook = { 
/**
 * What a profile can hold.
 */
groups: Array<ProfileGroup>, 
/**
 * Those the administrator enforces, the user's own, those the administrator recommends.
 */
rows: Array<ProfileRow>, 
/**
 * The id of the one with which documents begin; none where there is none.
 */
default: string | null, };

export type ProfileGroup = { 
/**
 * What they are.
 */
name: Label, 
/**
 * Whether each is written once for each language.
 */
both: boolean, 
/**
 * The values, as the fields of a template.
 */
fields: Array<Field>, };

export type ProfileRow = { 
/**
 * The profile.
 */
profile: Profile, 
/**
 * How the administrator gives it; none for the user's own.
 */
managed: Layer | null, 
/**
 * How the one it is based on is given; none where it is based on none.
 */
baseLayer: Layer | null, 
/**
 * The values of the one it is based on.
 */
baseValues: { [key in string]: Label }, 
/**
 * Whether it can be used: one's own cannot where the administrator enforces profiles and it is based on none of them.
 */
offered: boolean, };

export type Purpose = { 
/**
 * Its id.
 */
id: string, 
/**
 * What officers call it.
 */
name: Label, };

export type Quoted = { 
/**
 * The block of the body, from 0; none for a value of the header.
 */
block: number | null, 
/**
 * The header field, where it is none of the body.
 */
field: string | null, 
/**
 * The character it begins with, from 0.
 */
start: number, 
/**
 * The character behind its last.
 */
end: number, 
/**
 * Its text.
 */
text: string, };

export type Reader = "any" | "outside" | "inside" | "senior";

export type Remark = { 
/**
 * What it says, without speaker, time and mark.
 */
text: string, 
/**
 * The line it stands on, from 0.
 */
line: number, 
/**
 * Who says it, an index of the speakers.
 */
speaker: number | null, 
/**
 * What it belongs to, an index of the items.
 */
item: number, 
/**
 * What kind of thing it is.
 */
kind: RemarkKind, 
/**
 * Of an action, who is to act, as the notes say it; empty where they do not.
 */
owner: string, 
/**
 * Of an action, by when, as the notes say it; empty where they do not.
 */
due: string, 
/**
 * The least detailed minutes it belongs in; none for what belongs in no minutes.
 */
degree: Degree | null, };

export type RemarkKind = "said" | "asked" | "decided" | "action" | "chatter";

export type Reply = { 
/**
 * The letter, as read and corrected.
 */
incoming: Incoming, 
/**
 * What kind of reply.
 */
kind: ReplyKind, 
/**
 * The officer's note for each point of the letter, in the order of its points; empty where there is none yet.
 */
answers: Array<string>, 
/**
 * Further points of the officer's own, a line each.
 */
notes: string, 
/**
 * The sender's own fields: head, signer, ref.
 */
fields: { [key in string]: string }, };

export type ReplyKind = "ack" | "interim" | "full";

export type RewriteAction = { 
/**
 * Its id, such as `polish`.
 */
id: string, 
/**
 * What a menu calls it.
 */
name: Label, 
/**
 * What it does, in a sentence.
 */
summary: Label, 
/**
 * Where it stands in a menu.
 */
group: ActionGroup, 
/**
 * What it asks for.
 */
takes: Takes, 
/**
 * The languages of the texts it works on.
 */
langs: Array<Lang>, };

export type RewriteEvent = { "event": "queued", "data": { 
/**
 * How many.
 */
ahead: number, } } | { "event": "starting" } | { "event": "loading", "data": { 
/**
 * 0 to 100.
 */
percent: number, } } | { "event": "reading", "data": { 
/**
 * Tokens read, those reused among them.
 */
done: number, 
/**
 * Tokens to read.
 */
total: number, 
/**
 * Tokens it still knew.
 */
reused: number, } } | { "event": "writing", "data": { 
/**
 * Tokens a second since the first.
 */
tokensPerSecond: number, 
/**
 * Which part, from 1.
 */
part: number, 
/**
 * Of how many.
 */
parts: number, } } | { "event": "part", "data": Rewritten } | { "event": "checking" } | { "event": "repairing", "data": { 
/**
 * How many faults.
 */
faults: number, } } | { "event": "done", "data": RewriteOutcome } | { "event": "failed", "data": Failure };

export type RewriteOutcome = { 
/**
 * The parts in order. Blocks that no part stands for stay as they are.
 */
parts: Array<Rewritten>, 
/**
 * Whether nothing to improve was found.
 */
unchanged: boolean, 
/**
 * What it took.
 */
stats: RewriteStats, };

export type RewriteRequest = { 
/**
 * The open document's id in the library; 0 for a text of no document.
 */
id: number, 
/**
 * The open document as it stands; none for a text of no document. What its header and its other paragraphs state is known, and it
 * must be classified low enough.
 */
document: Document | null, 
/**
 * The language of the text.
 */
lang: Lang, 
/**
 * The action's id.
 */
action: string, 
/**
 * What the officer adds: the whole order for an action of one's own, a wish beside the action for the others.
 */
instruction: string, 
/**
 * The wanted length, where the action takes one: characters in Chinese, words in English.
 */
length: number | null, 
/**
 * What was selected: whole blocks, or one block that holds only the selected runs.
 */
blocks: Array<Block>, 
/**
 * The paragraph before the selection.
 */
before: string, 
/**
 * The paragraph after it.
 */
after: string, 
/**
 * The officer's points: what they state may be added.
 */
points: string, 
/**
 * Whether the officer asked for other words than the first answer's.
 */
another: boolean, };

export type RewriteStats = { 
/**
 * The first call of the model; none when it was not needed.
 */
first: Stats | null, 
/**
 * How many times the model was asked.
 */
calls: number, 
/**
 * How many of them were second attempts.
 */
repairs: number, 
/**
 * Tokens written in all.
 */
tokens: number, 
/**
 * From the request to the first word, in milliseconds.
 */
firstWordMs: number, 
/**
 * From the request to the end, in milliseconds.
 */
totalMs: number, };

export type Rewritten = { 
/**
 * Which part, from 0.
 */
index: number, 
/**
 * The blocks of the request it stands for, from 0, one after the other.
 */
before: Array<number>, 
/**
 * What they became.
 */
after: Array<Block>, 
/**
 * The change by words, where one block became one of the same kind; empty where the whole part is one change.
 */
pieces: Array<Piece>, 
/**
 * Whether it is finished: converted, tidied, compared.
 */
finished: boolean, 
/**
 * What a reader should look at: facts that are missing, changed or foreign, and what else is not proved right.
 */
issues: Array<Issue>, };

export type RuleNote = { 
/**
 * Its id.
 */
id: string, 
/**
 * Why.
 */
explain: Label, 
/**
 * Where official practice says so.
 */
source: string, 
/**
 * A sentence that it marks: `⟦found→fix⟧`, `⟦found⟧` where it has no fix.
 */
bad: string, 
/**
 * A sentence that is right.
 */
good: string, };

export type Run = { 
/**
 * The characters.
 */
text: string, 
/**
 * Emphasis by weight.
 */
bold: boolean, 
/**
 * Emphasis by a line under the text.
 */
underline: boolean, };

export type Sample = { 
/**
 * What the job is, in a few words.
 */
title: Label, 
/**
 * The language of the document.
 */
lang: Lang, 
/**
 * The header.
 */
fields: { [key in string]: string }, 
/**
 * The rough points.
 */
points: string, };

export type SaveCheck = { 
/**
 * The file; none for a text.
 */
path: string | null, 
/**
 * The text as it was opened, where there is no file.
 */
text: string, 
/**
 * What was changed, in order.
 */
changes: Array<CheckChange>, 
/**
 * The language it was checked as.
 */
lang: Lang, 
/**
 * The document type it was checked as.
 */
template: string | null, 
/**
 * What the officer chose not to be told of: the rule, the paragraph, the characters.
 */
passed: Array<[string, number, string]>, 
/**
 * How.
 */
form: CheckForm, };

export type SaveRequest = { 
/**
 * The file the text was opened from; none for text that was typed.
 */
path: string | null, 
/**
 * The source text as it stands on the desk.
 */
text: string, 
/**
 * The script to convert to.
 */
to: Script, 
/**
 * What it is written in.
 */
from: Source, 
/**
 * What was chosen, in order.
 */
choices: Array<Chosen>, };

export type Saved = { 
/**
 * Unix time in milliseconds.
 */
savedAt: number, };

export type Script = "zh-Hant-HK" | "zh-Hans";

export type SegmentEdit = { 
/**
 * Which.
 */
id: number, 
/**
 * The translation.
 */
target: string, 
/**
 * How far it is. Asking for `confirmed` while an error is open leaves it `edited`.
 */
state: SegmentState, 
/**
 * What was looked at and let stand, as `code value`.
 */
accepted: Array<string>, };

export type SegmentHelp = { 
/**
 * What the memory has, the nearest first.
 */
matches: Array<MemoryMatch>, 
/**
 * The terms of the source.
 */
terms: Array<TermHelp>, 
/**
 * The facts of the source.
 */
facts: Array<FactHelp>, };

export type SegmentKind = "text" | "heading" | "cell";

export type SegmentState = "untranslated" | "memory" | "machine" | "edited" | "confirmed";

export type Sentence = { 
/**
 * Its text.
 */
text: string, 
/**
 * The line it begins on, from 0.
 */
line: number, 
/**
 * What became of it.
 */
taken: Taken, };

export type Settings = { 
/**
 * The language of the interface.
 */
uiLang: Lang, 
/**
 * Light, dark or high contrast.
 */
theme: Theme, 
/**
 * The catalogue id of the model to use; none for the first that is installed.
 */
model: string | null, 
/**
 * The document type and language of the last new document.
 */
template: string, 
/**
 * The language of the last new document.
 */
lang: Lang, };

export type SettledWord = { 
/**
 * The word as it stands in the source.
 */
word: string, 
/**
 * How it is printed.
 */
form: string, 
/**
 * The script converted to.
 */
to: Script, };

export type Severity = "info" | "warning" | "error";

export type Sheet = { 
/**
 * The language the document is written in; labels inside are already in it.
 */
lang: Lang, 
/**
 * The document's title for file metadata and file names: its subject, else its type.
 */
title: string, 
/**
 * The classification marking, printed centred at the top and the foot of every page.
 */
marking: string | null, 
/**
 * What stands at the head of every page from the second on, under the marking: the file reference, the paper's number.
 */
running: string | null, 
/**
 * Paper, margins, faces and sizes.
 */
page: PageSetup, 
/**
 * The parts, top to bottom.
 */
parts: Array<Part>, };

export type Source = "auto" | "zh-Hans" | "zh-Hant";

export type SourceText = { 
/**
 * The name of its file; empty for a text that was pasted.
 */
name: string, 
/**
 * The text. Blocks name its lines, counted from 1.
 */
text: string, };

export type Span = { 
/**
 * The characters.
 */
text: string, 
/**
 * Drawn in the bold face.
 */
bold: boolean, 
/**
 * Drawn with a line under it.
 */
underline: boolean, 
/**
 * A stand-in for a value not yet given. Only the preview has these; an exported sheet has none.
 */
ghost: boolean, 
/**
 * The header field this text comes from, so that a click on the page finds it.
 */
field: string | null, };

export type Stats = { 
/**
 * Tokens of the prompt.
 */
promptTokens: number, 
/**
 * Of these, how many did not have to be read again.
 */
reusedTokens: number, 
/**
 * Whether the reused ones came from a file rather than from memory.
 */
diskReused: boolean, 
/**
 * Tokens written.
 */
generatedTokens: number, 
/**
 * Until the first token was chosen, in milliseconds.
 */
firstTokenMs: number, 
/**
 * Reading speed over the tokens that were read; 0 when there was nothing to read.
 */
promptTokensPerSecond: number, 
/**
 * Writing speed after the first token; 0 for fewer than two tokens.
 */
tokensPerSecond: number, 
/**
 * Why it ended.
 */
finish: Finish, };

export type Status = { 
/**
 * What it is doing.
 */
phase: Phase, 
/**
 * The model in memory.
 */
model: LoadedModel | null, 
/**
 * How often the worker had to be started anew after it died, hung or spoke nonsense.
 */
restarts: number, 
/**
 * Requests waiting, the running one not counted.
 */
queued: number, };

export type SuggestedTerm = { 
/**
 * The English term.
 */
en: string, 
/**
 * The Chinese wording.
 */
zh: string, 
/**
 * In how many segments both stand.
 */
count: number, };

export type SummaryEvent = { "event": "begun", "data": { 
/**
 * The text's lines, which the points refer to.
 */
lines: Array<string>, 
/**
 * How many points there will be.
 */
total: number, } } | { "event": "point", "data": Point } | { "event": "done" } | { "event": "failed", "data": Failure };

export type SummaryRequest = { 
/**
 * The text, where it is no document of the desk.
 */
text: string, 
/**
 * The document on the desk, whose own classification counts; none for a text.
 */
document: Document | null, 
/**
 * In so many points at most.
 */
points: number, 
/**
 * Whether the model may shorten the sentences.
 */
shorten: boolean, };

export type Taken = "point" | "courtesy" | "left";

export type TakenIn = { 
/**
 * How many words it gave.
 */
words: number, 
/**
 * The lines that are no words, with their numbers from 1.
 */
refused: Array<[number, string]>, };

export type TakenInRows = { 
/**
 * How many rows or pairs were taken in.
 */
taken: number, 
/**
 * The lines that are none, from 1.
 */
refused: Array<number>, };

export type Takes = "nothing" | "length" | "instruction";

export type TemplateForm = { 
/**
 * The template's id.
 */
id: string, 
/**
 * What officers call it.
 */
name: Label, 
/**
 * When it is used.
 */
summary: Label, 
/**
 * The family it is offered in; empty for none.
 */
family: Label, 
/**
 * The header's fields in order.
 */
fields: Array<FormField>, 
/**
 * Sample jobs that really run.
 */
samples: Array<Sample>, };

export type TermHelp = { 
/**
 * As it stands in the source.
 */
source: string, 
/**
 * The right wordings, the best first.
 */
targets: Array<string>, 
/**
 * `locked`, `preferred` or `hint`.
 */
strength: string, 
/**
 * A note.
 */
note: string, 
/**
 * Whether the translation has one of them.
 */
stands: boolean, };

export type TermsFormat = "tsv" | "csv" | "tbx";

export type Theme = "system" | "light" | "dark" | "contrast";

export type ValueProblem = { 
/**
 * The value's id, or `name`.
 */
value: string, 
/**
 * In which language; none for what is written once.
 */
lang: Lang | null, 
/**
 * Said to the user.
 */
message: Label, };

export type VersionRecord = { 
/**
 * The document as it was.
 */
document: Document, 
/**
 * The points it was written from.
 */
points: string, 
/**
 * Its id.
 */
id: number, 
/**
 * The document it belongs to.
 */
documentId: number, 
/**
 * 1, 2, 3 within its document, without gaps.
 */
number: number, 
/**
 * Where it came from.
 */
source: VersionSource, 
/**
 * How far it got.
 */
state: VersionState, 
/**
 * What the officer asked for beyond the points; empty for nothing.
 */
instruction: string, 
/**
 * The model's id; empty when no model wrote it.
 */
model: string, 
/**
 * The run's figures, as whoever ran it counted them.
 */
stats: unknown, 
/**
 * The code of what went wrong.
 */
error: string | null, 
/**
 * When it was begun.
 */
createdAt: number, 
/**
 * When it ended; nothing while it is running.
 */
finishedAt: number | null, };

export type VersionRow = { 
/**
 * Its id.
 */
id: number, 
/**
 * The document it belongs to.
 */
documentId: number, 
/**
 * 1, 2, 3 within its document, without gaps.
 */
number: number, 
/**
 * Where it came from.
 */
source: VersionSource, 
/**
 * How far it got.
 */
state: VersionState, 
/**
 * What the officer asked for beyond the points; empty for nothing.
 */
instruction: string, 
/**
 * The model's id; empty when no model wrote it.
 */
model: string, 
/**
 * The run's figures, as whoever ran it counted them.
 */
stats: unknown, 
/**
 * The code of what went wrong.
 */
error: string | null, 
/**
 * When it was begun.
 */
createdAt: number, 
/**
 * When it ended; nothing while it is running.
 */
finishedAt: number | null, };

export type VersionSource = "typed" | "generated" | "edited" | "converted";

export type VersionState = "running" | "complete" | "stopped" | "failed" | "interrupted";

export type Voice = { 
/**
 * How the notes call them: KW, 主席, Mr CHAN.
 */
label: string, 
/**
 * How the minutes call them: 郭先生, the Chairman.
 */
called: string, 
/**
 * Whether the notes say who that is. `called` is the label where they do not.
 */
known: boolean, };

export type WordingRow = { 
/**
 * Which character of all the text it begins with, from 0.
 */
at: number, 
/**
 * The word.
 */
word: string, 
/**
 * What the government writes, the likeliest first.
 */
instead: Array<string>, 
/**
 * The converted text around it.
 */
excerpt: string, };
