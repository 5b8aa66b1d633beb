//! The command line. Every help line stands in both languages.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use gungman_app::convert::{Script, Source};
use gungman_app::due::Day;
use gungman_app::reply::ReplyKind;
use gungman_core::Lang;
use gungman_core::meeting::Degree;

/// 香港政府公文：草擬、匯出，不需網絡。
/// Official documents of the Hong Kong government, drafted and exported without a network.
#[derive(Debug, Parser)]
#[command(
    name = "gungman-cli",
    version,
    after_help = "結束碼 Exit codes: 0 完成 done · 1 其他錯誤 other error · 2 用法錯誤 usage · 3 沒有模型或模型不合用 model missing or refused · 4 已停止 cancelled · 5 完成但核對不符（--strict）done, but a check failed"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub job: Job,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// 由要點草擬便箋或公函 · Draft a memo or a letter from points
    Draft(Draft),
    /// 讀出來函的資料和要回應的事項 · Read an incoming letter: its facts and what it asks for
    Incoming(Incoming),
    /// 按來函和逐點的答案草擬覆函 · Draft a reply from a letter and the answers to its points
    Reply(Reply),
    /// 按會議筆記或謄本和議程草擬會議記錄 · Draft the minutes of a meeting from notes or a transcript
    Minutes(Minutes),
    /// 改寫文字或檔案：潤飾、縮短、更正式…… · Put a text or a file in other words: polish, shorten, more formal and so on
    Rewrite(Rewrite),
    /// 就文件提問，只按文件的句子回答 · Ask about a document; the answer rests on its own sentences
    Ask(Ask),
    /// 把文件撮為若干點，每點註明出處 · A document in a few points, each with the line it comes from
    Summarise(Summarise),
    /// 轉換簡體與香港繁體：文字、檔案或資料夾 · Convert between Simplified and Hong Kong Traditional: text, files or folders
    Convert(Convert),
    /// 中英互譯：文字或檔案 · Translate between English and Hong Kong Chinese: text or files
    Translate(Translate),
    /// 把現有的中英文件逐句配對，成為翻譯記憶 · Pair an existing document with its translation, sentence by sentence, for a memory
    Align(Align),
    /// 檢查公文的用字、標點、名稱、格式和資料 · Check the script, punctuation, names, form and facts of documents
    Check(Check),
    /// 以譯例評核翻譯 · Measure translations against a set
    #[command(subcommand)]
    Eval(Eval),
    /// 找出文件內的個人資料，或在文字檔案內遮蓋 · Find personal data in a document, or cover them in a text
    Personal(Personal),
    /// 文庫：備份、還原、檢查、搜尋、期限 · The library: copy, restore, check, search, due dates
    #[command(subcommand)]
    Library(Library),
    /// 審計紀錄：列出、查核、匯出 · The audit log: list, verify, table
    #[command(subcommand)]
    Audit(Audit),
    /// 個人詞庫和已關閉的規則：檢查時不再提示的 · The personal dictionary and what the checker no longer marks
    #[command(subcommand)]
    Accepted(Accepted),
    /// 自訂字詞：轉換時固定寫法的字詞 · Words that conversions always print in one form
    #[command(subcommand)]
    Words(Words),
    /// 部門資料：信箋抬頭、簽署、電話等，填寫一次 · Profiles: letterhead, signature, telephone and so on, filled in once
    #[command(subcommand)]
    Profile(Profile),
    /// 查看、匯入和查核模型 · List, add and verify models
    #[command(subcommand)]
    Models(Models),
    /// 查核已簽署的檔案或資料夾 · Verify a signed file or folder
    VerifyBundle(VerifyBundle),
    /// 檢查這部電腦是否合用 · See whether this computer is fit for the job
    Doctor(Doctor),
    /// 量度速度 · Measure speed
    Bench(Bench),
    /// 寫出手冊頁和命令補全 · Write the manual pages and shell completions
    #[command(hide = true)]
    Manual(Manual),
}

