//! Template + Document -> Sheet: the official form, filled in.
//!
//! Pure and quick, because the window calls it after every keystroke. The layout is the template's; what is decided
//! here is only how a placeholder becomes text in the document's language and which lines fall away.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use gungman_core::template::ChoiceLists;
use gungman_core::template::LayoutCell;
use gungman_core::{
    Block, Cell, Document, FactKind, FieldKind, GridRow, Lang, LayoutPart, Part, Role, Run, Sheet, Span, Template,
    Text, plain_text,
};
use gungman_lang::{dates, facts, letters};

use crate::annex::{self, Annex};
use crate::points;

/// What the sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The page in the window: a required value that is missing shows as a ghost.
    Preview,
    /// A file that leaves: what is missing is left out.
    Export,
}

/// Lays a document out.
///
/// `today` stands where a date field's default is `today` and nothing was typed.
#[must_use]
pub fn compose(
    document: &Document,
    template: &Template,
    choices: &ChoiceLists,
    today: NaiveDate,
    purpose: Purpose,
) -> Sheet {
    let values = Values { document, template, choices, today };
    let filler = Filler { values: &values, ghosts: purpose == Purpose::Preview };
    let mut marking = None;
    let mut parts = Vec::new();
    let mut text = body(document, template);
    let annexes = text.iter().position(|part| matches!(part, Part::Annex { .. }));
    let annexes = text.split_off(annexes.unwrap_or(text.len()));
    // What is not yet given stands on the first page as a stand-in, and not again on every other.
    let heads = Filler { values: &values, ghosts: false }.line(template.page.running.get(document.lang));
    let running = heads.first().map(|text| plain_text(text)).filter(|text| !text.trim().is_empty());
    for part in template.layout.get(&document.lang).into_iter().flatten() {
        if !part.when.iter().all(|condition| values.holds(condition)) {
            continue;
        }
        match part.role {
            Role::Marking => {
                let text = values.plain(&part.text);
                marking = (!text.is_empty()).then_some(text);
            }
            Role::Body => parts.extend(text.clone()),
            _ => parts.extend(filler.part(part)),
        }
    }
    // Annexes come after all that the paper itself says.
    parts.extend(annexes);
    let subject = document.field("subject");
    let title = if subject.is_empty() { template.name.get(document.lang) } else { subject };
    Sheet { lang: document.lang, title: title.to_owned(), marking, running, page: template.page.clone(), parts }
}

/// The values of a document as its language prints them.
struct Values<'a> {
    document: &'a Document,
    template: &'a Template,
    choices: &'a ChoiceLists,
    today: NaiveDate,
}

