//! The named styles, one for each role, and the document's defaults.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, ParagraphProperty, SpecialIndentType, Style, StyleType, Tab,
    TabValueType,
};
use gungman_core::sheet::Sheet;

use super::numbers::Numbers;
use super::{fonts, half_points, twips};
use crate::form::{EDGE_LINE, Form, LETTERHEAD_SCALE, PAGE_NUMBER_SCALE, TITLE_SCALE};

/// The ids of the styles. What Word has a style for is Word's own ([`BUILT_IN`]), so that a clerk finds it under the name that
/// Word gives it in the clerk's language; the rest is named in words.
pub mod id {
    /// The base of all others: single gaps, no indent.
    pub const PLAIN: &str = "FormText";
    pub const LETTERHEAD: &str = "Letterhead";
    pub const DELIVERY: &str = "Delivery";
    pub const DATE: &str = "Date";
    pub const TITLE: &str = "Title";
    pub const GRID: &str = "HeaderBox";
    pub const REFERENCE: &str = "Reference";
    pub const SALUTATION: &str = "Salutation";
    pub const SUBJECT: &str = "Subtitle";
    pub const BODY: &str = "BodyText";
    pub const BODY_INDENT: &str = "BodyTextFirstIndent";
    /// A paragraph with a number.
    pub const BODY_NUMBERED: &str = "ListNumber";
    /// `(a)` and `(i)`.
    pub const ITEM: [&str; 2] = ["ListNumber2", "ListNumber3"];
    pub const HEADING: &str = "Heading1";
    /// The column of actions of minutes.
    pub const ACTION: &str = "Action";
    /// Its head, which stands on every page.
    pub const ACTION_HEAD: &str = "ActionHead";
    /// The name of an annex, which begins a page.
    pub const ANNEX: &str = "Annex";
    /// Its title.
    pub const ANNEX_TITLE: &str = "AnnexTitle";
    pub const CLOSING: &str = "Closing";
    pub const SIGNATURE: &str = "Signature";
    pub const LIST: &str = "Copies";
    pub const MARKING: &str = "Marking";
    pub const HEADER: &str = "Header";
    pub const FOOTER: &str = "Footer";
    /// A cell of a table of two languages.
    pub const PAIR: &str = "BilingualText";
    /// A cell of such a table's first row, which stands on every page.
    pub const PAIR_HEAD: &str = "BilingualHead";
}

/// The styles that are Word's own, and the names by which Word knows them in every language.
const BUILT_IN: &[(&str, &str)] = &[
    ("Normal", "Normal"),
    (id::DATE, "Date"),
    (id::TITLE, "Title"),
    (id::SALUTATION, "Salutation"),
    (id::SUBJECT, "Subtitle"),
    (id::BODY, "Body Text"),
    (id::BODY_INDENT, "Body Text First Indent"),
    (id::BODY_NUMBERED, "List Number"),
    (id::ITEM[0], "List Number 2"),
    (id::ITEM[1], "List Number 3"),
    (id::HEADING, "heading 1"),
    (id::CLOSING, "Closing"),
    (id::SIGNATURE, "Signature"),
    (id::HEADER, "header"),
    (id::FOOTER, "footer"),
];

/// Whether a style is one of Word's own.
#[must_use]
pub fn is_built_in(id: &str) -> bool {
    BUILT_IN.iter().any(|(known, _)| *known == id)
}

/// Space around a paragraph of a style, in points.
#[derive(Clone, Copy, Default)]
struct Space {
    before: f32,
    after: f32,
}

