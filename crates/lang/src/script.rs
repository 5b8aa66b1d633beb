//! Script: Hong Kong Traditional, and what is not. The only place that names OpenCC.
//!
//! [`crate::convert`] decides what Simplified text becomes; `data/overrides.tsv` then turns what other converters print into
//! what the government prints (説 → 說, 週年 → 周年), and surnames that were taken for words (餘先生) are put back. The way
//! back, to the Mainland's script, is OpenCC's `hk2s`. Every conversion has as many characters as its source.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::Lang;
use opencc_rust::OpenCC;
use regex::Regex;

use crate::LangError;
use crate::convert::{Converter, Doubt};
use crate::facts;
use crate::tables::{HONORIFICS, HonorificUse, OVERRIDES, SIMPLIFIED, SIMPLIFIED_IN_USE, alternation, rows};
use crate::text::{Pattern, each, is_han};

/// A text in another script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversion {
    /// As many characters as the source has; the nth stands for the nth.
    pub text: String,
    /// Places a person should look at, in order.
    pub doubts: Vec<Doubt>,
    /// How many characters it has.
    pub characters: usize,
    /// How many of them differ from the source.
    pub changed: usize,
}

impl Conversion {
    fn counted(mut self, source: &str) -> Self {
        (self.characters, self.changed) = source
            .chars()
            .zip(self.text.chars())
            .fold((0, 0), |(all, changed), (old, new)| (all + 1, changed + usize::from(old != new)));
        self
    }
}

/// Converts text to the Traditional Chinese of Hong Kong and back. Loading takes some milliseconds; share one.
pub struct HongKong {
    engine: OpenCC,
    /// Loaded when the first text goes that way.
    back: LazyLock<Option<Back>, Box<dyn FnOnce() -> Option<Back> + Send>>,
    scripts: Scripts,
}

/// Which script a character shows.
struct Scripts {
    /// [`LEAKED`] and [`TRADITIONAL`] of every character below U+10000, by code point: every text asks several times.
    basic: Vec<u8>,
    /// What the Simplified-only characters become: characters that only Traditional Chinese uses.
    traditional: HashSet<char>,
}

const LEAKED: u8 = 1;
const TRADITIONAL: u8 = 2;

impl Scripts {
    fn new(traditional: HashSet<char>) -> Self {
        let mut all = Self { basic: Vec::new(), traditional };
        all.basic = (0..0x1_0000).map(|code| char::from_u32(code).map_or(0, |c| all.look(c))).collect();
        all
    }

    fn of(&self, c: char) -> u8 {
        self.basic.get(c as usize).copied().unwrap_or_else(|| self.look(c))
    }

    fn look(&self, c: char) -> u8 {
        u8::from(leaked(c)) * LEAKED + u8::from(self.traditional.contains(&c)) * TRADITIONAL
    }
}

impl HongKong {
    /// Reads the dictionaries in `opencc_dir`, the folder that holds `s2hk.json`.
    ///
    /// # Errors
    /// [`LangError::Dictionaries`] when they are missing or cannot be read.
    pub fn load(opencc_dir: &Path) -> Result<Self, LangError> {
        let refuse = |reason: String| LangError::Dictionaries { folder: opencc_dir.display().to_string(), reason };
        let config = opencc_dir.join("s2hk.json");
        if !config.is_file() {
            return Err(refuse("s2hk.json is not there".to_owned()));
        }
        let engine = OpenCC::new(&config).map_err(|e| refuse(e.to_string()))?;
        let folder = opencc_dir.to_owned();
        let back = LazyLock::new(Box::new(move || {
            Back::load(&folder).inspect_err(|error| tracing::error!(%error, "no way back")).ok()
        }) as Box<dyn FnOnce() -> Option<Back> + Send>);
        if !opencc_dir.join("hk2s.json").is_file() {
            return Err(refuse("hk2s.json is not there".to_owned()));
        }
        // With line feeds between them the engine sees characters, not accidental phrases.
        let alone: String = SIMPLIFIED.iter().flat_map(|c| [*c, '\n']).collect();
        let converted = engine.convert(alone).map_err(|e| refuse(e.to_string()))?;
        let traditional = converted.chars().filter(|c| is_han(*c) && !simplified_only(*c)).collect();
        Ok(Self { engine, back, scripts: Scripts::new(traditional) })
    }

