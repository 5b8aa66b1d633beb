//! Terms as term bases exchange them: TBX (ISO 30042, <https://www.tbxinfo.net/>), read and written.
//!
//! Both generations are read, whatever the dialect: TBX v3 (`<tbx>`, `conceptEntry`, `langSec`, `termSec`; its data categories as
//! attributes or as elements) and TBX of 2008 (`<martif>`, `termEntry`, `langSet`, `tig` or `ntig`). Of an entry its English and
//! Chinese terms are taken, its definitions and notes, and which terms are preferred or not to be used; other languages are passed
//! over, and Simplified Chinese where there is other Chinese. Written is TBX-Basic v3, data categories as attributes.

use std::cmp::Reverse;
use std::fmt::Write;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::terms::{Row, Terms, TermsError, one_line};
use crate::tmx::decoded;
use gungman_core::is_han;

/// The strength of a row has no category of its own in TBX-Basic: it is written as a subset's name that begins so.
const STRENGTH: &str = "strength: ";

/// How a term is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Forbidden,
    Plain,
    Preferred,
}

/// A term of an entry.
struct Term {
    text: String,
    status: Status,
}

/// An entry while it is read.
#[derive(Default)]
struct Entry {
    line: u64,
    english: Vec<Term>,
    /// Each with whether it is Simplified.
    chinese: Vec<(Term, bool)>,
    notes: Vec<String>,
    strength: Option<String>,
}

/// What the text of an element is.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Term,
    Note,
    Status,
    Subset,
}

