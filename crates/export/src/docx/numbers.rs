//! Word's own numbering: the lists that print the numbers of the sheet, so that a clerk who adds a paragraph in Word sees the
//! numbers below it move.
//!
//! The sheet says each number as printed (`2.`, `1.1`, `(a)`). Here the sheet's scheme is recognised, one list of several levels
//! is made for it and tied to the styles, and Word's way of counting is followed part by part. A number that Word would not
//! count to stays what it was: text and a tab.

use std::collections::BTreeMap;

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level, LevelJc, LevelOverride, LevelText, NumberFormat, Numbering,
    NumberingId, Paragraph, RunFonts, SpecialIndentType, Start, Style, Tab, TabValueType,
};
use gungman_core::sheet::{Part, Sheet};

use super::styles::id;
use super::twips;
use crate::form::{Form, is_list};
use crate::visible::clean;

/// The first id of ours: docx-rs has a list of its own with the number 1.
const FIRST_ID: usize = 2;
/// Word's marks go round after the last letter (`aa`); so far both ways of counting agree.
const LETTERS: u32 = 27;

/// How a level counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Decimal,
    Letter,
    Roman,
    /// Does not count: the same mark again and again.
    Bullet,
}

/// A level of a list.
#[derive(Debug, Clone)]
struct LevelSpec {
    count: Count,
    /// Word's pattern: `%1.`, `%1.%2`, `(%3)`, or the mark itself.
    pattern: String,
    /// Where the mark and the text of the first line stand, in points from the margin.
    mark: f32,
    text: f32,
    /// Whether later lines stand under the text and not at the margin.
    hang: bool,
    /// The style whose paragraphs are this level.
    style: Option<&'static str>,
}

/// A list while it counts.
#[derive(Debug, Clone)]
struct List {
    abstract_id: usize,
    levels: Vec<LevelSpec>,
    /// What the first level begins with.
    start: u32,
    counters: Vec<Option<u32>>,
    /// The instance that counts now.
    num: Option<usize>,
}

/// Where a paragraph stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    num: usize,
    level: usize,
}

impl Place {
    /// The paragraph as an entry of its list.
    pub fn set(self, paragraph: Paragraph) -> Paragraph {
        paragraph.numbering(NumberingId::new(self.num), IndentLevel::new(self.level))
    }
}

/// The lists of a sheet.
#[derive(Debug, Default)]
pub struct Numbers {
    /// By part and, in a part of several lines, line.
    places: BTreeMap<(usize, usize), Place>,
    lists: Vec<List>,
    /// Instances: the list they are of, and for a new beginning, with which number.
    nums: Vec<(usize, usize, Option<u32>)>,
    homes: Vec<(&'static str, Place)>,
}

impl Numbers {
    /// Recognises the numbers of a sheet.
    pub fn of(sheet: &Sheet, form: &Form) -> Self {
        let mut this = Self::default();
        this.body(sheet, form);
        for (at, part) in sheet.parts.iter().enumerate() {
            let Part::References { cells } = part else { continue };
            let mut list = this.list(vec![LevelSpec {
                count: Count::Decimal,
                pattern: "%1.".into(),
                mark: 0.0,
                text: form.tab,
                hang: true,
                style: None,
            }]);
            if is_list(cells) {
                for (line, cell) in cells.iter().enumerate() {
                    if let Some(place) = this.take(&mut list, 0, &clean(&cell.label)) {
                        this.places.insert((at, line), place);
                    }
                }
                this.lists.push(list);
            }
        }
        this
    }

    /// Where a part stands; `None` for one without a number, or whose number is text.
    pub fn place(&self, part: usize) -> Option<Place> {
        self.line(part, 0)
    }

    /// Where a line of a part stands.
    pub fn line(&self, part: usize, line: usize) -> Option<Place> {
        self.places.get(&(part, line)).copied()
    }

    /// A style whose paragraphs are numbered by themselves.
    pub fn style(&self, style_id: &str, mut style: Style) -> Style {
        if let Some((_, home)) = self.homes.iter().find(|(id, _)| *id == style_id) {
            style.paragraph_property =
                style.paragraph_property.numbering(NumberingId::new(home.num), IndentLevel::new(home.level));
        }
        style
    }