    /// `text` in Hong Kong Traditional: [`HongKong::to_hong_kong`] without the doubtful places.
    #[must_use]
    pub fn convert(&self, text: &str) -> String {
        self.to_hong_kong(text).text
    }

    /// `text` in Hong Kong Traditional. Text that is already correct comes back as it is.
    ///
    /// The converter reads every text as Simplified and would spoil Traditional (干擾 → 幹擾), so each line, and in a mixed line
    /// each sentence, is converted only if it is Simplified ([`HongKong::evidence`]); in a Traditional one only the
    /// Simplified characters that leaked in are replaced. What shows no script (于 and 后 are both) goes with its surroundings.
    #[must_use]
    pub fn to_hong_kong(&self, text: &str) -> Conversion {
        self.to_hong_kong_within(text, self.evidence(text).unwrap_or(false))
    }

    /// [`HongKong::to_hong_kong`] for a piece of a larger text, which is `simplified` or not.
    #[must_use]
    pub fn to_hong_kong_within(&self, text: &str, simplified: bool) -> Conversion {
        let mut out = Conversion { text: String::with_capacity(text.len()), ..Conversion::default() };
        let (mut converter, mut at, mut raw) = (Converter::default(), 0, String::new());
        let whole = simplified;
        for line in text.split_inclusive('\n') {
            let simplified = self.evidence(line).unwrap_or(whole);
            for sentence in line.split_inclusive(['。', '！', '？', '；']) {
                let known = out.doubts.len();
                raw.clear();
                if self.evidence(sentence).unwrap_or(simplified) {
                    converter.convert(sentence, at, &mut raw, &mut out.doubts);
                } else {
                    self.replace_leaks(sentence, at, &mut converter, &mut raw, &mut out.doubts);
                }
                let printed = keep_surnames(sentence, &replace(&OVERRIDE_TABLE, &raw));
                let printed = keep_addresses(sentence, printed);
                if out.doubts.len() > known {
                    // What a name or a word of the government decided is in doubt no longer.
                    let printed: Vec<char> = printed.chars().collect();
                    let mut kept = out.doubts.split_off(known);
                    kept.retain(|doubt| printed.get(doubt.at - at) == Some(&doubt.chosen));
                    out.doubts.append(&mut kept);
                }
                at += printed.chars().count();
                out.text.push_str(&printed);
            }
        }
        out.counted(text)
    }

    /// Whether a text is Simplified; nothing where no character tells.
    #[must_use]
    pub fn evidence(&self, text: &str) -> Option<bool> {
        let (mut simplified, mut traditional) = (0_usize, 0_usize);
        for c in text.chars() {
            let script = self.scripts.of(c);
            simplified += usize::from(script & LEAKED > 0);
            traditional += usize::from(script & TRADITIONAL > 0);
        }
        (simplified + traditional > 0).then_some(simplified > traditional)
    }

    fn replace_leaks(
        &self,
        text: &str,
        at: usize,
        converter: &mut Converter,
        out: &mut String,
        doubts: &mut Vec<Doubt>,
    ) {
        if !text.chars().any(leaked) {
            out.push_str(text);
            return;
        }
        let (mut converted, mut all) = (String::with_capacity(text.len()), Vec::new());
        converter.convert(text, at, &mut converted, &mut all);
        out.extend(text.chars().zip(converted.chars()).map(|(old, new)| if leaked(old) { new } else { old }));
        let typed: Vec<char> = text.chars().collect();
        doubts.extend(all.into_iter().filter(|doubt| typed.get(doubt.at - at).is_some_and(|c| leaked(*c))));
    }

