//! The closing line about whom to call. It has one right form in each language, so it is not the model's to write: it is
//! taken out of the points, and put behind the model's paragraphs in the template's words.

use gungman_core::template::EnquirySpec;
use gungman_core::{FactKind, Lang};
use gungman_lang::{facts, notes};

use crate::points;

/// Points without their line of enquiries, and that line as a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// What is left for the model.
    pub rest: String,
    /// The paragraph, when the points name a telephone for enquiries.
    pub closing: Option<String>,
}

/// Takes the enquiries out of the points. Only what is understood whole is taken: a trigger word (查詢, 搵, enquiries), a
/// telephone number, and between them at most a name or a post.
#[must_use]
pub fn take(points: &str, spec: &EnquirySpec, lang: Lang) -> Points {
    let mut rest = Vec::new();
    let mut closing = None;
    for line in points.lines() {
        match (closing.is_none() && !points::is_marked(line)).then(|| understand(line, spec, lang)).flatten() {
            Some((before, paragraph)) => {
                closing = Some(paragraph);
                if !before.is_empty() {
                    rest.push(before);
                }
            }
            None => rest.push(line.to_owned()),
        }
    }
    let rest = rest.join("\n").trim().to_owned();
    if rest.is_empty() {
        // There would be nothing left to write.
        return Points { rest: points.trim().to_owned(), closing: None };
    }
    Points { rest, closing }
}

const SEPARATORS: [char; 14] = [' ', '　', ',', '，', '。', '.', ':', '：', ';', '；', '-', '\t', '、', '/'];

/// A line as what stands before the enquiries, and the enquiries' paragraph.
fn understand(line: &str, spec: &EnquirySpec, lang: Lang) -> Option<(String, String)> {
    let found = facts::find(line);
    let mut phones = found.iter().filter(|fact| fact.kind == FactKind::Phone);
    let (phone, None) = (phones.next()?, phones.next()) else { return None };
    let (start, end) = (phone.start as usize, phone.start as usize + phone.source.len());
    let (head, tail) = (&line[..start], &line[end..]);
    let lower = head.to_lowercase();
    // The offsets of the lower-cased text are those of the line only where lower case changes no lengths.
    if lower.len() != head.len() {
        return None;
    }
    let trigger = spec
        .triggers
        .iter()
        .filter_map(|trigger| lower.find(trigger.as_str()).map(|at| (at, trigger.len())))
        .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
    let (at, word) = trigger.or_else(|| office(head, tail, spec))?;
    let before = head[..at].trim_matches(SEPARATORS).to_owned();
    let between = clean(&head[at + word..], spec);
    let after = clean(tail, spec);
    let who = match (between.is_empty(), after.is_empty()) {
        (_, true) => between,
        // A name or an office may stand behind the number, but nothing else.
        (true, false)
            if facts::find(&after).iter().any(|fact| fact.kind == FactKind::Name)
                || spec.offices.iter().any(|word| after.to_lowercase().ends_with(word.as_str())) =>
        {
            after
        }
        _ => return None,
    };
    // A sentence between the trigger and the number is more than a name.
    if who.chars().count() > 40 || who.contains(['，', '。', ',']) {
        return None;
    }
    let named = facts::find(&who).iter().any(|fact| fact.kind == FactKind::Name);
    let mut who = notes::prepare(&who, lang, notes::Persons::default());
    if !lang.is_chinese() && !named && who.starts_with(|c: char| c.is_ascii_lowercase()) {
        who.insert_str(0, "the ");
    }
    let number = facts::render(phone, lang);
    let form = if who.is_empty() { &spec.phone } else { &spec.name_and_phone };
    Some((before, form.replace("{phone}", &number).replace("{name}", &who)))
}

/// Whether a paragraph of the model's only says once more what the closing line says: one sentence about enquiries,
/// with no fact that the closing line lacks.
#[must_use]
pub fn repeats(text: &str, closing: &str, spec: &EnquirySpec) -> bool {
    let sentences = text.split_inclusive(['。', '！', '？']).flat_map(|part| part.split_inclusive(". ")).count();
    let lower = text.to_lowercase();
    let known = facts::find(closing);
    sentences == 1
        && spec.triggers.iter().any(|trigger| lower.contains(trigger.as_str()))
        && facts::find(text).iter().all(|fact| known.iter().any(|other| other.canonical == fact.canonical))
}

/// Where a post or an office stands before the number, when it is the line's last piece and nothing else.
fn office(head: &str, tail: &str, spec: &EnquirySpec) -> Option<(usize, usize)> {
    let at = head
        .rfind([',', '，', '。', '；', ';'])
        .map_or(0, |comma| comma + head[comma..].chars().next().map_or(0, char::len_utf8));
    let who = head[at..].trim().to_lowercase();
    let short = who.chars().count() <= if who.is_ascii() { 32 } else { 12 };
    let typed = head[at..].trim();
    let person = facts::find(typed).first().is_some_and(|fact| fact.kind == FactKind::Name && fact.source == typed);
    let ends = person || spec.offices.iter().any(|word| who.ends_with(word.as_str()));
    // 有變動打畀何先生 is a condition, and no name.
    let verb = spec.fillers.iter().any(|filler| {
        if filler.is_ascii() { who.split(' ').any(|word| word == filler) } else { who.contains(filler.as_str()) }
    });
    (short && ends && !verb && clean(tail, spec).is_empty()).then_some((at, 0))
}