/// `draft`.
#[derive(Debug, Args)]
pub struct Draft {
    /// 文件類型 · Document type
    #[arg(long = "type", value_name = "TYPE", required_unless_present = "sample")]
    pub template: Option<String>,
    /// 文件語言：zh-Hant-HK 或 en-GB · Language of the document
    #[arg(long, default_value = "zh-Hant-HK")]
    pub lang: Lang,
    /// 欄位，可重複，例如 --set subject=火警演習；換行寫作 \n · A header field; may be repeated; \n for a line break
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// 要點檔案，- 為標準輸入 · File of points, - for standard input
    #[arg(long, value_name = "FILE|-", required_unless_present = "sample")]
    pub points: Option<PathBuf>,
    /// 用這類文件的樣本作欄位和要點 · Use the sample job of this document type
    #[arg(long, value_name = "TYPE", conflicts_with_all = ["template", "points"])]
    pub sample: Option<String>,
    /// 部門資料 · The profile
    #[command(flatten)]
    pub profile: FromProfile,
    /// 寫到哪裏 · Where to
    #[command(flatten)]
    pub out: Output,
}

/// Which profile fills the header.
#[derive(Debug, Args)]
pub struct FromProfile {
    /// 用這份部門資料填寫空白的欄位；從缺為預設的一份（樣本除外） · Fill empty fields from this profile; the default one without it, but for a sample
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// 不用部門資料 · Use no profile
    #[arg(long, conflicts_with = "profile")]
    pub no_profile: bool,
}

/// What is written of a draft.
#[derive(Debug, Args)]
pub struct Output {
    /// 寫出 Word 檔案 · Write Word
    #[arg(short = 'o', long = "output", value_name = "FILE.docx")]
    pub docx: Option<PathBuf>,
    /// 寫出 PDF · Write PDF
    #[arg(long, value_name = "FILE.pdf")]
    pub pdf: Option<PathBuf>,
    /// 寫出純文字，- 為標準輸出 · Write plain text, - for standard output
    #[arg(long, value_name = "FILE|-")]
    pub txt: Option<PathBuf>,
    /// 結果以 JSON 寫到標準輸出 · Write the result as JSON to standard output
    #[arg(long)]
    pub json: bool,
    /// 資料未能核實即以結束碼 5 結束 · Exit with 5 when a fact or another check fails
    #[arg(long)]
    pub strict: bool,
    /// 模型編號 · Model id
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
}

/// `incoming`.
#[derive(Debug, Args)]
pub struct Incoming {
    /// 來函（docx、txt、eml、有文字的 pdf），- 為標準輸入 · The letter (docx, txt, eml, pdf with text), - for standard input
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
    /// 以 JSON 列出 · As JSON
    #[arg(long)]
    pub json: bool,
}

/// `rewrite`.
#[derive(Debug, Args)]
pub struct Rewrite {
    /// 文字、Markdown 或 Word 檔案，- 為標準輸入 · A text, Markdown or Word file, - for standard input
    #[arg(value_name = "FILE|-", required_unless_present = "list")]
    pub source: Option<PathBuf>,
    /// 改寫方式，見 --list · What to do, as --list names it
    #[arg(long, value_name = "ID", default_value = "polish")]
    pub action: String,
    /// 另外的要求；自訂改寫（own）必須有 · A wish beside it; the order itself for own
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub instruction: String,
    /// 全文不多於多少字 · At most so many characters (Chinese) or words (English) in all
    #[arg(long, value_name = "N")]
    pub length: Option<u32>,
    /// 原文的語文，預設按文字判斷 · The language of the text; found out unless given
    #[arg(long, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Word 檔案以追蹤修訂顯示改動 · Show the changes in a Word file as tracked changes
    #[arg(long)]
    pub tracked: bool,
    /// 寫到這個檔案；Word 檔案預設寫在原檔案旁邊 · Write to this file; a Word file goes beside the original unless given
    #[arg(short = 'o', long = "output", value_name = "FILE|-")]
    pub output: Option<PathBuf>,
    /// 以 JSON 列出各段改寫前後的文字 · The parts, before and after, as JSON
    #[arg(long)]
    pub json: bool,
    /// 資料未能核實即以結束碼 5 結束 · Exit with 5 when a fact or another check fails
    #[arg(long)]
    pub strict: bool,
    /// 列出改寫方式 · List what can be done
    #[arg(long)]
    pub list: bool,
}