impl Values<'_> {
    /// What is stored for a field, or its default.
    fn raw(&self, id: &str) -> String {
        let typed = self.document.field(id);
        if !typed.is_empty() {
            return typed.to_owned();
        }
        match self.template.field(id) {
            Some(field) if field.kind == FieldKind::Date && field.default == "today" => {
                self.today.format("%Y-%m-%d").to_string()
            }
            Some(field) => field.default.clone(),
            None => String::new(),
        }
    }

    fn holds(&self, condition: &str) -> bool {
        if let Some((id, value)) = condition.split_once("!=") {
            self.raw(id) != value
        } else if let Some((id, value)) = condition.split_once('=') {
            self.raw(id) == value
        } else if let Some(id) = condition.strip_prefix('!') {
            self.raw(id).is_empty()
        } else {
            !self.raw(condition).is_empty()
        }
    }

    /// The lines a placeholder prints; none when there is nothing.
    fn lines(&self, id: &str) -> Vec<String> {
        let lang = self.document.lang;
        let one = |text: String| if text.is_empty() { Vec::new() } else { vec![text] };
        if let Some((id, form)) = id.split_once(':') {
            let raw = self.raw(id);
            let date = NaiveDate::parse_from_str(&raw, "%Y-%m-%d");
            return one(date.map_or(raw, |date| dates::render_as(date, form, lang)));
        }
        if let Some(key) = id.strip_prefix('@') {
            return one(self.template.labels.get(key).map_or(String::new(), |label| label.get(lang).to_owned()));
        }
        match id {
            "addressee_line" => return one(self.addressee_line()),
            "salutation_line" => return one(self.salutation_line()),
            "closing_line" => return one(letters::closing(&self.salutation_line()).to_owned()),
            _ => {}
        }
        let raw = self.raw(id);
        let Some(field) = self.template.field(id) else { return Vec::new() };
        match field.kind {
            FieldKind::Lines => raw.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect(),
            // A date that is not one yet is shown as typed: the form says what is wrong with it.
            FieldKind::Date => one(NaiveDate::parse_from_str(&raw, "%Y-%m-%d").map_or(raw, |d| dates::render(d, lang))),
            FieldKind::Choice => {
                let choice = self.choices.get(&field.choices).and_then(|list| list.get(&raw));
                one(choice.map_or(String::new(), |choice| choice.print.get(lang).to_owned()))
            }
            _ => one(raw),
        }
    }

    fn plain(&self, text: &str) -> String {
        pieces(text)
            .map(|piece| match piece {
                Piece::Literal(text) => text.to_owned(),
                Piece::Field(names) => self.first(names).map_or(String::new(), |(_, lines)| lines.join(" ")),
            })
            .collect()
    }

    /// The first of several alternatives that prints anything.
    fn first<'n>(&self, names: &'n str) -> Option<(&'n str, Vec<String>)> {
        names.split('|').map(|id| (id, self.lines(id))).find(|(_, lines)| !lines.is_empty())
    }

    fn honorific(&self) -> (String, String) {
        let print = self
            .template
            .field("honorific")
            .and_then(|field| self.choices.get(&field.choices))
            .and_then(|list| list.get(&self.raw("honorific")))
            .map(|choice| choice.print.clone())
            .unwrap_or_default();
        (print.zh, print.en)
    }

    /// The last (Chinese) or first (English) line of the address: the full name with its title.
    fn addressee_line(&self) -> String {
        let name = self.raw("addressee");
        if name.is_empty() {
            return name;
        }
        let (zh, en) = self.honorific();
        match (self.document.lang.is_chinese(), en.is_empty()) {
            (true, _) => letters::with_honorific(&name, &zh),
            (false, true) => name,
            (false, false) => format!("{en} {name}"),
        }
    }

    fn salutation_line(&self) -> String {
        let lang = self.document.lang;
        let typed = self.raw("salutation");
        if !typed.is_empty() {
            let bare = typed.trim_end_matches(['：', ':', ',', '，']);
            return format!("{bare}{}", if lang.is_chinese() { "：" } else { "," });
        }
        let (zh, en) = self.honorific();
        letters::salutation(&self.raw("addressee"), &zh, &en, lang)
    }
}

pub(crate) enum Piece<'a> {
    Literal(&'a str),
    Field(&'a str),
}

/// Cuts a layout text into literals and placeholders.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inner) = rest.strip_prefix('{')
            && let Some((names, after)) = inner.split_once('}')
        {
            rest = after;
            return Some(Piece::Field(names));
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(at, _)| at);
        let (literal, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Literal(literal))
    })
}

struct Filler<'a> {
    values: &'a Values<'a>,
    ghosts: bool,
}