    /// `text` in the Mainland's Simplified script, by OpenCC's `hk2s`; as it is when the engine fails (text with a NUL), which
    /// is logged.
    #[must_use]
    pub fn to_mainland(&self, text: &str) -> Conversion {
        let converted = self.back.as_ref().and_then(|back| back.convert(text));
        let converted = converted.filter(|converted| converted.chars().count() == text.chars().count());
        let converted = converted.map_or_else(|| text.to_owned(), |converted| keep_addresses(text, converted));
        Conversion { text: converted, ..Conversion::default() }.counted(text)
    }

    /// What the engine alone makes of `text`, without this crate's tables; nothing when it fails.
    #[doc(hidden)]
    #[must_use]
    pub fn engine_only(&self, text: &str) -> Option<String> {
        run(&self.engine, text)
    }
}

/// The way back: OpenCC's `hk2s`, and the words of `data/govhk.tsv` that it leaves in Hong Kong's spelling (覆函 for 复函).
struct Back {
    stock: Stock,
    left: Option<(AhoCorasick, Vec<String>)>,
}

impl Back {
    fn load(opencc_dir: &Path) -> Result<Self, LangError> {
        let stock = Stock::load(opencc_dir, "hk2s")?;
        let (from, to): (Vec<String>, Vec<String>) = rows(include_str!("../data/govhk.tsv"))
            .filter_map(|row| Some((stock.convert(row.get(1)?)?, (*row.first()?).to_owned())))
            .filter(|(left, simplified)| left != simplified)
            .unzip();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(from);
        Ok(Self { stock, left: finder.ok().map(|finder| (finder, to)) })
    }

    fn convert(&self, text: &str) -> Option<String> {
        let converted = self.stock.convert(text)?;
        Some(match &self.left {
            Some((finder, to)) => finder.replace_all(&converted, to),
            None => converted,
        })
    }
}

/// One of OpenCC's own configurations, unchanged: for comparison, and for whoever needs exactly what OpenCC prints.
pub struct Stock(OpenCC);

impl Stock {
    /// The configurations with Hong Kong's forms.
    pub const NAMES: [&str; 4] = ["s2hk", "hk2s", "t2hk", "hk2t"];

    /// Loads the configuration `name` (one of [`Stock::NAMES`]) from the folder that holds it.
    ///
    /// # Errors
    /// [`LangError::Dictionaries`] when it is missing or cannot be read.
    pub fn load(opencc_dir: &Path, name: &str) -> Result<Self, LangError> {
        let refuse = |reason: String| LangError::Dictionaries { folder: opencc_dir.display().to_string(), reason };
        let config = opencc_dir.join(format!("{name}.json"));
        if !config.is_file() {
            return Err(refuse(format!("{name}.json is not there")));
        }
        OpenCC::new(&config).map(Self).map_err(|error| refuse(error.to_string()))
    }

    /// What OpenCC makes of `text`; nothing when it fails (text with a NUL).
    #[must_use]
    pub fn convert(&self, text: &str) -> Option<String> {
        run(&self.0, text)
    }
}

fn run(engine: &OpenCC, text: &str) -> Option<String> {
    match engine.convert(text) {
        Ok(converted) => Some(converted),
        Err(error) => {
            tracing::warn!(%error, bytes = text.len(), "conversion failed; the text is kept as it is");
            None
        }
    }
}