/// `ask`.
#[derive(Debug, Args)]
pub struct Ask {
    /// 文字、Markdown 或 Word 檔案，- 為標準輸入 · A text, Markdown or Word file, - for standard input
    #[arg(value_name = "FILE|-")]
    pub source: PathBuf,
    /// 問題，中英文皆可 · The question, in either language
    #[arg(value_name = "QUESTION")]
    pub question: String,
    /// 以 JSON 列出 · As JSON
    #[arg(long)]
    pub json: bool,
    /// 文件沒有提及即以結束碼 5 結束 · Exit with 5 when the document does not say
    #[arg(long)]
    pub strict: bool,
}

/// `summarise`.
#[derive(Debug, Args)]
pub struct Summarise {
    /// 文件（docx、txt、eml、有文字的 pdf） · The document (docx, txt, eml, pdf with text)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 撮為多少點 · How many points
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub points: usize,
    /// 只選出原句，不用模型縮短 · Pick the sentences only; the model shortens none
    #[arg(long)]
    pub extract: bool,
    /// 以 JSON 列出 · As JSON
    #[arg(long)]
    pub json: bool,
}

/// `reply`.
#[derive(Debug, Args)]
pub struct Reply {
    /// 來函（docx、txt、eml、有文字的 pdf） · The letter (docx, txt, eml, pdf with text)
    #[arg(long, value_name = "FILE")]
    pub incoming: PathBuf,
    /// 覆函類別：ack（認收）、interim（簡覆）、full（具體答覆） · Kind of reply
    #[arg(long, value_name = "KIND", default_value = "full")]
    pub kind: ReplyKind,
    /// 逐點的答案：每行「1. 答案」，號碼見 gungman-cli incoming；沒有號碼的行是另加的要點 · Answers: a line "1. answer" for each point, numbered as gungman-cli incoming lists them; lines without a number are further points
    #[arg(long, value_name = "FILE|-")]
    pub answers: PathBuf,
    /// 欄位，可重複，例如 --set signer=陳大文；換行寫作 \n · A header field; may be repeated; \n for a line break
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// 部門資料 · The profile
    #[command(flatten)]
    pub profile: FromProfile,
    /// 寫到哪裏 · Where to
    #[command(flatten)]
    pub out: Output,
}

/// `minutes`.
#[derive(Debug, Args)]
pub struct Minutes {
    /// 筆記或謄本（docx、txt、md、有文字的 pdf，- 為標準輸入） · Notes or a transcript (docx, txt, md, pdf with text, - for standard input)
    #[arg(long, value_name = "FILE|-")]
    pub notes: PathBuf,
    /// 議程 · The agenda
    #[arg(long, value_name = "FILE")]
    pub agenda: Option<PathBuf>,
    /// 會議記錄的語言；空白則隨筆記 · Language of the minutes; that of the notes when left out
    #[arg(long)]
    pub lang: Option<Lang>,
    /// 詳略：decisions（決議式）、summary（簡錄式）、full（詳記式） · How much they say
    #[arg(long, value_name = "DEGREE", default_value = "summary", value_parser = degree)]
    pub degree: Degree,
    /// 只列出從筆記讀出的內容，不用模型 · Only list what was read from the notes, without the model
    #[arg(long)]
    pub list: bool,
    /// 欄位，可重複，例如 --set venue=… · A header field; may be repeated; \n for a line break
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// 部門資料 · The profile
    #[command(flatten)]
    pub profile: FromProfile,
    /// 寫到哪裏 · Where to
    #[command(flatten)]
    pub out: Output,
}