impl Filler<'_> {
    fn part(&self, part: &LayoutPart) -> Option<Part> {
        let one = |text: &str| self.line(text).into_iter().next();
        let lines = || {
            let lines: Vec<Text> = part.lines.iter().flat_map(|line| self.line(line)).collect();
            lines.iter().any(|line| !line.is_empty()).then_some(lines)
        };
        match part.role {
            Role::Marking | Role::Body => None,
            Role::Letterhead => lines().map(|lines| Part::Letterhead { lines }),
            Role::Delivery => one(&part.text).map(|text| Part::Delivery { text }),
            Role::Title => one(&part.text).map(|text| Part::Title { text }),
            Role::Grid => {
                let cell = |cell: &Option<LayoutCell>| cell.as_ref().and_then(|cell| self.cell(cell));
                let rows: Vec<GridRow> = part
                    .rows
                    .iter()
                    .map(|row| GridRow { left: cell(&row.left), right: cell(&row.right) })
                    .filter(|row| row.left.is_some() || row.right.is_some())
                    .collect();
                (!rows.is_empty()).then_some(Part::Grid { rows })
            }
            Role::References => {
                let cells: Vec<Cell> = part.cells.iter().filter_map(|cell| self.cell(cell)).collect();
                (!cells.is_empty()).then_some(Part::References { cells })
            }
            Role::Numbered => {
                let cells: Vec<Cell> = self
                    .list(part)
                    .map_or_else(Vec::new, |(_, items)| items)
                    .into_iter()
                    .zip(1_u32..)
                    .map(|(text, number)| Cell { label: format!("{number}."), value: vec![text] })
                    .collect();
                (!cells.is_empty()).then_some(Part::References { cells })
            }
            Role::Address | Role::Lines => lines().map(|lines| Part::Address { lines }),
            Role::Date => one(&part.text).map(|text| Part::Date { text }),
            Role::Salutation => one(&part.text).map(|text| Part::Salutation { text }),
            Role::Subject => one(&part.text).map(|text| Part::Subject { text }),
            Role::Closing => one(&part.text).map(|text| Part::Closing { text }),
            Role::Signature => lines().map(|lines| Part::Signature { lines }),
            Role::Enclosures => self.list(part).map(|(label, items)| Part::Enclosures { label, items }),
            Role::Copies => self.list(part).map(|(label, items)| Part::Copies { label, items }),
            Role::DateLine => one(&part.text).map(|text| Part::DateLine { text }),
        }
    }

    fn list(&self, part: &LayoutPart) -> Option<(Text, Vec<Text>)> {
        let items: Vec<Text> = self
            .values
            .lines(&part.items)
            .into_iter()
            .map(|text| vec![Span { text, field: Some(part.items.clone()), ..Span::default() }])
            .chain(part.annexes.then(|| self.annexes()).into_iter().flatten())
            .collect();
        (!items.is_empty()).then(|| (vec![Span::plain(self.values.plain(&part.label))], items))
    }

    /// The document's annexes as lines of a list.
    fn annexes(&self) -> Vec<Text> {
        let Values { document, template, .. } = self.values;
        let style = &template.body.annex;
        annex::headings(document, style)
            .filter_map(|(_, heading)| {
                let annex = Annex::read(&heading, style)?;
                Some(vec![Span::plain(annex.listed(style, document.lang))])
            })
            .collect()
    }

    fn cell(&self, cell: &LayoutCell) -> Option<Cell> {
        let value = self.line(&cell.value);
        (cell.keep || !value.is_empty()).then(|| Cell { label: self.values.plain(&cell.label), value })
    }

    /// One layout line as the lines it prints: none when its placeholders are all empty, several when it is nothing but
    /// a list.
    fn line(&self, text: &str) -> Vec<Text> {
        let mut spans: Text = Vec::new();
        let (mut fields, mut filled) = (0_usize, 0_usize);
        let parsed: Vec<Piece> = pieces(text).collect();
        let alone = parsed.len() == 1;
        for piece in &parsed {
            match piece {
                Piece::Literal(literal) => {
                    // A value that ends with a stop (4:15 p.m.) ends the sentence too.
                    let stopped = spans.last().is_some_and(|span| span.text.ends_with('.'));
                    let literal = literal.strip_prefix('.').filter(|_| stopped).unwrap_or(literal);
                    spans.push(Span::plain(literal));
                }
                Piece::Field(names) => {
                    fields += 1;
                    if let Some((id, lines)) = self.values.first(names) {
                        filled += 1;
                        let field = source_field(id);
                        if alone && lines.len() > 1 {
                            let line = |text| vec![Span { text, field: field.clone(), ..Span::default() }];
                            return lines.into_iter().map(line).collect();
                        }
                        let joint = if self.values.document.lang.is_chinese() { "、" } else { ", " };
                        spans.push(Span { text: lines.join(joint), field, ..Span::default() });
                    } else if let Some(ghost) = self.ghost(names) {
                        filled += 1;
                        spans.push(ghost);
                    }
                }
            }
        }
        if fields > 0 && filled == 0 { Vec::new() } else { vec![spans] }
    }

    /// What stands in the preview for a required field that is empty.
    fn ghost(&self, names: &str) -> Option<Span> {
        if !self.ghosts {
            return None;
        }
        let field = names.split('|').filter_map(|id| self.values.template.field(id)).find(|field| field.required)?;
        let text = field.label.get(self.values.document.lang).to_owned();
        Some(Span { text, ghost: true, field: Some(field.id.clone()), ..Span::default() })
    }
}