/// Sets the defaults and adds the styles; those of numbered paragraphs number by themselves.
pub fn add(document: Docx, sheet: &Sheet, form: &Form, numbers: &Numbers) -> Docx {
    let size = form.size;
    let style = |id: &str, name: &str, space: Space| role(sheet, form, id, name, space);
    let built_in = |id: &str, space: Space| {
        let name = BUILT_IN.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| *name);
        role(sheet, form, id, name, space)
    };
    let gap = Space { after: form.gap, ..Space::default() };
    let none = Space::default();
    let tight = Space { before: size * 0.15, after: size * 0.15 };
    let [first, second] = form.items;
    // Two lines of them fit into a margin: they are set closer than the body.
    let edge = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(twips(size * EDGE_LINE)).before(0).after(0);
    let small = half_points(size * PAGE_NUMBER_SCALE);
    let right_half = |style: Style| {
        style.align(AlignmentType::Center).indent(Some(twips(form.signature)), None, None, None).together()
    };
    let all = [
        style(id::PLAIN, "Form text", none),
        style(id::LETTERHEAD, "Letterhead", none).align(AlignmentType::Center),
        style(id::DELIVERY, "Delivery", gap).align(AlignmentType::Right).bold(),
        built_in(id::DATE, gap).align(AlignmentType::Right),
        built_in(id::TITLE, gap).align(AlignmentType::Center).bold().size(half_points(size * TITLE_SCALE)).next_too(),
        style(id::GRID, "Header box", tight),
        style(id::REFERENCE, "Reference", none).hang(0.0, form.reference),
        built_in(id::SALUTATION, gap),
        built_in(id::SUBJECT, Space { before: form.gap * 0.4, after: form.gap })
            .align(AlignmentType::Center)
            .bold()
            .next_too()
            .next(id::BODY),
        built_in(id::BODY, gap).align(AlignmentType::Both).tab(form.tab),
        built_in(id::BODY_INDENT, gap).align(AlignmentType::Both).indent(
            Some(0),
            Some(SpecialIndentType::FirstLine(twips(form.tab))),
            None,
            None,
        ),
        built_in(id::BODY_NUMBERED, gap).align(AlignmentType::Both).tab(form.tab),
        built_in(id::ITEM[0], gap).align(AlignmentType::Both).hang(first.mark, first.text),
        built_in(id::ITEM[1], gap).align(AlignmentType::Both).hang(second.mark, second.text),
        built_in(id::HEADING, Space { before: form.gap * 0.4, after: form.gap * 0.6 })
            .bold()
            .tab(form.tab)
            .outline_lvl(0)
            .next_too()
            .next(id::BODY),
        style(id::ACTION_HEAD, "Action head", none).indent(Some(twips(size)), None, None, None),
        style(id::ACTION, "Action", gap).indent(Some(twips(size)), None, None, None),
        style(id::ANNEX, "Annex", gap).align(AlignmentType::Right).bold().next_too(),
        style(id::ANNEX_TITLE, "Annex title", Space { before: form.gap * 0.4, after: form.gap })
            .align(AlignmentType::Center)
            .bold()
            .next_too()
            .together()
            .next(id::BODY),
        right_half(built_in(id::CLOSING, none)),
        right_half(built_in(id::SIGNATURE, none)),
        style(id::LIST, "Copies", none).hang(0.0, form.list),
        style(id::MARKING, "Marking", none).align(AlignmentType::Center).bold().line_spacing(edge.clone()),
        built_in(id::HEADER, none).align(AlignmentType::Right).size(small).line_spacing(edge.clone()),
        built_in(id::FOOTER, none).align(AlignmentType::Center).size(small).line_spacing(edge),
    ];
    let document = document
        .default_fonts(fonts(&sheet.page))
        .default_size(half_points(size))
        .default_tab_stop(twips(form.tab).unsigned_abs() as usize);
    all.into_iter().fold(document, |document, style| {
        let own = style.style_id.clone();
        document.add_style(numbers.style(&own, style))
    })
}

/// Adds the styles of a table of two languages.
pub fn add_pairs(document: Docx, sheet: &Sheet, form: &Form) -> Docx {
    let space = Space { before: form.size * 0.25, after: form.size * 0.25 };
    let text = role(sheet, form, id::PAIR, "Bilingual text", space);
    let head = role(sheet, form, id::PAIR_HEAD, "Bilingual head", space).bold().next_too();
    document.add_style(text).add_style(head)
}

/// The style of a role.
fn role(sheet: &Sheet, form: &Form, id: &str, name: &str, space: Space) -> Style {
    let mut style =
        Style::new(id, StyleType::Paragraph).name(name).fonts(fonts(&sheet.page)).size(half_points(form.size));
    if id != id::PLAIN {
        style = style.based_on(id::PLAIN);
    }
    style.line_spacing(spacing(form, space)).widow()
}

/// The line spacing of the body with some space around: at least the line's height, so that a larger face still fits.
fn spacing(form: &Form, space: Space) -> LineSpacing {
    LineSpacing::new()
        .line_rule(LineSpacingType::AtLeast)
        .line(twips(form.line))
        .before(twips(space.before).unsigned_abs())
        .after(twips(space.after).unsigned_abs())
}

/// The size of the letterhead's first line, in half points.
pub fn letterhead_size(form: &Form) -> usize {
    half_points(form.size * LETTERHEAD_SCALE)
}

/// The settings docx-rs has on paragraphs but not on styles.
trait StyleExt {
    fn with(self, change: impl FnOnce(ParagraphProperty) -> ParagraphProperty) -> Self;
    /// Never one line alone at a page's head or foot.
    fn widow(self) -> Self;
    /// On the page of the paragraph after it.
    fn next_too(self) -> Self;
    /// All lines on one page.
    fn together(self) -> Self;
    /// A tab stop, in points from the margin.
    fn tab(self, at: f32) -> Self;
    /// A mark at `mark` and text at `text`, in points from the margin.
    fn hang(self, mark: f32, text: f32) -> Self;
}

impl StyleExt for Style {
    fn with(mut self, change: impl FnOnce(ParagraphProperty) -> ParagraphProperty) -> Self {
        self.paragraph_property = change(self.paragraph_property);
        self
    }

    fn widow(self) -> Self {
        self.with(|paragraph| paragraph.widow_control(true))
    }

    fn next_too(self) -> Self {
        self.with(|paragraph| paragraph.keep_next(true))
    }

    fn together(self) -> Self {
        self.with(|paragraph| paragraph.keep_lines(true))
    }

    fn tab(self, at: f32) -> Self {
        self.with(|paragraph| {
            paragraph.add_tab(Tab::new().val(TabValueType::Left).pos(twips(at).unsigned_abs() as usize))
        })
    }

    fn hang(self, mark: f32, text: f32) -> Self {
        self.tab(text).indent(Some(twips(text)), Some(SpecialIndentType::Hanging(twips(text - mark))), None, None)
    }
}
