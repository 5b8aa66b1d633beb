//! Where pages end.
//!
//! Every row says whether a page may end before it; then rows fill pages greedily, which is best when pages are equal.

use super::setting::SetLine;

/// Lines of a paragraph that stay together at a page's foot or head.
const WIDOW: usize = 2;

/// A strip across the page: one line of text, or the lines of two columns side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its height in points.
    pub height: f32,
    /// What stands in it, each with its own start.
    pub lines: Vec<SetLine>,
    /// A rule along its upper edge, over the whole measure.
    pub rule_above: bool,
    /// A rule along its lower edge.
    pub rule_below: bool,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// Space above in points; not at a page's head.
    pub before: f32,
    /// Space below in points.
    pub after: f32,
    /// Not the last on its page.
    pub with_next: bool,
    /// All rows on one page.
    pub together: bool,
    /// The first on its page.
    pub new_page: bool,
    /// The head of a column, repeated on every page that the column goes on to.
    pub heads_column: bool,
    /// Under the head of a column.
    pub in_column: bool,
}

/// A row in its place on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// The row.
    pub row: Row,
    /// From the top margin to its upper edge, in points.
    pub y: f32,
}

struct Strip {
    row: Row,
    gap: f32,
    may_break: bool,
    must_break: bool,
    in_column: bool,
}

/// Fills pages of `height` points; one page at least, even for nothing.
#[must_use]
pub fn paginate(blocks: Vec<Block>, height: f32) -> Vec<Vec<Set>> {
    // A sheet has one column at most, so that its head is the same wherever it is repeated.
    let head: Vec<Row> =
        blocks.iter().filter(|block| block.heads_column).flat_map(|block| block.rows.iter().cloned()).collect();
    let mut strips = strips(blocks);
    let mut pages = Vec::new();
    while let Some(first) = strips.first() {
        let head = if first.in_column { head.as_slice() } else { &[] };
        let taken: f32 = head.iter().map(|row| row.height).sum();
        let rest = strips.split_off(page_end(&strips, height - taken));
        let mut y = 0.0;
        let mut page = Vec::with_capacity(head.len() + strips.len());
        let mut set = |row: Row, gap: f32| {
            y += if page.is_empty() { 0.0 } else { gap };
            let height = row.height;
            page.push(Set { y, row });
            y += height;
        };
        head.iter().for_each(|row| set(row.clone(), 0.0));
        for (i, strip) in strips.into_iter().enumerate() {
            set(strip.row, if i == 0 { 0.0 } else { strip.gap });
        }
        pages.push(page);
        strips = rest;
    }
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    pages
}

/// How many strips the next page takes: up to the last permitted break that fits, else as many as fit, else one.
fn page_end(strips: &[Strip], height: f32) -> usize {
    let mut y = 0.0;
    let mut permitted = 0;
    for (i, strip) in strips.iter().enumerate() {
        if i > 0 {
            if strip.must_break {
                return i;
            }
            if strip.may_break {
                permitted = i;
            }
            y += strip.gap;
        }
        y += strip.row.height;
        if y > height + 0.01 && i > 0 {
            return if permitted > 0 { permitted } else { i };
        }
    }
    strips.len()
}

/// All rows with the space above them, and whether a page may end there.
fn strips(blocks: Vec<Block>) -> Vec<Strip> {
    let mut strips = Vec::new();
    let (mut after, mut held) = (0.0, false);
    for block in blocks.into_iter().filter(|block| !block.rows.is_empty()) {
        let count = block.rows.len();
        for (i, row) in block.rows.into_iter().enumerate() {
            let may_break = match i {
                0 => !held,
                _ => !block.together && i >= WIDOW && count - i >= WIDOW,
            };
            strips.push(Strip {
                row,
                gap: if i == 0 { after + block.before } else { 0.0 },
                may_break,
                must_break: i == 0 && block.new_page,
                in_column: block.in_column,
            });
        }
        (after, held) = (block.after, block.with_next);
    }
    strips
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(rows: usize, with_next: bool, together: bool) -> Block {
        let rows = vec![Row { height: 10.0, ..Row::default() }; rows];
        Block { rows, after: 5.0, with_next, together, ..Block::default() }
    }

    fn counts(blocks: Vec<Block>, height: f32) -> Vec<usize> {
        paginate(blocks, height).iter().map(Vec::len).collect()
    }

    #[test]
    fn nothing_is_one_page() {
        assert_eq!(counts(vec![], 100.0), [0]);
    }

    #[test]
    fn two_lines_at_least_on_either_side_of_a_page() {
        // Five rows where four fit: three stay, two go.
        assert_eq!(counts(vec![block(5, false, false)], 40.0), [3, 2]);
        // Three rows never part.
        assert_eq!(counts(vec![block(2, false, false), block(3, false, false)], 46.0), [2, 3]);
    }

    #[test]
    fn a_held_block_goes_with_the_next() {
        assert_eq!(counts(vec![block(2, false, false), block(1, true, false), block(4, false, true)], 65.0), [2, 5]);
    }

    #[test]
    fn a_new_page_is_begun_where_it_is_asked_for() {
        let annex = Block { new_page: true, ..block(1, true, true) };
        assert_eq!(counts(vec![block(2, false, false), annex, block(3, false, false)], 100.0), [2, 4]);
        // What is first anyway leaves no empty page before it.
        assert_eq!(counts(vec![Block { new_page: true, ..block(1, false, false) }], 100.0), [1]);
    }

    #[test]
    fn the_head_of_a_column_stands_on_every_page_of_it() {
        let head = Block { heads_column: true, after: 0.0, ..block(1, true, true) };
        let entry = || Block { in_column: true, after: 0.0, ..block(3, false, false) };
        let pages = paginate(vec![head, entry(), entry(), entry(), block(5, false, false)], 70.0);
        // The head and two entries; the head again, the third and what comes after the column, whose rest needs no head.
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [7, 7, 2]);
        assert_eq!(pages[1].iter().map(|set| set.y).take(3).collect::<Vec<_>>(), [0.0, 10.0, 20.0]);
        assert!(pages[2][0].y.abs() < 0.01);
    }

    #[test]
    fn what_is_longer_than_a_page_is_cut_anyway() {
        assert_eq!(counts(vec![block(25, true, true)], 100.0), [10, 10, 5]);
    }
}