/// The field a click on the text leads to.
fn source_field(id: &str) -> Option<String> {
    match id {
        "salutation_line" | "closing_line" | "addressee_line" => Some("addressee".to_owned()),
        _ if id.contains(':') => id.split_once(':').map(|(id, _)| id.to_owned()),
        _ if id.starts_with('@') => None,
        _ => Some(id.to_owned()),
    }
}

/// The body's blocks with their numbers: `2.` from the paragraph the template says, `(a)` and `(i)` below it; in sections,
/// `1.` for headings and `1.1` for paragraphs. All count anew in an annex.
fn body(document: &Document, template: &Template) -> Vec<Part> {
    let style = &template.body;
    let (mut sections, mut paragraphs, mut items) = (0_u32, 0_u32, [0_u32; 2]);
    let mut number_from = style.number_from;
    let mut parts = Vec::with_capacity(document.body.len() + 1);
    let column = style.action.get(document.lang);
    if !column.is_empty() {
        parts.push(Part::ActionHead { text: vec![Span { bold: true, ..Span::plain(column) }] });
    }
    for (index, block) in document.body.iter().enumerate() {
        let at = u32::try_from(index).unwrap_or(u32::MAX);
        if let Block::Heading { .. } = block
            && let heading = block.text()
            && let Some(annex) = Annex::read(&heading, &style.annex)
        {
            (sections, paragraphs, items) = (0, 0, [0; 2]);
            number_from = style.annex.number_from;
            let name = annex.name(&style.annex, document.lang);
            parts.push(Part::Annex { name, title: tail(block.runs(), annex.title), block: at });
            continue;
        }
        let (mut text, action) = if column.is_empty() { (spans(block.runs()), None) } else { acted(block.runs()) };
        if style.press_dates {
            text.iter_mut().for_each(|span| span.text = press_dates(&span.text, document.lang));
        }
        match block {
            Block::Paragraph { .. } => {
                paragraphs += 1;
                items = [0; 2];
                let number = match style.sectioned {
                    true => (sections > 0).then(|| format!("{sections}.{paragraphs}")),
                    false if !style.mark.is_empty() => Some(style.mark.clone()),
                    false => (number_from > 0 && paragraphs >= number_from).then(|| format!("{paragraphs}.")),
                };
                let indent = number.is_none() && style.indent && !style.flush.contains(&document.lang);
                parts.push(Part::Paragraph { number, indent, text, block: at });
            }
            Block::Item { level, .. } => {
                let deep = usize::from(*level > 1);
                items[deep] += 1;
                if deep == 0 {
                    items[1] = 0;
                }
                let number = if deep == 0 { letter_mark(items[0]) } else { roman_mark(items[1]) };
                parts.push(Part::Item { number, level: if deep == 0 { 1 } else { 2 }, text, block: at });
            }
            Block::Heading { .. } => {
                items = [0; 2];
                let number = style.sectioned.then(|| {
                    sections += 1;
                    paragraphs = 0;
                    format!("{sections}.")
                });
                parts.push(Part::Heading { number, text, block: at });
            }
        }
        parts.extend(action.map(|text| Part::Action { text, block: at }));
    }
    parts
}

