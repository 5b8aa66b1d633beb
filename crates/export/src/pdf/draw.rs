//! Pages to PDF operators, and the file around them.

use std::collections::BTreeMap;

use gungman_core::sheet::{PageNumberPiece, Sheet, Span};
use printpdf::{
    Codepoint, DictItem, FontId, Line, LinePoint, Mm, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions,
    Point, Pt, TextItem, TextMatrix,
};

use super::fonts::{Fonts, Glyph, Setter};
use super::pages::Set;
use super::setting::{Align, Column, Placed, SetLine, glyphs, set_lines};
use crate::error::ExportError;
use crate::form::{EDGE_LINE, Form, MARKING_MM, PAGE_NUMBER_SCALE, PAPER_HEIGHT_MM, PAPER_WIDTH_MM, PT_PER_MM, RULE};
use crate::visible::{clean, is_invisible};

/// The faces' names inside the file.
const NAMES: [&str; 4] = ["Serif", "SerifBold", "Sans", "SansBold"];
/// From the middle of a line to its baseline, in ems: where Chinese characters look centred.
const BASELINE: f32 = 0.37;
/// From the baseline down to an underline, and its thickness, in ems.
const UNDERLINE: (f32, f32) = (0.14, 0.05);

/// The pages' operators: text, rules, marking, page number.
pub fn pages(sheet: &Sheet, form: &Form, setter: &mut Setter<'_>, pages: &[Vec<Set>]) -> Vec<Vec<Op>> {
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let number = |(page, set): (u32, &Vec<Set>)| {
        let mut ink = Ink { form, ops: Vec::new() };
        edges(sheet, form, setter, (page, count), &mut ink);
        for set in set {
            ink.row(set);
        }
        ink.ops
    };
    (1..).zip(pages).map(number).collect()
}

/// The marking at head and foot; under it from page 2 on the running head, above it from the page that the sheet says on the number.
fn edges(sheet: &Sheet, form: &Form, setter: &mut Setter<'_>, (page, count): (u32, u32), ink: &mut Ink<'_>) {
    let line = |setter: &mut Setter<'_>, text: &str, size: f32, bold: bool, align: Align| {
        let column = Column { first: 0.0, rest: 0.0, right: form.measure, align };
        set_lines(&glyphs(setter, &[Span::plain(text)], size, bold), column).into_iter().next()
    };
    let edge = MARKING_MM * PT_PER_MM;
    let height = PAPER_HEIGHT_MM * PT_PER_MM;
    let small = form.size * PAGE_NUMBER_SCALE;
    let (mut head, mut foot) = (edge, edge);
    if let Some(marking) = sheet.marking.as_deref().map(clean).filter(|text| !text.is_empty())
        && let Some(line) = line(setter, &marking, form.size, true, Align::Centre)
    {
        ink.line(&line, height - edge - form.size * 0.86);
        ink.line(&line, edge + form.size * 0.14);
        head += form.size * EDGE_LINE;
        foot += form.size * EDGE_LINE;
    }
    if let Some(running) = sheet.running.as_deref().map(clean).filter(|text| page > 1 && !text.is_empty())
        && let Some(line) = line(setter, &running, small, false, Align::Right)
    {
        ink.line(&line, height - head - small * 0.86);
    }
    if sheet.is_numbered(page) {
        let write = |piece| match piece {
            PageNumberPiece::Text(text) => clean(text),
            PageNumberPiece::Number => page.to_string(),
            PageNumberPiece::Count => count.to_string(),
        };
        let number: String = sheet.page_number().map(write).collect();
        if let Some(line) = line(setter, &number, small, false, Align::Centre) {
            ink.line(&line, foot + small * 0.14);
        }
    }
}

/// A page while it is drawn.
struct Ink<'a> {
    form: &'a Form,
    ops: Vec<Op>,
}

