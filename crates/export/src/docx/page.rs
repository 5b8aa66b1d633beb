//! Paper, margins, header, footer and the page number.

use docx_rs::{
    Docx, FieldCharType, Footer, Header, InstrNUMPAGES, InstrPAGE, InstrText, PageMargin, Paragraph, Run, RunFonts,
};
use gungman_core::sheet::{PageNumberPiece, Sheet};

use super::styles::id;
use super::{fonts, twips};
use crate::form::{Form, MARKING_MM, PAPER_HEIGHT_MM, PAPER_WIDTH_MM, PT_PER_MM};
use crate::visible::clean;

/// Sets A4, the margins, the classification marking at the head and foot of every page, the running head from page 2 on, and the
/// page number at the foot from the page that the sheet says.
pub fn set(document: Docx, sheet: &Sheet, form: &Form) -> Docx {
    let edge = twips(MARKING_MM * PT_PER_MM);
    let margin = PageMargin {
        top: twips(form.top),
        right: twips(form.right),
        bottom: twips(form.bottom),
        left: twips(form.left),
        header: edge,
        footer: edge,
        gutter: 0,
    };
    let paper = |mm: f32| twips(mm * PT_PER_MM).unsigned_abs();
    let foot = |page: u32| {
        let lines = sheet.is_numbered(page).then(|| page_number(sheet)).into_iter().chain(marking(sheet));
        some(lines.collect()).into_iter().fold(Footer::new(), Footer::add_paragraph)
    };
    let head = |page: u32| {
        let lines = marking(sheet).into_iter().chain(running(sheet).filter(|_| page > 1));
        some(lines.collect()).into_iter().fold(Header::new(), Header::add_paragraph)
    };
    document
        .page_size(paper(PAPER_WIDTH_MM), paper(PAPER_HEIGHT_MM))
        .page_margin(margin)
        .title_pg()
        .first_header(head(1))
        .header(head(2))
        .first_footer(foot(1))
        .footer(foot(2))
}

/// The lines of a header or footer; an empty one where there are none, because it must have a paragraph.
fn some(lines: Vec<Paragraph>) -> Vec<Paragraph> {
    if lines.is_empty() { vec![Paragraph::new().style(id::MARKING)] } else { lines }
}

/// The marking's line.
fn marking(sheet: &Sheet) -> Option<Paragraph> {
    line(sheet, id::MARKING, sheet.marking.as_deref())
}

/// The running head's line.
fn running(sheet: &Sheet) -> Option<Paragraph> {
    line(sheet, id::HEADER, sheet.running.as_deref())
}

fn line(sheet: &Sheet, style: &str, text: Option<&str>) -> Option<Paragraph> {
    let text = text.map(clean).filter(|text| !text.is_empty())?;
    Some(literal(Paragraph::new().style(style), &text, &fonts(&sheet.page)))
}

/// The page number's line: its text and fields that Word counts for itself, each run with the document's faces.
fn page_number(sheet: &Sheet) -> Paragraph {
    let faces = fonts(&sheet.page);
    sheet.page_number().fold(Paragraph::new().style(id::FOOTER), |line, piece| match piece {
        PageNumberPiece::Text(text) => literal(line, &clean(text), &faces),
        PageNumberPiece::Number => field(line, InstrText::PAGE(InstrPAGE::new()), &faces),
        PageNumberPiece::Count => field(line, InstrText::NUMPAGES(InstrNUMPAGES::new()), &faces),
    })
}

fn literal(line: Paragraph, text: &str, faces: &RunFonts) -> Paragraph {
    if text.is_empty() { line } else { line.add_run(Run::new().fonts(faces.clone()).add_text(text)) }
}

/// A field with what it likely says until Word has counted.
fn field(line: Paragraph, count: InstrText, faces: &RunFonts) -> Paragraph {
    let run = || Run::new().fonts(faces.clone());
    line.add_run(run().add_field_char(FieldCharType::Begin, false))
        .add_run(run().add_instr_text(count))
        .add_run(run().add_field_char(FieldCharType::Separate, false))
        .add_run(run().add_text("2"))
        .add_run(run().add_field_char(FieldCharType::End, false))
}