fn degree(text: &str) -> Result<Degree, String> {
    match text {
        "decisions" => Ok(Degree::Decisions),
        "summary" => Ok(Degree::Summary),
        "full" => Ok(Degree::Full),
        other => Err(format!("decisions / summary / full, not {other}")),
    }
}

/// `convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// 轉為：zh-Hant-HK（香港繁體）或 zh-Hans（簡體） · Convert to
    #[arg(long, value_name = "SCRIPT")]
    pub to: Script,
    /// 原文：auto（逐行辨別）、zh-Hans（簡體）或 zh-Hant（台灣或其他繁體） · Source: auto (told line by line), zh-Hans or zh-Hant (of Taiwan or another standard)
    #[arg(long, value_name = "SCRIPT", default_value = "auto")]
    pub from: Source,
    /// 檔案、資料夾，或 - 為標準輸入 · A file, a folder, or - for standard input
    #[arg(value_name = "FILE|DIR|-", default_value = "-")]
    pub source: PathBuf,
    /// 寫到；- 為標準輸出。檔案從缺時寫在原檔旁，資料夾必須註明 · Where to; - for standard output. A file without it goes beside its original; a folder needs it
    #[arg(short = 'o', long = "output", value_name = "OUT|-")]
    pub output: Option<PathBuf>,
    /// 同時列出政府另有用語的字詞（只作建議，不會改動） · Also list words the government has others for (suggested, not put in)
    #[arg(long)]
    pub wording: bool,
    /// 把存疑之處和摘要寫成 JSON 檔案 · Write the doubtful places and a summary as JSON
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
    /// 尚有存疑之處即以結束碼 5 結束 · Exit with 5 when a place is in doubt or a file failed
    #[arg(long)]
    pub strict: bool,
}

/// `translate`.
#[derive(Debug, Args)]
pub struct Translate {
    /// 譯為：zh-Hant-HK、en-HK 或 zh-Hans（簡體） · Translate into
    #[arg(long, value_name = "LANG")]
    pub to: Tongue,
    /// 檔案（.docx .txt .md），或 - 為標準輸入 · A file, or - for standard input
    #[arg(value_name = "FILE|-", default_value = "-")]
    pub source: PathBuf,
    /// 寫到；- 為標準輸出 · Where to; - for standard output
    #[arg(short = 'o', long = "output", value_name = "OUT|-")]
    pub output: Option<PathBuf>,
    /// 自己的詞彙表（TSV、CSV 或 TBX：英文、中文、強度），優先採用 · A glossary of your own (TSV, CSV or TBX: English, Chinese, strength), before the program's
    #[arg(long, value_name = "FILE")]
    pub glossary: Option<PathBuf>,
    /// 翻譯記憶（TMX）：相同的句子照用，只有數字不同的自動代入 · A translation memory (TMX): the same sentence is taken, one that differs in figures adapted
    #[arg(long, value_name = "FILE.tmx")]
    pub memory: Option<PathBuf>,
    /// 寫出雙語對照的 Word 表格，取代原有格式 · Write a Word table of two columns instead of the source's own format
    #[arg(long)]
    pub bilingual: bool,
    /// 把沒有錯誤的句對寫成 TMX · Write the pairs without errors as TMX
    #[arg(long, value_name = "FILE.tmx")]
    pub tmx: Option<PathBuf>,
    /// 逐句對照，以 JSON 寫到標準輸出 · The segments as JSON to standard output
    #[arg(long)]
    pub json: bool,
    /// 尚有未核實之處即以結束碼 5 結束 · Exit with 5 when an error is left in a segment
    #[arg(long)]
    pub strict: bool,
}