/// Reads the entries that have both English and Chinese. UTF-8 and UTF-16.
///
/// # Errors
/// [`TermsError::NotTbx`].
pub fn read(bytes: &[u8]) -> Result<Terms, TermsError> {
    let text = decoded(bytes).map_err(TermsError::NotTbx)?;
    let damaged = |error: &dyn std::fmt::Display| TermsError::NotTbx(error.to_string());
    let mut reader = Reader::from_str(&text);
    let (mut out, mut depth, mut tbx) = (Terms::default(), 0_u32, false);
    let (mut entry, mut lang, mut term) = (Entry::default(), String::new(), None::<Term>);
    let mut inside: Option<(Said, u32, String)> = None;
    let (mut line, mut counted) = (1, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(element) => {
                depth += 1;
                match element.local_name().as_ref() {
                    "tbx" | "martif" => tbx = true,
                    "conceptEntry" | "termEntry" => {
                        line += text.as_bytes()[counted..at].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
                        counted = at;
                        entry = Entry { line, ..Entry::default() };
                    }
                    "langSec" | "langSet" => {
                        let value = attribute(&element, &["xml:lang", "lang"]).unwrap_or_default();
                        lang = value.to_lowercase().replace('_', "-");
                    }
                    "termSec" | "tig" | "ntig" => term = Some(Term { text: String::new(), status: Status::Plain }),
                    _ => {}
                }
                if inside.is_none() {
                    inside = said(&element).map(|said| (said, depth, String::new()));
                }
            }
            Event::End(element) => {
                if let Some((said, _, value)) = inside.take_if(|(_, at, _)| *at == depth) {
                    told(said, &one_line(&value), &mut entry, &mut term);
                }
                depth = depth.saturating_sub(1);
                match element.local_name().as_ref() {
                    "termSec" | "tig" | "ntig" => {
                        if let Some(term) = term.take().filter(|term| !term.text.is_empty()) {
                            if is(&lang, "en") {
                                entry.english.push(term);
                            } else if is(&lang, "zh") {
                                entry.chinese.push((term, simplified(&lang)));
                            }
                        }
                    }
                    "conceptEntry" | "termEntry" => finish(std::mem::take(&mut entry), &mut out),
                    _ => {}
                }
            }
            Event::Text(found) => {
                if let Some((.., value)) = &mut inside {
                    value.push_str(&found);
                }
            }
            Event::CData(found) => {
                if let Some((.., value)) = &mut inside {
                    value.push_str(&found);
                }
            }
            Event::GeneralRef(name) => {
                if let Some((.., value)) = &mut inside {
                    let entity = format!("&{};", &*name);
                    value.push_str(&quick_xml::escape::unescape(&entity).map_err(|error| damaged(&error))?);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match (tbx, depth) {
        (true, 0) => Ok(out),
        (true, _) => Err(TermsError::NotTbx("it ends before its elements do".to_owned())),
        (false, _) => Err(TermsError::NotTbx("it has neither <tbx> nor <martif>".to_owned())),
    }
}

fn attribute(element: &BytesStart<'_>, names: &[&str]) -> Option<String> {
    let found = element.attributes().flatten().find(|a| names.contains(&a.key.as_ref()));
    found.map(|a| a.value.to_string())
}

/// What an element's text is: by its type, or in the dialects with an element for each category by its name.
fn said(element: &BytesStart<'_>) -> Option<Said> {
    let name = element.local_name();
    let kind = match name.as_ref() {
        "term" => return Some(Said::Term),
        "note" => return Some(Said::Note),
        "descrip" | "termNote" | "admin" => attribute(element, &["type"])?,
        own => own.to_owned(),
    };
    match kind.to_lowercase().as_str() {
        "definition" => Some(Said::Note),
        "administrativestatus" | "normativeauthorization" | "status" | "usagestatus" => Some(Said::Status),
        "projectsubset" => Some(Said::Subset),
        _ => None,
    }
}

/// Takes down what an element said.
fn told(said: Said, value: &str, entry: &mut Entry, term: &mut Option<Term>) {
    match (said, term) {
        (Said::Term, Some(term)) => value.clone_into(&mut term.text),
        (Said::Note, _) if !value.is_empty() && !entry.notes.iter().any(|note| note == value) => {
            entry.notes.push(value.to_owned());
        }
        (Said::Status, Some(term)) => {
            let value = value.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|word| value.contains(word));
            // “Not preferred” is no preference.
            term.status =
                if has(&["deprecated", "superseded", "forbidden", "obsolete", "prohibited", "not recommended"]) {
                    Status::Forbidden
                } else if has(&["preferred"]) && !value.contains("not") {
                    Status::Preferred
                } else {
                    Status::Plain
                };
        }
        (Said::Subset, _) => {
            entry.strength =
                value.strip_prefix(STRENGTH.trim_end()).map(|name| name.trim().to_owned()).or(entry.strength.take());
        }
        _ => {}
    }
}

/// Whether a tag is of a language: zh, zh-HK.
fn is(tag: &str, language: &str) -> bool {
    tag.strip_prefix(language).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn simplified(tag: &str) -> bool {
    let parts: Vec<&str> = tag.split('-').collect();
    !parts.contains(&"hant") && ["hans", "cn", "sg"].iter().any(|part| parts.contains(part))
}

/// The rows of an entry: one for each English term that may be used.
fn finish(mut entry: Entry, out: &mut Terms) {
    if entry.chinese.iter().any(|(_, simplified)| !simplified) {
        entry.chinese.retain(|(_, simplified)| !simplified);
    }
    entry.english.sort_by_key(|term| Reverse(term.status));
    entry.chinese.sort_by_key(|(term, _)| Reverse(term.status));
    let of = |forbidden: bool| -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for (term, _) in entry.chinese.iter().filter(|(term, _)| (term.status == Status::Forbidden) == forbidden) {
            if !all.contains(&term.text) {
                all.push(term.text.clone());
            }
        }
        all
    };
    let (chinese, forbidden) = (of(false), of(true));
    let usable = entry.english.iter().filter(|term| term.status != Status::Forbidden && !term.text.contains(is_han));
    let before = out.rows.len();
    if !chinese.is_empty() {
        out.rows.extend(usable.map(|term| Row {
            english: term.text.clone(),
            chinese: chinese.clone(),
            forbidden: forbidden.clone(),
            strength: entry.strength.clone(),
            note: entry.notes.join("; "),
        }));
    }
    if out.rows.len() == before {
        out.refused.push(entry.line);
    }
}

/// Writes rows as TBX-Basic v3.
#[must_use]
pub fn write(rows: &[Row]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx style=\"dca\" type=\"TBX-Basic\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n  \
         <tbxHeader>\n    <fileDesc>\n      <sourceDesc>\n        <p>Gungman</p>\n      </sourceDesc>\n    </fileDesc>\n  </tbxHeader>\n  <text>\n    <body>\n",
    );
    for (row, number) in rows.iter().zip(1..) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "      <conceptEntry id=\"c{number}\">");
        if !row.note.is_empty() {
            let _ = writeln!(out, "        <note>{}</note>", escape(row.note.as_str()));
        }
        let strength = row.strength.as_ref().map(|name| format!("{STRENGTH}{name}"));
        out.push_str("        <langSec xml:lang=\"en-GB\">\n");
        term(&mut out, &row.english, None, strength.as_deref());
        out.push_str("        </langSec>\n        <langSec xml:lang=\"zh-Hant-HK\">\n");
        for (wording, nth) in row.chinese.iter().zip(0..) {
            let status = if nth == 0 { "preferredTerm-admn-sts" } else { "admittedTerm-admn-sts" };
            term(&mut out, wording, Some(status), None);
        }
        for wording in &row.forbidden {
            term(&mut out, wording, Some("deprecatedTerm-admn-sts"), None);
        }
        out.push_str("        </langSec>\n      </conceptEntry>\n");
    }
    out.push_str("    </body>\n  </text>\n</tbx>\n");
    out
}

