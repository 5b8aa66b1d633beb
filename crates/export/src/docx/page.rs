//! Paper, margins, header, footer and the page number.

use docx_rs::{Docx, FieldCharType, Footer, Header, InstrPAGE, InstrText, PageMargin, Paragraph, Run, RunFonts};
use gungman_core::sheet::Sheet;

use super::styles::id;
use super::{fonts, twips};
use crate::form::{Form, MARKING_MM, PAPER_HEIGHT_MM, PAPER_WIDTH_MM, PT_PER_MM};
use crate::visible::clean;

/// Where the page number goes in `PageSetup::page_number`.
const NUMBER: &str = "{n}";

/// Sets A4, the margins, the classification marking at the head and foot of every page, and the page number at the foot
/// from page 2 on.
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
    let number = page_number(sheet);
    document
        .page_size(paper(PAPER_WIDTH_MM), paper(PAPER_HEIGHT_MM))
        .page_margin(margin)
        .title_pg()
        .first_header(Header::new().add_paragraph(marking(sheet)))
        .header(Header::new().add_paragraph(marking(sheet)))
        .first_footer(Footer::new().add_paragraph(marking(sheet)))
        .footer(match has_marking(sheet) {
            true => Footer::new().add_paragraph(number).add_paragraph(marking(sheet)),
            false => Footer::new().add_paragraph(number),
        })
}

fn has_marking(sheet: &Sheet) -> bool {
    sheet.marking.as_deref().is_some_and(|text| !clean(text).is_empty())
}

/// The marking's line; empty without one, because a header must have a paragraph.
fn marking(sheet: &Sheet) -> Paragraph {
    let line = Paragraph::new().style(id::MARKING);
    match sheet.marking.as_deref().map(clean).filter(|text| !text.is_empty()) {
        Some(text) => line.add_run(Run::new().fonts(fonts(&sheet.page)).add_text(text)),
        None => line,
    }
}

/// The page number's line: the text around `{n}` and a PAGE field, each run with the document's faces.
fn page_number(sheet: &Sheet) -> Paragraph {
    let faces = fonts(&sheet.page);
    let line = Paragraph::new().style(id::FOOTER);
    let pattern = clean(&sheet.page.page_number);
    match pattern.split_once(NUMBER) {
        Some((before, after)) => {
            let line = literal(line, before, &faces);
            literal(field(line, &faces), after, &faces)
        }
        None => literal(line, &pattern, &faces),
    }
}

fn literal(line: Paragraph, text: &str, faces: &RunFonts) -> Paragraph {
    if text.is_empty() { line } else { line.add_run(Run::new().fonts(faces.clone()).add_text(text)) }
}

fn field(line: Paragraph, faces: &RunFonts) -> Paragraph {
    let run = || Run::new().fonts(faces.clone());
    line.add_run(run().add_field_char(FieldCharType::Begin, false))
        .add_run(run().add_instr_text(InstrText::PAGE(InstrPAGE::new())))
        .add_run(run().add_field_char(FieldCharType::Separate, false))
        .add_run(run().add_text("2"))
        .add_run(run().add_field_char(FieldCharType::End, false))
}