fn spans(runs: &[Run]) -> Text {
    let span = |run: &Run| Span { text: run.text.clone(), bold: run.bold, underline: run.underline, ..Span::default() };
    runs.iter().map(span).collect()
}

/// The end of a heading that is `title`, with its emphasis.
fn tail(runs: &[Run], title: &str) -> Text {
    let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut before = whole.trim_end().len().saturating_sub(title.len());
    let mut text = spans(runs);
    for span in &mut text {
        let cut = before.min(span.text.len());
        span.text.drain(..cut);
        before -= cut;
    }
    text.retain(|span| !span.text.is_empty());
    text
}

/// A text with its dates as press releases have them: `November 23`, 十一月二十三日.
fn press_dates(text: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for fact in facts::find(text).iter().filter(|fact| fact.kind == FactKind::Date) {
        let (start, end) = (fact.start as usize, fact.start as usize + fact.source.len());
        let Some(day) = dates::Day::from_canonical(&fact.canonical).filter(|_| start >= at) else { continue };
        out.push_str(&text[at..start]);
        out.push_str(&day.render_press(lang));
        at = end;
    }
    out + &text[at..]
}

/// A block's text without the `【…】` at its end, and what stands in that.
fn acted(runs: &[Run]) -> (Text, Option<Text>) {
    let mut text = spans(runs);
    let whole: String = text.iter().map(|span| span.text.as_str()).collect();
    let Some((before, action)) = points::take_action(&whole) else { return (text, None) };
    let mut rest = before.len();
    for span in &mut text {
        let kept = rest.min(span.text.len());
        span.text.truncate(kept);
        rest -= kept;
    }
    text.retain(|span| !span.text.is_empty());
    (text, Some(vec![Span { bold: true, ..Span::plain(action) }]))
}

/// `(a)` … `(z)`, `(aa)` …
fn letter_mark(n: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = n;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    format!("({})", letters.iter().rev().collect::<String>())
}

/// `(i)`, `(ii)`, …
fn roman_mark(n: u32) -> String {
    const NUMERALS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut rest = n;
    let mut mark = String::new();
    for (value, letters) in NUMERALS {
        while rest >= value {
            mark.push_str(letters);
            rest -= value;
        }
    }
    format!("({mark})")
}

/// The values of a document by field id as its language prints them, lists joined: what a prompt may name.
#[must_use]
pub fn printed_values(
    document: &Document,
    template: &Template,
    choices: &ChoiceLists,
    today: NaiveDate,
) -> BTreeMap<String, String> {
    let values = Values { document, template, choices, today };
    let joint = if document.lang.is_chinese() { "、" } else { ", " };
    template.fields.iter().map(|field| (field.id.clone(), values.lines(&field.id).join(joint))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_on_past_the_alphabet() {
        assert_eq!([1, 2, 26, 27, 28].map(letter_mark), ["(a)", "(b)", "(z)", "(aa)", "(ab)"]);
        assert_eq!([1, 4, 9, 14].map(roman_mark), ["(i)", "(iv)", "(ix)", "(xiv)"]);
    }

    #[test]
    fn pieces_keep_every_character() {
        let text = "（{signer}　　代行）{a|b}{";
        let joined: String = pieces(text)
            .map(|piece| match piece {
                Piece::Literal(text) => text.to_owned(),
                Piece::Field(names) => format!("{{{names}}}"),
            })
            .collect();
        assert_eq!(joined, text);
    }
}