fn term(out: &mut String, text: &str, status: Option<&str>, subset: Option<&str>) {
    let _ = write!(out, "          <termSec>\n            <term>{}</term>\n", escape(text));
    if let Some(status) = status {
        let _ = writeln!(out, "            <termNote type=\"administrativeStatus\">{status}</termNote>");
    }
    if let Some(subset) = subset {
        let _ = writeln!(out, "            <admin type=\"projectSubset\">{}</admin>", escape(subset));
    }
    out.push_str("          </termSec>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(english: &str, chinese: &[&str], forbidden: &[&str], strength: Option<&str>, note: &str) -> Row {
        let list = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
        Row {
            english: english.into(),
            chinese: list(chinese),
            forbidden: list(forbidden),
            strength: strength.map(str::to_owned),
            note: note.into(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let rows = vec![
            row("lift", &["升降機"], &["電梯", "𨋢"], Some("locked"), "R&D <only> “here”"),
            row("Fees & charges", &["費用及收費", "收費"], &[], Some("hint"), ""),
            row("quorum", &["法定人數"], &[], None, ""),
        ];
        let written = write(&rows);
        assert_eq!(read(written.as_bytes()).unwrap(), Terms { rows: rows.clone(), refused: vec![] });
        let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(written.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&wide).unwrap().rows, rows);
    }

    #[test]
    fn files_of_the_older_generation_are_read() {
        // As SDL MultiTerm writes it.
        let multiterm = "<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE martif SYSTEM 'TBXBasiccoreStructV02.dtd'>
<martif type='TBX-Basic' xml:lang='en-US'><martifHeader><fileDesc><titleStmt><title>HKSAR</title></titleStmt>
<sourceDesc><p>term base</p></sourceDesc></fileDesc></martifHeader><text><body>
<termEntry id='1'><transacGrp><transac type='transactionType'>origination</transac><date>2020-01-01</date></transacGrp>
<descripGrp><descrip type='definition'>A body of members.</descrip></descripGrp>
<descrip type='subjectField'>Government</descrip>
<langSet xml:lang='EN-GB'><ntig><termGrp><term>committee</term><termNote type='partOfSpeech'>noun</termNote></termGrp></ntig></langSet>
<langSet xml:lang='ZH-HK'><ntig><termGrp><term>小組</term></termGrp></ntig>
<ntig><termGrp><term>委員會</term><termNote type='administrativeStatus'>preferredTerm-admn-sts</termNote></termGrp></ntig>
<ntig><termGrp><term>理事會</term><termNote type='administrativeStatus'>supersededTerm-admn-sts</termNote></termGrp></ntig></langSet>
<langSet xml:lang='ZH-CN'><ntig><termGrp><term>委员会</term></termGrp></ntig></langSet>
<langSet xml:lang='FR-FR'><ntig><termGrp><term>comité</term></termGrp></ntig></langSet></termEntry>
<termEntry id='2'><langSet xml:lang='EN-GB'><tig><term>alone</term></tig></langSet></termEntry>
</body></text></martif>";
        let found = read(multiterm.as_bytes()).unwrap();
        assert_eq!(found.rows, [row("committee", &["委員會", "小組"], &["理事會"], None, "A body of members.")]);
        assert_eq!(found.refused, [14]);
        // As memoQ writes it: synonyms on either side, notes at the terms.
        let memoq = "<martif type='TBX' xml:lang='eng'><text><body><termEntry id='x1'><note>Use in letters.</note>
<langSet xml:lang='en'><tig><term>working day</term><note>Use in letters.</note></tig><tig><term>business day</term>
<termNote type='administrativeStatus'>deprecatedTerm-admn-sts</termNote></tig><tig><term>work day</term></tig></langSet>
<langSet xml:lang='zh-tw'><tig><term>工作<hi>天</hi></term></tig><tig><term><![CDATA[工作日]]></term>
<termNote type='Status'>Forbidden</termNote></tig></langSet></termEntry></body></text></martif>";
        let found = read(memoq.as_bytes()).unwrap();
        assert_eq!(
            found.rows,
            [
                row("working day", &["工作天"], &["工作日"], None, "Use in letters."),
                row("work day", &["工作天"], &["工作日"], None, "Use in letters."),
            ]
        );
    }

    #[test]
    fn categories_may_be_elements_and_simplified_stands_where_nothing_else_does() {
        let dct = "<tbx style='dct' type='TBX-Basic' xml:lang='en' xmlns='urn:iso:std:iso:30042:ed-2' xmlns:min='x' xmlns:basic='y'>
<tbxHeader/><text><body><conceptEntry id='c1'><basic:definition>What is &lt;due&gt;.</basic:definition>
<langSec xml:lang='en'><termSec><term>fee</term></termSec></langSec>
<langSec xml:lang='zh-Hans'><termSec><term>费用</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>";
        assert_eq!(read(dct.as_bytes()).unwrap().rows, [row("fee", &["费用"], &[], None, "What is <due>.")]);
    }

    #[test]
    fn what_is_damaged_is_an_error() {
        for bad in [
            "",
            "no file",
            "<html/>",
            "<tbx><text><body>",
            "<martif><a></b></martif>",
            "<tbx><term>&nothing;</term></tbx>",
        ] {
            assert_eq!(read(bad.as_bytes()).unwrap_err().code(), "terms_not_tbx", "{bad}");
        }
        assert!(read(&[b'<', 0xFF, 0x00]).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_row_comes_back(english in "[a-z]{1,5}( [a-z<&>\"']{1,5})?", chinese in "[一-龥&<]{1,4}[一-龥]", note in "([a-z;,一-龥]{1,4} ?){0,3}") {
            let rows = vec![row(&english, &[&chinese], &[], Some("preferred"), &one_line(&note))];
            proptest::prop_assert_eq!(read(write(&rows).as_bytes()).unwrap().rows, rows);
        }
    }
}