impl Ink<'_> {
    fn row(&mut self, set: &Set) {
        let top = PAPER_HEIGHT_MM * PT_PER_MM - self.form.top - set.y;
        let bottom = top - set.row.height;
        for (wanted, y) in [(set.row.rule_above, top), (set.row.rule_below, bottom)] {
            if wanted {
                self.rule(0.0, self.form.measure, y, RULE);
            }
        }
        for line in &set.row.lines {
            let size = line.glyphs.iter().map(|placed| placed.glyph.size).fold(0.0, f32::max);
            self.line(line, f32::midpoint(top, bottom) - size * BASELINE);
        }
    }

    /// A line of text with its baseline at `y`, from the left margin.
    fn line(&mut self, line: &SetLine, y: f32) {
        if line.spread {
            self.begin_actual(line.glyphs.iter().map(|placed| placed.glyph.source).collect());
        }
        let mut x = line.x;
        let mut rest = line.glyphs.as_slice();
        while let Some(first) = rest.first() {
            let alike = rest.iter().take_while(|placed| same_run(&first.glyph, &placed.glyph)).count();
            let (run, after) = rest.split_at(alike);
            self.run(run, x, y);
            x += run.iter().map(|placed| placed.glyph.advance + placed.gap).sum::<f32>();
            rest = after;
        }
        if line.spread {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// Glyphs of one face and size.
    fn run(&mut self, run: &[Placed], x: f32, y: f32) {
        let Some(first) = run.first() else { return };
        let glyph = first.glyph;
        let inked: Vec<&Placed> = run.iter().filter(|placed| drawn(&placed.glyph)).collect();
        if inked.is_empty() {
            return;
        }
        let replaced = is_replaced(&glyph);
        if replaced {
            self.begin_actual(run.iter().map(|placed| placed.glyph.source).collect());
        }
        let face = NAMES.get(glyph.face).copied().unwrap_or(NAMES[0]);
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(FontId(face.to_owned())), size: Pt(glyph.size) },
            Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(self.form.left + x), Pt(y)) },
            Op::ShowText { items: items(&inked) },
            Op::EndTextSection,
        ]);
        if replaced {
            self.ops.push(Op::EndMarkedContent);
        }
        if glyph.underline {
            let width: f32 = run.iter().map(|placed| placed.glyph.advance + placed.gap).sum();
            let tail = run.last().map_or(0.0, |placed| placed.gap);
            self.rule(x, x + width - tail, y - UNDERLINE.0 * glyph.size, UNDERLINE.1 * glyph.size);
        }
    }

    /// Tells a reader of the file what the text is, where what is drawn is not it.
    fn begin_actual(&mut self, text: String) {
        let mut utf16 = vec![0xFE, 0xFF];
        utf16.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        let map = BTreeMap::from([("ActualText".to_owned(), DictItem::String { data: utf16, literal: false })]);
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".into(), properties: DictItem::Dict { map } });
    }

    /// A horizontal rule, from the left margin.
    fn rule(&mut self, from: f32, to: f32, y: f32, thickness: f32) {
        let point = |x: f32| LinePoint { p: Point { x: Pt(self.form.left + x), y: Pt(y) }, bezier: false };
        let line = Line { points: vec![point(from), point(to)], is_closed: false };
        self.ops.extend([Op::SetOutlineThickness { pt: Pt(thickness) }, Op::DrawLine { line }]);
    }
}

fn drawn(glyph: &Glyph) -> bool {
    glyph.drawn != '\n' && !is_invisible(glyph.drawn)
}

/// Whether a mark stands for a character no face has.
fn is_replaced(glyph: &Glyph) -> bool {
    glyph.drawn != glyph.source && glyph.drawn != ' '
}

fn same_run(a: &Glyph, b: &Glyph) -> bool {
    a.face == b.face
        && a.size.to_bits() == b.size.to_bits()
        && a.underline == b.underline
        && is_replaced(a) == is_replaced(b)
}

/// Glyphs with the gaps between, in thousandths of an em, to the left positive; each carries the text it stands for.
fn items(run: &[&Placed]) -> Vec<TextItem> {
    let codepoint = |placed: &&Placed| {
        let Placed { glyph, gap } = **placed;
        let offset = if gap.abs() > 0.001 { -gap / glyph.size * 1000.0 } else { 0.0 };
        Codepoint::with_cid(glyph.id, offset, glyph.drawn.to_string())
    };
    vec![TextItem::GlyphIds(run.iter().map(codepoint).collect())]
}

/// The file: pages, subset faces, title and language; no date, no producer's serial, so that the same sheet gives the
/// same bytes.
pub fn file(sheet: &Sheet, fonts: &Fonts, pages: Vec<Vec<Op>>) -> Result<Vec<u8>, ExportError> {
    let mut document = PdfDocument::new(&clean(&sheet.title));
    for (index, name) in NAMES.iter().enumerate() {
        let id = FontId((*name).to_owned());
        let handle = PdfFontHandle::External(id.clone());
        let used = pages.iter().flatten().any(|op| matches!(op, Op::SetFont { font, .. } if *font == handle));
        if let (true, Some(face)) = (used, fonts.parsed(index)) {
            document.resources.fonts.map.insert(id, PdfFont::new(face.clone()));
        }
    }
    let sheets = pages.into_iter().map(|ops| PdfPage::new(Mm(PAPER_WIDTH_MM), Mm(PAPER_HEIGHT_MM), ops)).collect();
    document.with_pages(sheets);
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    for warning in &warnings {
        tracing::debug!(page = warning.page, "printpdf: {}", warning.msg);
    }
    file.trailer.remove(b"ID");
    if let Ok(info) = file.trailer.get(b"Info").and_then(|info| info.as_reference())
        && let Ok(info) = file.get_dictionary_mut(info)
    {
        for entry in [
            "CreationDate",
            "ModDate",
            "GTS_PDFXVersion",
            "Identifier",
            "Trapped",
            "Author",
            "Creator",
            "Producer",
            "Subject",
            "Keywords",
        ] {
            info.remove(entry.as_bytes());
        }
    }
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Lang", sheet.lang.tag().to_owned());
    }
    "1.7".clone_into(&mut file.version);
    let mut bytes = Vec::new();
    file.compress();
    file.save_to(&mut bytes)?;
    Ok(bytes)
}
