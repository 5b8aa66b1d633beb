//! Terms as spreadsheets hold them: tables with commas, semicolons or tabs between their cells (RFC 4180), read and written.
//!
//! Which column is what is read from the first row where it names them, in either language and any order; else the columns are
//! English, Chinese, strength, forbidden wordings, note, those after the second left out at will. Several wordings stand in one cell
//! with `；`, `／`, `|` or a line's end between them, or in several columns of the same name.

use ::csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use crate::terms::{Row, Terms, TermsError, one_line};
use gungman_core::is_han;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    English,
    Chinese,
    Strength,
    Forbidden,
    Note,
    Other,
}

/// The columns of a table that does not name them.
const COLUMNS: [Column; 5] = [Column::English, Column::Chinese, Column::Strength, Column::Forbidden, Column::Note];

/// How many rows tell which mark stands between cells.
const LOOKED_AT: usize = 50;

/// Reads a table; the caller has decoded it (a spreadsheet saves UTF-16 too).
///
/// # Errors
/// [`TermsError::NotTable`].
pub fn read(text: &str) -> Result<Terms, TermsError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let no_table = |why: &str| TermsError::NotTable(why.to_owned());
    if text.contains('\0') {
        return Err(no_table("it is not text"));
    }
    let delimiter = delimiter(text).ok_or_else(|| no_table("it has no two columns"))?;
    let records = records(text, delimiter, usize::MAX)?;
    let unclosed = text.matches('"').count() % 2 == 1;
    if unclosed && records.last().is_some_and(|record| record.iter().any(|cell| cell.contains('\n'))) {
        return Err(no_table("a quotation mark is not closed"));
    }
    let named = records.first().and_then(named);
    let head = usize::from(named.is_some());
    let columns = named.unwrap_or_else(|| unnamed(&records));
    let mut out = Terms::default();
    for record in &records[head..] {
        let blank = record.iter().all(|cell| cell.trim().is_empty());
        if blank || record.get(0).is_some_and(|cell| cell.starts_with('#')) {
            continue;
        }
        match row(record, &columns) {
            Some(row) => out.rows.push(row),
            None => out.refused.push(record.position().map_or(0, ::csv::Position::line)),
        }
    }
    if out.rows.is_empty() && !out.refused.is_empty() {
        return Err(no_table("no row has English and Chinese"));
    }
    Ok(out)
}

fn records(text: &str, delimiter: u8, most: usize) -> Result<Vec<StringRecord>, TermsError> {
    let reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let all: Result<Vec<_>, _> = reader.into_records().take(most).collect();
    all.map_err(|error| TermsError::NotTable(error.to_string()))
}

/// The mark between cells: with which the most rows have the most usual number of cells. A tab comes before a semicolon and that
/// before a comma, which stand in sentences.
fn delimiter(text: &str) -> Option<u8> {
    let fit = |delimiter: u8| -> Option<(usize, u8)> {
        let records = records(text, delimiter, LOOKED_AT).ok()?;
        let widths: Vec<usize> = records.iter().map(StringRecord::len).filter(|cells| *cells > 1).collect();
        let most = widths.iter().map(|width| widths.iter().filter(|other| *other == width).count()).max()?;
        Some((most, delimiter))
    };
    // Of equals the last is taken.
    [b',', b';', b'\t'].into_iter().filter_map(fit).max_by_key(|(rows, _)| *rows).map(|(_, delimiter)| delimiter)
}

/// The columns that a first row names; nothing when it is a row as any other.
fn named(record: &StringRecord) -> Option<Vec<Column>> {
    let columns: Vec<Column> = record.iter().map(column).collect();
    (columns.contains(&Column::English) && columns.contains(&Column::Chinese)).then_some(columns)
}

fn column(name: &str) -> Column {
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    match plain {
        "english"
        | "en"
        | "eng"
        | "engb"
        | "enus"
        | "enhk"
        | "englishterm"
        | "englishunitedkingdom"
        | "source"
        | "sourceterm"
        | "term"
        | "英文"
        | "英語"
        | "英文詞彙"
        | "英文名稱"
        | "英文用語"
        | "原文" => Column::English,
        "chinese"
        | "zh"
        | "zhhk"
        | "zhtw"
        | "zhhant"
        | "zhhanthk"
        | "zhhanttw"
        | "chineseterm"
        | "chinesetraditional"
        | "traditionalchinese"
        | "chinesehongkongsar"
        | "chinesetraditionalhongkongsar"
        | "target"
        | "targetterm"
        | "translation"
        | "中文"
        | "中文詞彙"
        | "中文名稱"
        | "中文用語"
        | "繁體中文"
        | "繁中"
        | "譯名"
        | "譯文" => Column::Chinese,
        "strength" | "binding" | "約束力" | "強度" | "效力" => Column::Strength,
        "forbidden" | "forbiddenterm" | "wrong" | "deprecated" | "donotuse" | "notallowed" | "禁用" | "禁用詞"
        | "禁用語" | "不可用" | "不採用" | "錯誤" => Column::Forbidden,
        "note" | "notes" | "remark" | "remarks" | "comment" | "comments" | "definition" | "備註" | "註" | "備注"
        | "注" | "說明" | "定義" | "附註" => Column::Note,
        _ => Column::Other,
    }
}

/// The columns of a table without names: English first, unless the first column is Chinese in most rows.
fn unnamed(records: &[StringRecord]) -> Vec<Column> {
    let han =
        |at: usize| records.iter().filter(|record| record.get(at).is_some_and(|cell| cell.contains(is_han))).count();
    let mut columns = COLUMNS.to_vec();
    if han(0) > han(1) {
        columns.swap(0, 1);
    }
    columns
}

