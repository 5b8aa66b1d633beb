//! The four faces, which of them has a character, and how wide it is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use printpdf::ParsedFont;
use ttf_parser::gsub::{SingleSubstitution, SubstitutionSubtable};
use ttf_parser::{Face, GlyphId, Tag};

use crate::error::ExportError;
use crate::visible::is_invisible;

/// The files of the faces, in the order of [`FaceIndex`].
const FILES: [&str; 4] =
    ["NotoSerifHK_400Regular.ttf", "NotoSerifHK_700Bold.ttf", "NotoSansHK_400Regular.ttf", "NotoSansHK_700Bold.ttf"];
/// Which faces are asked for a character, in turn: the weight wanted first, serif before sans.
const REGULAR: [FaceIndex; 4] = [0, 2, 1, 3];
const BOLD: [FaceIndex; 4] = [1, 3, 0, 2];
/// Marks that a Hong Kong face draws as wide as a Chinese character, and Latin text wants narrow.
const NARROWED: &str = "‘’“”–—…·";
/// Latin letters of Noto Serif HK are large on their body: an English document is set at this much of its size, to look
/// like the same size of Times.
const LATIN_SCALE: f32 = 0.94;
/// Drawn for a character that no face has: 〓, the printer's mark for a missing sort.
const GETA: char = '〓';

/// A face: its place in [`FILES`].
pub type FaceIndex = usize;

/// The faces a PDF is set in. Load them once; every export borrows them.
#[derive(Debug)]
pub struct Fonts {
    faces: Vec<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    bytes: Vec<u8>,
    parsed: ParsedFont,
}

impl Fonts {
    /// Reads the four faces from a folder: Noto Serif HK and Noto Sans HK, regular and bold. The sans faces are drawn
    /// where the serif ones lack a character.
    ///
    /// # Errors
    ///
    /// [`ExportError::FontMissing`] when a file cannot be read, [`ExportError::FontUnreadable`] when it is no font.
    pub fn load(dir: &Path) -> Result<Fonts, ExportError> {
        let load = |name: &str| {
            let path = dir.join(name);
            let bytes = fs::read(&path).map_err(|source| ExportError::FontMissing { path: path.clone(), source })?;
            if Face::parse(&bytes, 0).is_err() {
                return Err(ExportError::FontUnreadable { path });
            }
            match ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()) {
                Some(parsed) => Ok(Loaded { bytes, parsed }),
                None => Err(ExportError::FontUnreadable { path }),
            }
        };
        Ok(Fonts { faces: FILES.iter().map(|name| load(name)).collect::<Result<_, _>>()? })
    }

    /// The face as the PDF writer wants it.
    pub(super) fn parsed(&self, face: FaceIndex) -> Option<&ParsedFont> {
        self.faces.get(face).map(|loaded| &loaded.parsed)
    }

    /// Opens the faces to measure with, for an English or a Chinese document.
    pub(super) fn open(&self, english: bool) -> Setter<'_> {
        let faces = self.faces.iter().filter_map(|loaded| Face::parse(&loaded.bytes, 0).ok()).collect();
        Setter { faces, english, missing: BTreeSet::new() }
    }
}

/// One character, set: what is drawn, in which face, how wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character of the text.
    pub source: char,
    /// The character drawn: the source, a plain space for a fixed one, or 〓.
    pub drawn: char,
    /// The glyph drawn, in the face's own numbering.
    pub id: u16,
    /// The face it is drawn in.
    pub face: FaceIndex,
    /// Size in points.
    pub size: f32,
    /// How far the pen moves, in points.
    pub advance: f32,
    /// Drawn with a line under it.
    pub underline: bool,
}

/// Turns characters into glyphs, and remembers the ones no face has.
pub struct Setter<'a> {
    faces: Vec<Face<'a>>,
    english: bool,
    missing: BTreeSet<char>,
}

impl Setter<'_> {
    /// The size Latin text is set at, for a body size.
    pub fn scaled(&self, size: f32) -> f32 {
        if self.english { size * LATIN_SCALE } else { size }
    }

    /// Sets one character after another one. One without ink and width needs no face.
    pub fn set(&mut self, source: char, before: Option<char>, bold: bool, size: f32, underline: bool) -> Glyph {
        let order = if bold { BOLD } else { REGULAR };
        let glyph = |drawn, id, face, advance| Glyph { source, drawn, id, face, size, advance, underline };
        if source == '\n' || is_invisible(source) {
            return glyph(source, 0, order[0], 0.0);
        }
        let wanted = match source {
            '\t' | '\u{A0}' | '\u{202F}' => ' ',
            other => other,
        };
        let latin = self.english || before.is_some_and(|c| c.is_ascii_alphanumeric());
        if let Some((face, id, advance)) = self.find(wanted, order, latin && NARROWED.contains(wanted)) {
            return glyph(wanted, id, face, advance * size);
        }
        self.missing.insert(source);
        let (face, id, advance) = self.find(GETA, order, false).unwrap_or((order[0], 0, 1.0));
        glyph(GETA, id, face, advance * size)
    }

    /// The first face that has the character, its glyph there, and the glyph's advance in ems.
    fn find(&self, c: char, order: [FaceIndex; 4], narrow: bool) -> Option<(FaceIndex, u16, f32)> {
        order.into_iter().find_map(|index| {
            let face = self.faces.get(index)?;
            let wide = face.glyph_index(c)?;
            let glyph = if narrow { narrowed(face, wide).unwrap_or(wide) } else { wide };
            let advance = face.glyph_hor_advance(glyph)?;
            Some((index, glyph.0, f32::from(advance) / f32::from(face.units_per_em())))
        })
    }

    /// The characters no face has, in order.
    pub fn into_missing(self) -> Vec<char> {
        self.missing.into_iter().collect()
    }
}

/// The proportional form of a full-width glyph (OpenType feature `pwid`).
fn narrowed(face: &Face<'_>, glyph: GlyphId) -> Option<GlyphId> {
    let table = face.tables().gsub?;
    let features = table.features.into_iter().filter(|feature| feature.tag == Tag::from_bytes(b"pwid"));
    features
        .flat_map(|feature| feature.lookup_indices)
        .filter_map(|index| table.lookups.get(index))
        .flat_map(|lookup| lookup.subtables.into_iter::<SubstitutionSubtable<'_>>())
        .find_map(|subtable| match subtable {
            SubstitutionSubtable::Single(SingleSubstitution::Format1 { coverage, delta }) => {
                coverage.get(glyph).map(|_| GlyphId(glyph.0.wrapping_add_signed(delta)))
            }
            SubstitutionSubtable::Single(SingleSubstitution::Format2 { coverage, substitutes }) => {
                coverage.get(glyph).and_then(|at| substitutes.get(at))
            }
            _ => None,
        })
}