    /// Adds the lists to the document; `faces` draw their marks.
    pub fn add(&self, document: Docx, faces: &RunFonts) -> Docx {
        let document = self.lists.iter().fold(document, |document, list| {
            let mut whole = AbstractNumbering::new(list.abstract_id);
            whole.multi_level_type = Some("multilevel".into());
            let levels = list.levels.iter().enumerate().map(|(at, spec)| spec.word(at, list.start, faces));
            document.add_abstract_numbering(levels.fold(whole, AbstractNumbering::add_level))
        });
        self.nums.iter().fold(document, |document, &(num, list, start)| {
            let numbering = Numbering::new(num, list);
            document.add_numbering(match start {
                Some(start) => numbering.add_override(LevelOverride::new(0).start(start as usize)),
                None => numbering,
            })
        })
    }

    fn list(&self, levels: Vec<LevelSpec>) -> List {
        let counters = vec![None; levels.len()];
        List { abstract_id: FIRST_ID + self.lists.len(), levels, start: 1, counters, num: None }
    }

    /// The body: its scheme's list, and one for items that no numbered paragraph stands above.
    fn body(&mut self, sheet: &Sheet, form: &Form) {
        let items = |from: usize, styled: bool| {
            let level = |deep: usize, count| LevelSpec {
                count,
                pattern: format!("(%{})", from + deep + 1),
                mark: form.items[deep].mark,
                text: form.items[deep].text,
                hang: true,
                style: styled.then_some(id::ITEM[deep]),
            };
            [level(0, Count::Letter), level(1, Count::Roman)]
        };
        let top = top_levels(sheet, form);
        let counted = top.first().is_some_and(|level| level.count != Count::Bullet);
        let base = top.len();
        let mut main = None;
        if !top.is_empty() {
            let below = if counted { items(base, true).to_vec() } else { Vec::new() };
            let list = self.list(top.into_iter().chain(below).collect());
            self.lists.push(list.clone());
            main = Some(list);
        }
        let mut loose = self.list(items(0, !counted).to_vec());
        // Whether the items that come stand below a paragraph of the main list.
        let (mut below, mut fresh) = (false, true);
        for (at, part) in sheet.parts.iter().enumerate() {
            let place = match part {
                Part::Paragraph { number, .. } | Part::Heading { number, .. } => {
                    let level = usize::from(matches!(part, Part::Paragraph { .. }) && base == 2);
                    let number = number.as_deref().map(clean).filter(|number| !number.is_empty());
                    let place = main.as_mut().zip(number).and_then(|(list, number)| self.take(list, level, &number));
                    below = counted && place.is_some() && level + 1 == base;
                    fresh = true;
                    place
                }
                Part::Item { number, level, .. } => {
                    let deep = usize::from(*level > 1);
                    let number = clean(number);
                    let place = match main.as_mut().filter(|_| below) {
                        Some(list) => self.take(list, base + deep, &number),
                        None => {
                            if fresh {
                                loose.num = None;
                                loose.counters = vec![None; 2];
                            }
                            self.take(&mut loose, deep, &number)
                        }
                    };
                    fresh = false;
                    place
                }
                Part::Annex { .. } => {
                    (below, fresh) = (false, true);
                    None
                }
                _ => None,
            };
            if let Some(place) = place {
                self.places.insert((at, 0), place);
            }
        }
        if let (Some(main), Some(list)) = (main, self.lists.first_mut()) {
            list.start = main.start;
        }
        if self.nums.iter().any(|(_, list, _)| *list == loose.abstract_id) {
            self.lists.push(loose);
        }
        self.homes = self.lists.iter().flat_map(|list| self.home(list)).collect();
    }