/// A language to translate into.
#[derive(Debug, Clone, Copy)]
pub struct Tongue {
    /// The official language.
    pub lang: Lang,
    /// Whether Chinese is put into Simplified characters when it is finished.
    pub simplified: bool,
}

impl std::str::FromStr for Tongue {
    type Err = String;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        if ["zh-hans", "zh-cn"].contains(&tag.to_ascii_lowercase().as_str()) {
            return Ok(Self { lang: Lang::ZhHantHk, simplified: true });
        }
        let lang = tag.parse().map_err(|_| format!("zh-Hant-HK / en-HK / zh-Hans, not {tag}"))?;
        Ok(Self { lang, simplified: false })
    }
}

/// `align`.
#[derive(Debug, Args)]
pub struct Align {
    /// 兩種語文的同一文件 · The same document in both languages
    #[arg(value_name = "FILE", num_args = 2)]
    pub files: Vec<PathBuf>,
    /// 寫成 TMX，- 為標準輸出；沒有把握的句對不寫 · Write TMX, - for standard output; pairs that are not sure are left out
    #[arg(short = 'o', long = "output", value_name = "FILE.tmx|-", default_value = "-")]
    pub output: PathBuf,
    /// 沒有把握的句對也寫 · Pairs that are not sure as well
    #[arg(long)]
    pub all: bool,
}

/// `eval`.
#[derive(Debug, Subcommand)]
pub enum Eval {
    /// 來函：讀出的資料和事項，與人手讀出的相比 · Incoming letters: the facts and points that are read, against a reader's
    Incoming {
        /// 來函集 · The set
        #[arg(long, value_name = "FILE.toml")]
        set: PathBuf,
        /// 只做首 N 封 · Only the first N letters
        #[arg(long, value_name = "N")]
        first: Option<usize>,
        /// 只做末 N 封 · Only the last N letters
        #[arg(long, value_name = "N", conflicts_with = "first")]
        last: Option<usize>,
    },
    /// 會議記錄：讀筆記和草擬，與人手讀出的相比 · Minutes: how notes are read and written up, against a reader's list
    Minutes {
        /// 筆記集 · The set
        #[arg(long, value_name = "FILE.toml")]
        set: PathBuf,
        /// 也用模型草擬 · Have the model write them too
        #[arg(long)]
        write: bool,
        /// 只做這個會議 · Only this meeting
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
        /// 把每段連同出處寫成 Markdown · Every paragraph with the lines it comes from, in Markdown
        #[arg(long, value_name = "FILE.md")]
        report: Option<PathBuf>,
    },
    /// 改寫：每行一個 JSON，有 lang、action、text、keep · Rewriting: a JSON object a line
    Rewrite {
        /// 文段 · The set
        #[arg(long, value_name = "FILE.jsonl")]
        set: PathBuf,
        /// 只做這種改寫 · Only this action
        #[arg(long, value_name = "ID")]
        action: Option<String>,
        /// 把改寫前後的文字寫成 Markdown 表 · Both texts of each passage as a table in Markdown
        #[arg(long, value_name = "FILE.md")]
        report: Option<PathBuf>,
    },
    /// 翻譯：每行一個 JSON，有 source_lang、source、reference、terms · Translation: a JSON object a line
    Translate {
        /// 譯例 · The set
        #[arg(long, value_name = "FILE.jsonl")]
        set: PathBuf,
        /// 只核對參考譯文，不用模型 · Look at the references only, without the model
        #[arg(long)]
        references: bool,
        /// 只用模型的做法，以作比較：不列資料、不核對、不重問，再以 OpenCC 的 s2hk 轉換 · The plain way, to compare with: the bare model with the glossary's rows, and OpenCC's s2hk after it
        #[arg(long, conflicts_with_all = ["references", "without"])]
        plain: bool,
        /// 省去的步驟，可重複：terms must context restore repair · A step to leave out; may be repeated
        #[arg(long, value_name = "STEP")]
        without: Vec<String>,
        /// 只做首 N 句 · Only the first N of each direction
        #[arg(long, value_name = "N")]
        first: Option<usize>,
        /// 只做末 N 句 · Only the last N of each direction
        #[arg(long, value_name = "N", conflicts_with = "first")]
        last: Option<usize>,
        /// 以譯例各句的詞彙作機構自訂詞彙表 · Take the terms of all sentences for an office's own glossary
        #[arg(long)]
        given: bool,
        /// 只做這個方向 · Only into this language
        #[arg(long, value_name = "LANG")]
        to: Option<Lang>,
        /// 逐句結果寫成 JSON 檔案 · Every sentence with its translation, as JSON
        #[arg(long, value_name = "FILE.json")]
        report: Option<PathBuf>,
    },
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// 檔案（txt、md、docx），- 為標準輸入 · Files (txt, md, docx), - for standard input
    #[arg(value_name = "FILE|-", required = true)]
    pub files: Vec<PathBuf>,
    /// 文件類型，例如 letter、memo；空白則按格式推斷 · Document type, such as letter or memo; told by the form when left out
    #[arg(long = "type", value_name = "TYPE")]
    pub template: Option<String>,
    /// 文件語言；空白則按文字推斷 · Language of the document; told by the text when left out
    #[arg(long)]
    pub lang: Option<Lang>,
    /// 把肯定的錯處改好，另存副本於原檔旁 · Put right what is sure, in a copy beside the file
    #[arg(long)]
    pub fix: bool,
    /// Word：另存副本，以批註說明每一處 · Word: a copy with a comment on each finding
    #[arg(long, conflicts_with = "fix")]
    pub comments: bool,
    /// Word：另存副本，肯定的錯處以追蹤修訂改好 · Word: a copy in which what is sure is put right as tracked changes
    #[arg(long, conflicts_with = "fix")]
    pub tracked: bool,
    /// 不用個人詞庫和已關閉的規則 · Leave out the personal dictionary and the rules that were turned off
    #[arg(long)]
    pub no_personal: bool,
    /// 以 JSON 列出 · As JSON
    #[arg(long, conflicts_with = "sarif")]
    pub json: bool,
    /// 以 SARIF 2.1.0 列出 · As SARIF 2.1.0
    #[arg(long)]
    pub sarif: bool,
    /// 有錯誤或存疑之處即以結束碼 5 結束 · Exit with 5 when there is an error or a warning
    #[arg(long)]
    pub strict: bool,
}