/// A table of replacements, the longest match first.
pub(crate) type Replacements = LazyLock<Option<(AhoCorasick, Vec<&'static str>)>>;

/// Builds [`Replacements`] from pairs.
pub(crate) fn replacements(pairs: &[(&'static str, &'static str)]) -> Option<(AhoCorasick, Vec<&'static str>)> {
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(pairs.iter().map(|(from, _)| *from))
        .ok()?;
    Some((finder, pairs.iter().map(|(_, to)| *to).collect()))
}

/// Applies a table.
pub(crate) fn replace(table: &Replacements, text: &str) -> String {
    match table.as_ref() {
        Some((finder, to)) => finder.replace_all(text, to),
        None => text.to_owned(),
    }
}

static OVERRIDE_TABLE: Replacements = LazyLock::new(|| replacements(&OVERRIDES));

/// Surnames the engine takes for words: as it prints them, and as they are.
const MISTAKEN_SURNAMES: [(char, char); 5] = [('餘', '余'), ('於', '于'), ('範', '范'), ('塗', '涂'), ('薑', '姜')];

static NAMED: Pattern = LazyLock::new(|| {
    let titles = HONORIFICS.iter().filter(|h| h.usage != HonorificUse::Address).map(|h| h.zh);
    let titled = format!(r"\p{{Han}}{{0,3}}?{}", alternation(titles));
    // （余慧心　　代行） under a memo, and a name that is all a line or a table cell has; 餘額表 and 範圍內 are none.
    let signed = r"\p{Han}{1,2}\s*代行";
    let alone = r"[^額款數下暉熱量地力波生圍例本疇文改鴉料層抹是此今茶汁葱黃粉]\p{Han}[\s）]*$";
    Regex::new(&format!(r"(?P<s>[餘於範塗薑])(?:(?P<titled>{titled})|{signed}|(?P<alone>{alone}))")).ok()
});

/// Puts back surnames before titles. A surname starts a clause or follows a word names follow, so that 對於陳先生
/// keeps its 於.
fn keep_surnames(original: &str, converted: &str) -> String {
    const BEFORE: &str = "和與及致由請向給是任員事長理";
    let typed: Vec<char> = original.chars().collect();
    let aligned = typed.len() == converted.chars().count();
    let mut fixes: Vec<(usize, char)> = Vec::new();
    each(&NAMED, converted, |c| {
        let surname = c.name("s")?;
        let mut before = converted[..surname.start()].chars();
        let index = before.clone().count();
        let last = before.next_back();
        let titled = c.name("titled").is_some();
        let opens = last.is_none_or(|c| !is_han(c) || titled && BEFORE.contains(c));
        let opens = opens && (c.name("alone").is_none() || !converted[..surname.start()].contains(is_han));
        let (_, right) = MISTAKEN_SURNAMES.iter().find(|(wrong, _)| surname.as_str().starts_with(*wrong))?;
        // Where the officer typed the surname itself, or a form both share.
        if opens && (!aligned || typed.get(index) == Some(right)) {
            fixes.push((surname.start(), *right));
        }
        Some(surname.end())
    });
    let mut out = converted.to_owned();
    for (at, right) in fixes {
        let width = out[at..].chars().next().map_or(0, char::len_utf8);
        out.replace_range(at..at + width, right.encode_utf8(&mut [0; 4]));
    }
    out
}

/// Puts back web and e-mail addresses as they were typed: a converted one leads nowhere.
fn keep_addresses(original: &str, converted: String) -> String {
    if !original.contains(['@', '/', '.']) || original == converted {
        return converted;
    }
    let Some(pattern) = ADDRESS.as_ref() else { return converted };
    let mut chars: Vec<char> = converted.chars().collect();
    for found in pattern.find_iter(original) {
        let start = original[..found.start()].chars().count();
        for (place, typed) in chars.iter_mut().skip(start).zip(found.as_str().chars()) {
            *place = typed;
        }
    }
    chars.into_iter().collect()
}

static ADDRESS: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:(?:https?|ftp)://|www\.)[^\s，。；、）」》<>]+|[A-Za-z0-9._%+-]+@[\p{Han}A-Za-z0-9-]+(?:\.[\p{Han}A-Za-z0-9-]+)+").ok()
});

/// Whether `c` in running text comes from Simplified Chinese.
fn leaked(c: char) -> bool {
    simplified_only(c) || SIMPLIFIED_IN_USE.contains(&c)
}