    /// The places of a list's styles: its first instance.
    fn home<'a>(&'a self, list: &'a List) -> impl Iterator<Item = (&'static str, Place)> + 'a {
        let first = self.nums.iter().find(|(_, of, _)| *of == list.abstract_id).map(|(num, _, _)| *num);
        let styled = list.levels.iter().enumerate().filter_map(|(level, spec)| Some((level, spec.style?)));
        styled.filter_map(move |(level, style)| Some((style, Place { num: first?, level })))
    }

    /// The next number of a level, if it is the one printed; else a new beginning with the printed one, if the level can have one.
    fn take(&mut self, list: &mut List, level: usize, printed: &str) -> Option<Place> {
        let above = list.counters.get(..level)?.iter().copied().collect::<Option<Vec<u32>>>()?;
        let spec = list.levels.get(level)?.clone();
        let print = |n: u32| spec.print(&[above.as_slice(), &[n]].concat());
        let next = list.counters[level].map_or(1, |count| count + 1);
        let known = list.num.is_some() && (level > 0 || list.counters[0].is_some());
        let counted = if known && print(next).as_deref() == Some(printed) {
            next
        } else if level == 0 {
            let begins = (1..=999).find(|&n| print(n).as_deref() == Some(printed))?;
            let first = !self.nums.iter().any(|(_, of, _)| *of == list.abstract_id);
            let num = FIRST_ID + self.nums.len();
            // The list itself begins as its first instance does; a later instance says so for itself.
            if first {
                list.start = begins;
            }
            self.nums.push((num, list.abstract_id, (!first).then_some(begins)));
            list.num = Some(num);
            begins
        } else {
            return None;
        };
        list.counters[level] = Some(counted);
        list.counters[level + 1..].fill(None);
        Some(Place { num: list.num?, level })
    }
}

/// The levels of the paragraphs' and headings' own numbers.
fn top_levels(sheet: &Sheet, form: &Form) -> Vec<LevelSpec> {
    let level = |pattern: &str, count, style| LevelSpec {
        count,
        pattern: pattern.to_owned(),
        mark: 0.0,
        text: form.tab,
        hang: false,
        style: Some(style),
    };
    let mut numbers = sheet.parts.iter().filter_map(|part| match part {
        Part::Heading { number: Some(number), .. } => Some((true, clean(number))),
        Part::Paragraph { number: Some(number), .. } => Some((false, clean(number))),
        _ => None,
    });
    let Some((heading, first)) = numbers.next() else { return Vec::new() };
    let digits = first.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if heading && digits {
        return vec![level("%1.", Count::Decimal, id::HEADING), level("%1.%2", Count::Decimal, id::BODY_NUMBERED)];
    }
    if digits {
        return vec![level("%1.", Count::Decimal, id::BODY_NUMBERED)];
    }
    let mark = first.chars().count() == 1 && !first.chars().any(char::is_alphanumeric) && !first.contains('%');
    if mark && numbers.all(|(_, number)| number == first) {
        return vec![level(&first, Count::Bullet, id::BODY_NUMBERED)];
    }
    Vec::new()
}

impl LevelSpec {
    /// The mark as Word prints it; `counts` has the counters down to this level. `None` where Word and the sheet would count
    /// differently.
    fn print(&self, counts: &[u32]) -> Option<String> {
        let own = counts.last().copied()?;
        let own = match self.count {
            Count::Bullet => return Some(self.pattern.clone()),
            Count::Decimal => own.to_string(),
            Count::Letter if own <= LETTERS => letter(own),
            Count::Letter => return None,
            Count::Roman => roman(own),
        };
        let mut printed = self.pattern.replace(&format!("%{}", counts.len()), &own);
        for (at, count) in counts.iter().enumerate() {
            printed = printed.replace(&format!("%{}", at + 1), &count.to_string());
        }
        Some(printed)
    }