fn row(record: &StringRecord, columns: &[Column]) -> Option<Row> {
    let cells = |wanted: Column| {
        let all = record.iter().zip(columns).filter(move |(_, column)| **column == wanted).map(|(cell, _)| cell.trim());
        all.filter(|cell| !cell.is_empty() && *cell != "-")
    };
    let list = |wanted: Column| -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for part in cells(wanted).flat_map(|cell| cell.split(['；', '／', '|', ';', '\n'])).map(one_line) {
            if !part.is_empty() && !out.contains(&part) {
                out.push(part);
            }
        }
        out
    };
    let english = one_line(cells(Column::English).next()?);
    let chinese = list(Column::Chinese);
    let fit =
        !chinese.is_empty() && chinese.iter().all(|wording| wording.contains(is_han)) && !english.contains(is_han);
    fit.then(|| Row {
        english,
        chinese,
        forbidden: list(Column::Forbidden),
        strength: cells(Column::Strength).next().map(str::to_lowercase),
        note: cells(Column::Note).map(one_line).collect::<Vec<_>>().join("; "),
    })
}

/// Writes rows as a table with commas, its columns named, with the mark at its head by which spreadsheets know UTF-8.
///
/// # Errors
/// [`TermsError::NotTable`], which does not happen: it is written to memory.
pub fn write(rows: &[Row]) -> Result<String, TermsError> {
    let failed = |error: &dyn std::fmt::Display| TermsError::NotTable(error.to_string());
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    out.write_record(["English", "Chinese", "Strength", "Forbidden", "Note"]).map_err(|error| failed(&error))?;
    for row in rows {
        let (chinese, forbidden) = (row.chinese.join("；"), row.forbidden.join("；"));
        let cells = [&row.english, &chinese, row.strength.as_deref().unwrap_or(""), &forbidden, &row.note];
        out.write_record(cells).map_err(|error| failed(&error))?;
    }
    let bytes = out.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    Ok(format!("\u{FEFF}{text}"))
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
            row("lift, goods", &["升降機", "貨𨋢"], &["電梯"], Some("locked"), "Say \"lift\", not \"elevator\"."),
            row("quorum", &["法定人數"], &[], None, ""),
        ];
        let written = write(&rows).unwrap();
        assert!(written.contains("\"lift, goods\"") && written.contains("\r\nquorum,法定人數,,,\r\n"), "{written}");
        assert_eq!(read(&written).unwrap(), Terms { rows, refused: vec![] });
    }

    #[test]
    fn columns_are_named_in_either_language_and_any_order() {
        let expected = [row("lift", &["升降機"], &["電梯"], Some("locked"), "in buildings")];
        for table in [
            "備註;禁用;中文;英文;約束力\nin buildings;電梯;升降機;lift;Locked\n",
            "\u{FEFF}English,zh-Hant-HK,Strength,Forbidden,Notes\r\nlift,升降機,locked,電梯,in buildings",
            "No.\tEnglish Term\tChinese (Traditional)\tRemarks\tForbidden\tstrength\n1\tlift\t升降機\tin buildings\t電梯\tlocked\n",
            "lift\t升降機\tlocked\t電梯\tin buildings",
        ] {
            assert_eq!(read(table).unwrap().rows, expected, "{table}");
        }
        let columns = "English,Chinese 1,Chinese 2\nfee,費用,收費\n";
        assert_eq!(read(columns).unwrap().rows, [row("fee", &["費用", "收費"], &[], None, "")]);
    }

    #[test]
    fn a_table_without_names_goes_by_its_columns() {
        let found = read("# own\nfee,費用；收費\n,\n\"a, b\",\"甲\n乙\"\nnothing\n丙,丁\n").unwrap();
        assert_eq!(
            found.rows,
            [row("fee", &["費用", "收費"], &[], None, ""), row("a, b", &["甲", "乙"], &[], None, "")]
        );
        assert_eq!(found.refused, [6, 7]);
        let turned = read("費用;fee\n升降機;lift\n").unwrap();
        assert_eq!(turned.rows[1], row("lift", &["升降機"], &[], None, ""));
        // Commas in the text of a table with semicolons.
        let commas = read("fee, as due;費用\nlift;升降機\nbus;巴士\n").unwrap();
        assert_eq!(commas.rows[0].english, "fee, as due");
    }

    #[test]
    fn what_is_no_table_is_an_error() {
        for bad in [
            "",
            "only one column\nand another\n",
            "PK\u{3}\u{4}\0\0",
            "a,b\nc,d\n",
            "lift,升降機\nfee,\"費用\nbus,巴士\n",
        ] {
            assert_eq!(read(bad).unwrap_err().code(), "terms_not_table", "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_row_comes_back(english in "[a-z\",;]{1,5}[a-z]( [a-z\"',]{1,5})?", chinese in "[一-龥,\"]{1,4}[一-龥]", note in "[a-z\",;一-龥]{2,9}") {
            let rows = vec![row(&english, &[&chinese], &[&chinese], Some("preferred"), &note)];
            proptest::prop_assert_eq!(read(&write(&rows).unwrap()).unwrap().rows, rows);
        }

        #[test]
        fn nothing_makes_it_stumble(text in "[a甲\",;\t\n\r#|-]{0,40}") {
            let _ = read(&text);
        }
    }
}