/// Whether only Simplified Chinese uses `c`. Characters that Hong Kong text uses too (后 里 台 群 床 秘) are not.
#[must_use]
pub fn simplified_only(c: char) -> bool {
    SIMPLIFIED.binary_search(&c).is_ok()
}

/// The Simplified characters of a text with their byte offsets.
#[must_use]
pub fn find_simplified(text: &str) -> Vec<(usize, char)> {
    text.char_indices().filter(|(_, c)| simplified_only(*c)).collect()
}

/// Every character a model may never print: those [`simplified_only`] answers to, in code point order.
#[must_use]
pub fn banned_chars() -> String {
    SIMPLIFIED.iter().collect()
}

/// Words of the other language that a text in `lang` was left with: "conciliation" in a Chinese sentence, 號 in an English
/// one. What stands in brackets or quotation marks, and names, codes and addresses, are not words left over.
#[must_use]
pub fn untranslated(text: &str, lang: Lang) -> Vec<String> {
    let found = |pattern: &'static Pattern| pattern.iter().flat_map(|pattern| pattern.find_iter(text));
    // 陳大文先生 has no English form that code could know: a fact is never left over.
    let facts = facts::find(text).into_iter().map(|fact| fact.start as usize..fact.start as usize + fact.source.len());
    let kept: Vec<_> = facts.chain(found(&QUOTED).map(|quoted| quoted.range())).collect();
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "@/_:-".contains(c));
    let part = |word: &regex::Match<'_>| {
        let before = text[..word.start()].chars().next_back();
        joined(before) || before == Some('.') || joined(text[word.end()..].chars().next())
    };
    found(if lang.is_chinese() { &LATIN_WORDS } else { &HAN_WORDS })
        .filter(|word| !kept.iter().any(|span| span.contains(&word.start())))
        .filter(|word| !lang.is_chinese() || !part(word))
        .map(|word| word.as_str().to_owned())
        .collect()
}

static QUOTED: Pattern =
    LazyLock::new(|| Regex::new("（[^）]*）|\\([^)]*\\)|「[^」]*」|《[^》]*》|“[^”]*”|‘[^’]*’").ok());