    /// The level in Word's own terms.
    fn word(&self, at: usize, start: u32, faces: &RunFonts) -> Level {
        let format = match self.count {
            Count::Decimal => "decimal",
            Count::Letter => "lowerLetter",
            Count::Roman => "lowerRoman",
            Count::Bullet => "bullet",
        };
        let start = if at == 0 { start as usize } else { 1 };
        let level = Level::new(
            at,
            Start::new(start),
            NumberFormat::new(format),
            LevelText::new(&self.pattern),
            LevelJc::new("left"),
        );
        let (left, special) = if self.hang {
            (self.text, SpecialIndentType::Hanging(twips(self.text - self.mark)))
        } else {
            (0.0, SpecialIndentType::FirstLine(twips(self.mark)))
        };
        let mut level = level.indent(Some(twips(left)), Some(special), None, None).fonts(faces.clone());
        let tab = Tab::new().val(TabValueType::Num).pos(twips(self.text).unsigned_abs() as usize);
        level.paragraph_property = level.paragraph_property.add_tab(tab);
        match self.style {
            Some(style) => level.paragraph_style(style),
            None => level,
        }
    }
}

/// `a` … `z`, `aa`.
fn letter(n: u32) -> String {
    let one = char::from(b'a' + u8::try_from((n.max(1) - 1) % 26).unwrap_or_default());
    std::iter::repeat_n(one, (n.max(1) as usize).div_ceil(26)).collect()
}

/// `i`, `ii`, …
fn roman(n: u32) -> String {
    const NUMERALS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut rest = n;
    let mut out = String::new();
    for (value, letters) in NUMERALS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{item, para, sheet, t};
    use gungman_core::Lang;

    fn heading(number: &str) -> Part {
        Part::Heading { number: Some(number.into()), text: t("甲"), block: 0 }
    }

    fn numbered(number: &str) -> Part {
        para(Some(number), t("甲"), 0)
    }

    /// Which instance and level each part has.
    fn places(parts: Vec<Part>) -> Vec<Option<(usize, usize)>> {
        let count = parts.len();
        let sheet = sheet(Lang::EnGb, "", None, parts);
        let numbers = Numbers::of(&sheet, &Form::of(&sheet));
        (0..count).map(|at| numbers.place(at).map(|place| (place.num, place.level))).collect()
    }

    #[test]
    fn a_memo_counts_from_two_and_items_below_a_number_are_levels_of_its_list() {
        let parts = vec![
            para(None, t("甲"), 0),
            item("(a)", 1, "甲", 0),
            numbered("2."),
            item("(a)", 1, "甲", 0),
            item("(i)", 2, "甲", 0),
            item("(b)", 1, "甲", 0),
            numbered("3."),
            item("(a)", 1, "甲", 0),
        ];
        let sheet = sheet(Lang::EnGb, "", None, parts.clone());
        let numbers = Numbers::of(&sheet, &Form::of(&sheet));
        assert_eq!(numbers.lists[0].start, 2);
        let wanted =
            [None, Some((2, 0)), Some((3, 0)), Some((3, 1)), Some((3, 2)), Some((3, 1)), Some((3, 0)), Some((3, 1))];
        assert_eq!(places(parts), wanted);
    }

    #[test]
    fn lists_without_numbers_above_begin_anew_each() {
        let parts =
            vec![item("(a)", 1, "甲", 0), item("(b)", 1, "甲", 0), para(None, t("甲"), 0), item("(a)", 1, "甲", 0)];
        assert_eq!(places(parts), [Some((2, 0)), Some((2, 0)), None, Some((3, 0))]);
    }

    #[test]
    fn sections_and_their_paragraphs_are_one_list() {
        let parts = vec![
            heading("1."),
            numbered("1.1"),
            item("(a)", 1, "甲", 0),
            heading("2."),
            numbered("2.1"),
            numbered("2.2"),
        ];
        let wanted = [(2, 0), (2, 1), (2, 2), (2, 0), (2, 1), (2, 1)].map(Some);
        assert_eq!(places(parts), wanted);
    }

    #[test]
    fn what_word_would_not_count_to_stays_text() {
        let parts =
            vec![numbered("2."), item("(a)", 1, "甲", 0), item("(c)", 1, "甲", 0), numbered("（三）"), numbered("7.")];
        assert_eq!(places(parts), [Some((2, 0)), Some((2, 1)), None, None, Some((3, 0))]);
        assert_eq!(places(vec![numbered("□"), numbered("□")]), [Some((2, 0)), Some((2, 0))]);
        assert_eq!((letter(26), letter(27), roman(14)), ("z".into(), "aa".into(), "xiv".into()));
    }
}