fn clean(text: &str, spec: &EnquirySpec) -> String {
    let mut text = text.trim_matches(SEPARATORS);
    loop {
        let shorter = spec
            .fillers
            .iter()
            .find_map(|filler| {
                let head = text.get(..filler.len())?;
                let rest = &text[filler.len()..];
                // “To” begins no Tony.
                let whole = rest.is_empty() || !filler.is_ascii() || rest.starts_with(SEPARATORS);
                (whole && head.eq_ignore_ascii_case(filler)).then(|| rest.trim_matches(SEPARATORS))
            })
            .or_else(|| {
                spec.fillers.iter().find_map(|filler| {
                    let at = text.len().checked_sub(filler.len())?;
                    let tail = text.get(at..)?;
                    let whole = at == 0 || !filler.is_ascii() || text[..at].ends_with(SEPARATORS);
                    (whole && tail.eq_ignore_ascii_case(filler)).then(|| text[..at].trim_matches(SEPARATORS))
                })
            });
        match shorter {
            Some(shorter) => text = shorter,
            None => return text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(lang: Lang) -> EnquirySpec {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
        let shelf = crate::shelf::Shelf::load(&root).unwrap();
        shelf.template("memo").unwrap().prompts[&lang].enquiry.clone()
    }

    #[test]
    fn whom_to_call_becomes_a_paragraph_of_its_own() {
        let zh = spec(Lang::ZhHantHk);
        for (line, paragraph) in [
            ("查詢李小明先生 2987 6543", "如有查詢，請致電2987 6543與李小明先生聯絡。"),
            ("查詢搵張小姐 28351107", "如有查詢，請致電2835 1107與張小姐聯絡。"),
            ("enquiries: 3108 2290", "如有查詢，請致電3108 2290。"),
            ("有嘢問打2926 4310，區先生", "如有查詢，請致電2926 4310與區先生聯絡。"),
            ("不得販賣飲食，場地主任 24740011", "如有查詢，請致電2474 0011與場地主任聯絡。"),
            ("查詢人事組 2835 1001", "如有查詢，請致電2835 1001與人事組聯絡。"),
            ("查詢 2829 5258 客戶服務組", "如有查詢，請致電2829 5258與客戶服務組聯絡。"),
            ("熱線 2838 3111", "如有查詢，請致電2838 3111。"),
            ("查詢 消防區長蔡先生 2733 7777", "如有查詢，請致電2733 7777與消防區長蔡先生聯絡。"),
        ] {
            let points = take(&format!("甲\n{line}\n乙"), &zh, Lang::ZhHantHk);
            let rest = points.rest.replace("不得販賣飲食\n", "");
            assert_eq!((rest.as_str(), points.closing.as_deref()), ("甲\n乙", Some(paragraph)), "{line}");
        }
        let en = spec(Lang::EnGb);
        for (line, paragraph) in [
            ("Ms CHEUNG Wai-man 2835 1107", "For enquiries, please contact Ms CHEUNG Wai-man on 2835 1107."),
            ("enquiries Miss LAU Ka-yee 2835 1234", "For enquiries, please contact Miss LAU Ka-yee on 2835 1234."),
            ("查詢 2887 5103", "For enquiries, please call 2887 5103."),
            (
                "building management office 2802 3344",
                "For enquiries, please contact the building management office on 2802 3344.",
            ),
        ] {
            let points = take(&format!("a\n{line}"), &en, Lang::EnGb);
            assert_eq!(points.closing.as_deref(), Some(paragraph), "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_whole_stays_in_the_points() {
        let zh = spec(Lang::ZhHantHk);
        for line in
            ["call 2824 5000 if it happens again", "請傳真至2415 0099", "打2835 1107或2835 1108", "fax 2867 4590"]
        {
            let points = take(&format!("甲\n{line}"), &zh, Lang::ZhHantHk);
            assert_eq!((points.closing, points.rest), (None, format!("甲\n{line}")), "{line}");
        }
        let only = take("查詢 2887 5103", &zh, Lang::ZhHantHk);
        assert_eq!(only.closing, None, "there must be something to write");
    }

    #[test]
    fn a_second_closing_line_is_known() {
        let zh = spec(Lang::ZhHantHk);
        let closing = "如有查詢，請致電2810 2345與葉先生聯絡。";
        for (text, repeats) in [
            ("查詢請致電28102345。", true),
            ("如有查詢，請與本署聯絡。", true),
            ("如有查詢，請於2月19日前提出。", false),
            ("請於3月3日前回覆。如有查詢，請致電2810 2345。", false),
            ("請派員出席。", false),
        ] {
            assert_eq!(super::repeats(text, closing, &zh), repeats, "{text}");
        }
        let en = "For enquiries, please call 2810 2345.";
        assert!(super::repeats("If you have any enquiries, please call 2810 2345.", en, &spec(Lang::EnGb)));
    }

    #[test]
    fn what_stands_before_the_enquiries_stays() {
        let points = take("請2月19日前確認 聯絡人 葉先生 2810 2345", &spec(Lang::ZhHantHk), Lang::ZhHantHk);
        assert_eq!(points.rest, "請2月19日前確認");
        assert_eq!(points.closing.as_deref(), Some("如有查詢，請致電2810 2345與葉先生聯絡。"));
    }
}