static LATIN_WORDS: Pattern = LazyLock::new(|| Regex::new("[a-z]{3,}(?: [a-z]{2,})*").ok());
static HAN_WORDS: Pattern = LazyLock::new(|| Regex::new(r"\p{Han}+").ok());

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::tables::{ORGANISATIONS, PLACES};

    /// Hong Kong Traditional text of the kind the government prints.
    const HK_TEXT: &str = "衞生署署長、稅務局局長及公務員敍用委員會秘書出席了會議。床位、山峰、群島、克服、甚麼、雇傭、\
        皇后大道、公里、系統、只限、面積、余先生、范女士、干預、山谷、准許、批准、周年、公布、着手、這裏、説明、税務、閲讀、脱離、温室、住户、\
        啟德、啓用、邨、埗、塱、涌、咀、滙豐、鰂魚涌、深圳、峒、瀝、硤、枱、綫、鎅、嘅、咗、喺、嚟、哋、冇、佢、嗰、啲、唔、乜、嘢、噉、攞、搵、瞓、啱、\
        發霉、佳肴、羨慕、台灣、裝修、升降機、一式三份、丑角、斗室、几案、里程、制度、松樹、于右任、姜女士、涂先生、志願、云云、曲線、卷宗、板橋、表格、布告、注意、別館、才能";

    fn folder() -> PathBuf {
        std::env::var_os("GUNGMAN_OPENCC").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.deps/opencc/share/opencc"),
            PathBuf::from,
        )
    }

    fn engine() -> HongKong {
        HongKong::load(&folder()).expect("OpenCC's dictionaries (scripts/setup)")
    }

    #[test]
    fn opencc_passes_its_own_cases_with_its_own_configurations() {
        for name in Stock::NAMES {
            let stock = Stock::load(&folder(), name).expect("a stock configuration");
            let mut count = 0;
            for row in rows(include_str!("../tests/opencc_cases.tsv")).filter(|row| row[0] == name) {
                assert_eq!(stock.convert(row[1]).as_deref(), Some(row[2]), "{name}: {}", row[1]);
                count += 1;
            }
            assert!(count >= 17, "{name} has {count} cases");
        }
    }

    fn terms() -> impl Iterator<Item = &'static str> {
        rows(include_str!("../tests/terms.tsv")).filter_map(|row| row.get(1).copied())
    }

    #[test]
    fn words_of_the_other_language_are_seen_and_names_are_not() {
        for (text, lang, left) in [
            ("請出席conciliation會議，語氣firm but polite。", Lang::ZhHantHk, &["conciliation", "firm but polite"][..]),
            ("請登入ADM系統，網址為www.gov.hk/adm，電郵abc@example.gov.hk。", Lang::ZhHantHk, &[]),
            ("Wing Shun Limited（下稱company）", Lang::ZhHantHk, &[]),
            ("Use lifts 1号 and 2号.", Lang::EnGb, &["号", "号"]),
            ("The operation “曙光” was led by 陳大文先生.", Lang::EnGb, &[]),
        ] {
            assert_eq!(untranslated(text, lang), left, "{text}");
        }
    }

    #[test]
    fn one_converter_serves_every_thread() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&engine());
    }

    #[test]
    fn a_missing_folder_is_an_error_with_its_code() {
        let error = HongKong::load(Path::new("/nowhere")).err().expect("no engine");
        assert_eq!(error.code(), "lang_dictionaries");
    }

    #[test]
    fn no_character_of_hong_kong_text_is_banned() {
        let names = ORGANISATIONS.iter().chain(PLACES.iter()).map(|name| name.zh);
        for text in names.chain(terms()).chain([HK_TEXT]) {
            assert_eq!(find_simplified(text), [], "{text}");
        }
        for c in "秘床群峰雇么克后里台".chars() {
            assert!(!simplified_only(c), "{c}");
        }
    }

    #[test]
    fn simplified_characters_are_found_with_their_place() {
        assert_eq!(find_simplified("在听到火警鐘"), [(3, '听')]);
        for c in "听为机会发点门龙头书长时间东车见贝".chars() {
            assert!(simplified_only(c), "{c}");
            assert!(banned_chars().contains(c));
        }
    }

    #[test]
    fn the_engine_changes_every_banned_character() {
        let engine = engine();
        for c in banned_chars().chars() {
            let text = c.to_string();
            assert_ne!(engine.engine_only(&text).as_deref(), Some(text.as_str()), "{c}");
        }
    }

    #[test]
    fn correct_text_stays() {
        let engine = engine();
        let names = ORGANISATIONS.iter().chain(PLACES.iter()).map(|name| name.zh);
        let wrong: Vec<String> = names
            .chain(terms())
            .chain(["對於陳先生的查詢，關於余女士的申請", "請范徐麗泰女士和于先生出席", "一周年", "這裏的說明"])
            .filter(|text| engine.convert(text) != *text)
            .map(|text| format!("{text} -> {}", engine.convert(text)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn simplified_text_becomes_what_the_government_prints() {
        let engine = engine();
        let mut wrong = Vec::new();
        let mut count = 0;
        for row in rows(include_str!("../tests/conversion.tsv")) {
            let [simplified, expected] = row[..] else { panic!("two columns: {row:?}") };
            let got = engine.convert(simplified);
            count += 1;
            if got != expected {
                wrong.push(format!("{got}\n     expected {expected}"));
            }
            assert_eq!(engine.convert(&got), got, "a second pass changes nothing");
        }
        assert!(count > 100);
        assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
    }

    #[test]
    fn the_way_back_loses_nothing() {
        let engine = engine();
        for row in rows(include_str!("../data/govhk.tsv")) {
            assert_eq!(engine.to_mainland(row[1]).text, row[0], "{}", row[1]);
        }
        // Official names and terms come home from Simplified; a word that does not is told as doubtful.
        let mut lost = Vec::new();
        let mut characters = 0;
        for text in ORGANISATIONS.iter().chain(PLACES.iter()).map(|name| name.zh).chain(terms()) {
            let there = engine.to_mainland(text).text;
            let back = engine.to_hong_kong_within(&there, true);
            characters += text.chars().count();
            if back.text != text && back.doubts.is_empty() {
                lost.push(format!("{text} → {there} → {}", back.text));
            }
        }
        assert!(lost.len() * 2000 <= characters, "{} of {characters}: {lost:#?}", lost.len());
    }

    #[test]
    fn a_name_under_a_memo_or_alone_in_a_cell_is_a_name() {
        let engine = engine();
        for (text, expected) in [
            ("（余慧心　　代行）", "（余慧心　　代行）"),
            ("余慧心", "余慧心"),
            ("范国强\n", "范國強\n"),
            ("余额表", "餘額表"),
            ("范围内", "範圍內"),
            ("于是乎", "於是乎"),
            ("共八人，余三人", "共八人，餘三人"),
        ] {
            assert_eq!(engine.to_hong_kong_within(text, true).text, expected);
        }
    }

    #[test]
    fn addresses_stay_as_typed() {
        let engine = engine();
        let text = "请看http://发.example/发文，或电邮发@example.gov.hk、abc@发文.hk。";
        let kept = "請看http://发.example/发文，或電郵發@example.gov.hk、abc@发文.hk。";
        assert_eq!(engine.convert(text), kept);
        assert_eq!(engine.to_mainland("請看www.發.hk").text, "请看www.發.hk");
    }

    #[test]
    fn leaks_are_replaced_without_touching_the_rest() {
        let engine = engine();
        for (text, expected) in [
            ("在听到火警鐘聲後，不會干擾志愿者。", "在聽到火警鐘聲後，不會干擾志願者。"),
            ("余先生將於展開为期三天的訓練", "余先生將於展開為期三天的訓練"),
            ("公佈計畫，麵積不變，併發出通知", "公布計劃，面積不變，並發出通知"),
        ] {
            assert_eq!(engine.convert(text), expected);
        }
    }

    #[test]
    fn a_text_no_engine_takes_is_kept() {
        assert_eq!(engine().convert("为\0什么"), "為\0什麼");
        assert_eq!(engine().to_mainland("為\0什麼").text, "為\0什麼");
    }

    proptest::proptest! {
        /// Nothing that is not Chinese changes, nothing gets lost, and a converted text stays as it is.
        #[test]
        fn only_chinese_characters_change(text in "([一-龥]{0,6}[ -~，。（）\\n　-ヿ𠀀-𠀿]{0,5}){0,8}") {
            static ENGINE: LazyLock<HongKong> = LazyLock::new(engine);
            for simplified in [true, false] {
                let there = ENGINE.to_hong_kong_within(&text, simplified);
                proptest::prop_assert_eq!(there.text.chars().count(), text.chars().count());
                for (old, new) in text.chars().zip(there.text.chars()) {
                    proptest::prop_assert!(old == new || is_han(old) && is_han(new), "{} → {}", old, new);
                }
                for doubt in &there.doubts {
                    proptest::prop_assert_eq!(there.text.chars().nth(doubt.at), Some(doubt.chosen));
                    proptest::prop_assert!(!doubt.others.is_empty() && !doubt.others.contains(&doubt.chosen));
                }
            }
            let back = ENGINE.to_mainland(&text).text;
            proptest::prop_assert_eq!(back.chars().count(), text.chars().count());
            for (old, new) in text.chars().zip(back.chars()) {
                proptest::prop_assert!(old == new || is_han(old) && is_han(new), "{} → {}", old, new);
            }
        }
    }
}