/// `personal`.
#[derive(Debug, Args)]
pub struct Personal {
    /// 檔案（txt、md、docx），- 為標準輸入 · A file (txt, md, docx), - for standard input
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
    /// 以標記代替個人資料；原有內容存於這個檔案 · Put marks in their place; what stood there is kept in this file
    #[arg(long, value_name = "KEY.json", conflicts_with = "unmask")]
    pub mask: Option<PathBuf>,
    /// 按這個檔案把標記還原 · Put back what stood there, from this file
    #[arg(long, value_name = "KEY.json")]
    pub unmask: Option<PathBuf>,
    /// 寫到；從缺為標準輸出 · Where to; standard output without it
    #[arg(short = 'o', long = "output", value_name = "OUT|-")]
    pub output: Option<PathBuf>,
    /// 以 JSON 列出 · As JSON
    #[arg(long)]
    pub json: bool,
    /// 有個人資料即以結束碼 5 結束 · Exit with 5 when there are any
    #[arg(long)]
    pub strict: bool,
}

/// `library`.
#[derive(Debug, Subcommand)]
pub enum Library {
    /// 備份（不妨礙使用）；不註明檔案則存於資料夾的 backups · Copy the library while it is in use; into backups/ of the data folder without a file
    Backup {
        /// 檔案 · The file
        file: Option<PathBuf>,
    },
    /// 列出備份 · List the copies
    Backups {
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 檢查文庫或備份是否完好；損壞則以結束碼 5 結束 · Look through the library or a copy; exit with 5 when it is damaged
    Check {
        /// 備份檔案 · A copy
        file: Option<PathBuf>,
    },
    /// 還原備份；不註明檔案則用最近一份完好的。原有文庫另存於 backups · Put a copy back, the newest sound one without a file; what was there is kept in backups/
    Restore {
        /// 備份檔案 · A copy
        file: Option<PathBuf>,
    },
    /// 搜尋文件：由一個中文字起，不分繁簡、全形半形和大小寫 · Search documents, from one Chinese character up, whatever the script, width or case
    Search {
        /// 要找的字詞 · The words
        text: Option<String>,
        /// 文件類型 · Document type
        #[arg(long = "type", value_name = "TYPE")]
        template: Option<String>,
        /// 保密級別 · Classification
        #[arg(long, value_name = "LEVEL")]
        classification: Option<String>,
        /// 文件日期由此日起 · Dated this day or later
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<String>,
        /// 文件日期至此日止 · Dated this day or earlier
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<String>,
        /// 收件人或機構的部分字眼 · Part of the correspondent
        #[arg(long)]
        correspondent: Option<String>,
        /// 檔號的部分字眼 · Part of the file reference
        #[arg(long)]
        reference: Option<String>,
        /// 只列有期限而未辦妥的，最急的在前 · Only those that are due and not dealt with, the most pressing first
        #[arg(long)]
        due: bool,
        /// 最多列出 · At most this many
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 設定文件的期限；不註明日期則取消，覆函仍以收信後第十日為限 · Set the day a document is due; without one, only a reply's tenth day is left
    Due {
        /// 文件編號（見搜尋結果首欄） · The document, by the first column of a search
        id: i64,
        /// 期限 · The day
        #[arg(value_name = "YYYY-MM-DD")]
        day: Option<Day>,
    },
    /// 標示文件為已發出／辦妥，或復原 · Mark a document as sent or dealt with, or as still to be done
    Done {
        /// 文件編號 · The document
        id: i64,
        /// 辦妥日期；不註明則為今日 · The day; today without one
        #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "undo")]
        on: Option<Day>,
        /// 改回未辦妥 · Still to be done
        #[arg(long)]
        undo: bool,
    },
}

/// `audit`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// 列出 · List
    List {
        /// 只列最後 N 項 · Only the last N
        #[arg(long, value_name = "N", default_value_t = 200)]
        last: usize,
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 查核紀錄有否被更改、刪除或調換；有則以結束碼 5 結束 · Find rows that were altered, removed or moved; exit with 5 when there are any
    Verify {
        /// 先前抄下的雜湊值，必須仍在紀錄之中 · A hash noted earlier, which must still be in the log
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 匯出為表格 · Write as a table
    Csv {
        /// 檔案，- 為標準輸出 · The file, - for standard output
        #[arg(short = 'o', long = "output", value_name = "FILE.csv|-")]
        output: Option<PathBuf>,
    },
}

/// `accepted`.
#[derive(Debug, Subcommand)]
pub enum Accepted {
    /// 列出 · List
    List {
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 把字詞加入個人詞庫 · Add a word to the personal dictionary
    Word {
        /// 字詞 · The word
        word: String,
    },
    /// 關閉一條規則 · Turn a rule off
    Rule {
        /// 規則 · The rule's id
        rule: String,
        /// 只在這個文件類型 · In this document type alone
        #[arg(long = "type", value_name = "TYPE", default_value = "")]
        template: String,
    },
    /// 刪除：字詞，或規則（規則@文件類型） · Take back a word, or a rule (rule@type)
    Remove {
        /// 字詞或規則 · The word or the rule
        what: String,
    },
}

/// `words`.
#[derive(Debug, Subcommand)]
pub enum Words {
    /// 列出（可存為檔案再匯入） · List, as a table that can be imported
    List {
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 匯入：每行為原文、Tab、印作 · Add a table: each line a word, a tab, its form
    Import {
        /// 檔案 · The file
        file: PathBuf,
    },
    /// 刪除一個字詞 · Take a word away
    Remove {
        /// 原文 · The word as it stands in the source
        word: String,
        /// 轉為 · Converted to
        #[arg(long, value_name = "SCRIPT", default_value = "zh-Hant-HK")]
        to: Script,
    },
}

/// `profile`.
#[derive(Debug, Subcommand)]
pub enum Profile {
    /// 列出；* 為預設 · List; * is the default
    List {
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 顯示各項資料 · Show the values
    Show {
        /// 名稱 · Its name
        name: String,
    },
    /// 匯入 TOML 檔案 · Take in a TOML file
    Import {
        /// 檔案 · The file
        file: PathBuf,
        /// 取代同名的一份 · Replace the one of the same name
        #[arg(long)]
        replace: bool,
    },
    /// 寫成可以匯入的 TOML 檔案 · Write as a TOML file that can be imported
    Export {
        /// 名稱 · Its name
        name: String,
        /// 檔案，- 為標準輸出 · The file, - for standard output
        #[arg(short = 'o', long = "output", value_name = "FILE.toml|-", default_value = "-")]
        output: PathBuf,
    },
    /// 設為預設：新文件以此填寫 · Make it the default, from which new documents are filled
    Default {
        /// 名稱 · Its name
        name: String,
    },
    /// 刪除；已填寫的文件不變 · Take it away; documents that were filled from it stay as they are
    Remove {
        /// 名稱 · Its name
        name: String,
    },
}

/// `models`.
#[derive(Debug, Subcommand)]
pub enum Models {
    /// 列出模型 · List models
    List {
        /// 以 JSON 列出 · As JSON
        #[arg(long)]
        json: bool,
    },
    /// 說明模型如何取得（本程式不連網絡）· Say how to get a model (this program opens no network connection)
    Fetch {
        /// 模型編號 · Model id
        id: String,
    },
    /// 匯入 GGUF 模型檔案或已簽署的模型資料夾 · Add a GGUF model file, or a signed folder with one
    Import {
        /// 檔案或資料夾 · The file or folder
        file: PathBuf,
        /// 發布者的公鑰（檔案或該行文字）；匯入資料夾時必須提供 · The publisher's public key (file or line); needed for a folder
        #[arg(long, value_name = "PUB")]
        key: Option<String>,
    },
    /// 以 SHA-256 查核模型 · Verify a model by SHA-256
    Verify {
        /// 模型編號，空白為全部 · Model id, all when left out
        id: Option<String>,
    },
}

/// `verify-bundle`.
#[derive(Debug, Args)]
pub struct VerifyBundle {
    /// 檔案，或有 SHA256SUMS 的資料夾 · A file, or a folder with SHA256SUMS
    pub path: PathBuf,
    /// 發布者的 minisign 公鑰：檔案或該行文字 · The publisher's minisign public key: the file or its line
    #[arg(long, value_name = "PUB")]
    pub key: String,
}

/// `manual`.
#[derive(Debug, Args)]
pub struct Manual {
    /// 資料夾 · The folder
    pub folder: PathBuf,
}

/// `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// 證明不連網絡：令模型程式嘗試越權，並在沒有網絡的環境記錄一次完整運作的網絡呼叫 · Show that no network is used: have the model's program try to break out, and trace a whole run where there is no network
    #[arg(long)]
    pub offline_proof: bool,
    /// 以 JSON 列出 · As JSON
    #[arg(long)]
    pub json: bool,
}

/// `bench`.
#[derive(Debug, Args)]
pub struct Bench {
    /// 每項量度次數 · Rounds of each measurement
    #[arg(long, default_value_t = 3)]
    pub rounds: u32,
    /// 以 JSON 列出 · As JSON
    #[arg(long)]
    pub json: bool,
}
