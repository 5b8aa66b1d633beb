//! The tables under `data/`, parsed once. Their columns are described in `data/README.md`.

use std::sync::LazyLock;

/// The rows of a table: tab-separated cells, without blank lines and `#` comments.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// The cell at `index`; empty when the row is shorter.
fn cell(row: &[&'static str], index: usize) -> &'static str {
    row.get(index).copied().unwrap_or("").trim()
}

/// The words of a cell; `-` stands for none and `_` for a space inside a word.
fn words(cell: &'static str) -> Vec<String> {
    cell.split_whitespace().filter(|word| *word != "-").map(|word| word.replace('_', " ")).collect()
}

/// A name in both languages.
pub(crate) struct Bilingual {
    pub en: &'static str,
    pub zh: &'static str,
    pub abbreviation: &'static str,
    /// Whether the English name is an ordinary word too (Central) and only the Chinese one is looked for.
    pub zh_only: bool,
}

/// Organisations and posts.
pub(crate) static ORGANISATIONS: LazyLock<Vec<Bilingual>> = LazyLock::new(|| {
    rows(include_str!("../data/organisations.tsv"))
        .map(|row| Bilingual { en: cell(&row, 0), zh: cell(&row, 1), abbreviation: cell(&row, 2), zh_only: false })
        .collect()
});

/// Posts of the civil service, every rank of each.
pub(crate) static POSTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let ranks: Vec<_> = rows(include_str!("../data/ranks.tsv")).collect();
    let of = |place: &'static str| {
        let none = ("", "");
        std::iter::once(none)
            .chain(ranks.iter().filter(move |row| cell(row, 2) == place).map(|row| (cell(row, 0), cell(row, 1))))
            .collect::<Vec<_>>()
    };
    let (before, after) = (of("before"), of("after"));
    let titles: Vec<_> = rows(include_str!("../data/posts.tsv")).map(|row| (cell(&row, 0), cell(&row, 1))).collect();
    let mut all: Vec<(String, String)> = titles.iter().map(|(en, zh)| ((*en).to_owned(), (*zh).to_owned())).collect();
    for (en, zh) in titles {
        for (rank, rank_zh) in &before {
            for (class, class_zh) in &after {
                if !rank.is_empty() || !class.is_empty() {
                    let english = [*rank, en, *class].join(" ");
                    all.push((english.trim().to_owned(), format!("{class_zh}{rank_zh}{zh}")));
                }
            }
        }
    }
    all
});

/// Districts and government buildings.
pub(crate) static PLACES: LazyLock<Vec<Bilingual>> = LazyLock::new(|| {
    rows(include_str!("../data/places.tsv"))
        .map(|row| Bilingual { en: cell(&row, 0), zh: cell(&row, 1), abbreviation: "", zh_only: cell(&row, 2) == "zh" })
        .collect()
});

/// The words a place begins and ends with in one language.
#[derive(Default)]
pub(crate) struct PlaceWords {
    pub building: Vec<String>,
    pub street: Vec<String>,
    pub post: Vec<String>,
    pub cut: Vec<String>,
}

fn place_words(lang: &str) -> PlaceWords {
    let mut all = PlaceWords::default();
    for row in rows(include_str!("../data/place_words.tsv")).filter(|row| cell(row, 0) == lang) {
        let list = words(cell(&row, 2));
        match cell(&row, 1) {
            "building" => all.building.extend(list),
            "street" => all.street.extend(list),
            "post" => all.post.extend(list),
            _ => all.cut.extend(list),
        }
    }
    all
}

/// Words of Chinese places.
pub(crate) static PLACE_WORDS_ZH: LazyLock<PlaceWords> = LazyLock::new(|| place_words("zh"));
/// Words of English places.
pub(crate) static PLACE_WORDS_EN: LazyLock<PlaceWords> = LazyLock::new(|| place_words("en"));

/// A surname with its Cantonese romanisations in capitals.
pub(crate) struct Surname {
    pub zh: &'static str,
    pub romanised: Vec<String>,
}

/// Surnames, those of two characters first.
pub(crate) static SURNAMES: LazyLock<Vec<Surname>> = LazyLock::new(|| {
    let mut all: Vec<Surname> = rows(include_str!("../data/surnames.tsv"))
        .map(|row| Surname { zh: cell(&row, 0), romanised: words(cell(&row, 1)) })
        .collect();
    all.sort_by_key(|surname| std::cmp::Reverse(surname.zh.len()));
    all
});

/// The surname `name` starts with, the longest one.
pub(crate) fn surname_of(name: &str) -> Option<&'static str> {
    SURNAMES.iter().map(|surname| surname.zh).find(|zh| name.starts_with(zh))
}

/// Whether an English word is a romanised Chinese surname, in any case.
pub(crate) fn is_romanised_surname(word: &str) -> bool {
    let word = word.to_uppercase();
    SURNAMES.iter().any(|surname| surname.romanised.contains(&word))
}

/// What an honorific may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HonorificUse {
    /// Any name: 陳大文先生.
    Person,
    /// A bare surname only, since 行政主任 holds no name: 陳主任.
    Post,
    /// Only in salutations.
    Address,
}

/// A form of address.
pub(crate) struct Honorific {
    pub zh: &'static str,
    pub en: &'static str,
    pub usage: HonorificUse,
}

/// Forms of address.
pub(crate) static HONORIFICS: LazyLock<Vec<Honorific>> = LazyLock::new(|| {
    rows(include_str!("../data/honorifics.tsv"))
        .map(|row| Honorific {
            zh: cell(&row, 0),
            en: cell(&row, 1),
            usage: match cell(&row, 2) {
                "person" => HonorificUse::Person,
                "post" => HonorificUse::Post,
                _ => HonorificUse::Address,
            },
        })
        .collect()
});

/// A month: its full English name and its short form.
pub(crate) static MONTHS: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| rows(include_str!("../data/months.tsv")).map(|row| (cell(&row, 1), cell(&row, 2))).collect());

/// The part of the day a Chinese word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayPart {
    Am,
    Noon,
    Pm,
    Night,
    Midnight,
}

/// Chinese words before a time.
pub(crate) static DAY_PARTS: LazyLock<Vec<(&'static str, DayPart)>> = LazyLock::new(|| {
    rows(include_str!("../data/day_parts.tsv"))
        .map(|row| {
            let part = match cell(&row, 1) {
                "am" => DayPart::Am,
                "noon" => DayPart::Noon,
                "pm" => DayPart::Pm,
                "night" => DayPart::Night,
                _ => DayPart::Midnight,
            };
            (cell(&row, 0), part)
        })
        .collect()
});

/// What is counted. The class `*` is a measure word that counts anything.
pub(crate) struct Unit {
    pub class: &'static str,
    pub measures: Vec<String>,
    /// English singular and plural.
    pub english: Vec<(String, String)>,
    /// Chinese nouns that may follow a measure word and decide the class.
    pub nouns: Vec<String>,
    pub print_zh: &'static str,
    /// Singular and plural; none when only the number is printed.
    pub print_en: Option<(&'static str, &'static str)>,
}

/// The units of counts.
pub(crate) static UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| {
    rows(include_str!("../data/units.tsv"))
        .map(|row| Unit {
            class: cell(&row, 0),
            measures: words(cell(&row, 1)),
            english: words(cell(&row, 2))
                .into_iter()
                .map(|word| match word.split_once('/') {
                    Some((one, many)) => (one.to_owned(), many.to_owned()),
                    None => (word.clone(), format!("{word}s")),
                })
                .collect(),
            nouns: words(cell(&row, 3)),
            print_zh: cell(&row, 4).trim_matches('-'),
            print_en: cell(&row, 5).split_once('/'),
        })
        .collect()
});

/// The unit of a class.
pub(crate) fn unit(class: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.class == class)
}

/// A currency.
pub(crate) struct Currency {
    pub code: &'static str,
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub print_en: &'static str,
    pub print_zh: &'static str,
}

/// Currencies, Hong Kong dollars first.
pub(crate) static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| {
    rows(include_str!("../data/currencies.tsv"))
        .map(|row| Currency {
            code: cell(&row, 0),
            before: words(cell(&row, 1)),
            after: words(cell(&row, 2)),
            print_en: cell(&row, 3),
            print_zh: cell(&row, 4),
        })
        .collect()
});

/// Glyph corrections of house style.
pub(crate) static GLYPHS: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| rows(include_str!("../data/glyphs.tsv")).map(|row| (cell(&row, 0), cell(&row, 1))).collect());

/// What OpenCC leaves, and what the government prints.
pub(crate) static OVERRIDES: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| rows(include_str!("../data/overrides.tsv")).map(|row| (cell(&row, 0), cell(&row, 1))).collect());

/// A surname that a conversion takes for a word.
pub(crate) struct MistakenSurname {
    pub printed: char,
    pub surname: char,
    /// Characters that follow the word, and no surname.
    pub words: &'static str,
    /// Whether a name is seen where three characters are all of a line.
    pub line: bool,
    /// Whether a name is seen after a post.
    pub post: bool,
}

/// The surnames that are taken for words.
pub(crate) static MISTAKEN_SURNAMES: LazyLock<Vec<MistakenSurname>> = LazyLock::new(|| {
    let row = |row: Vec<&'static str>| {
        let seen = cell(&row, 3);
        Some(MistakenSurname {
            printed: cell(&row, 0).chars().next()?,
            surname: cell(&row, 1).chars().next()?,
            words: cell(&row, 2),
            line: seen.contains("line"),
            post: seen.contains("post"),
        })
    };
    rows(include_str!("../data/mistaken_surnames.tsv")).filter_map(row).collect()
});

/// Characters that only Simplified Chinese uses, in code point order.
pub(crate) static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut all = characters(include_str!("../data/simplified.txt"));
    all.sort_unstable();
    all
});

/// Characters that are Traditional too, but in Hong Kong text practically always leaks of Simplified.
pub(crate) static SIMPLIFIED_IN_USE: LazyLock<Vec<char>> =
    LazyLock::new(|| characters(include_str!("../data/simplified_in_use.txt")));

fn characters(text: &str) -> Vec<char> {
    text.lines().filter(|l| !l.starts_with('#')).flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

/// An alternation of `words` for a regular expression, the longest first.
pub(crate) fn alternation<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let mut all: Vec<String> = words.into_iter().map(|word| regex::escape(word.as_ref())).collect();
    all.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    all.dedup();
    format!("(?:{})", all.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_loads_and_says_what_it_should() {
        assert!(POSTS.len() > 2000 && POSTS.iter().all(|(en, zh)| !en.is_empty() && zh.chars().all(|c| !c.is_ascii())));
        assert!(POSTS.contains(&("Assistant Leisure Services Manager II".into(), "二級助理康樂事務經理".into())));
        assert!(ORGANISATIONS.len() > 180 && ORGANISATIONS.iter().all(|org| !org.en.is_empty() && !org.zh.is_empty()));
        assert!(PLACES.len() > 50 && PLACES.iter().all(|place| !place.en.is_empty() && !place.zh.is_empty()));
        assert!(SURNAMES.len() > 120);
        assert!(SURNAMES.iter().all(|s| (1..=2).contains(&s.zh.chars().count()) && !s.romanised.is_empty()));
        assert_eq!(MONTHS.len(), 12);
        assert_eq!(MONTHS[8], ("September", "Sept"));
        assert!(HONORIFICS.iter().any(|h| h.zh == "先生" && h.en == "Mr" && h.usage == HonorificUse::Person));
        assert!(DAY_PARTS.iter().any(|(word, part)| *word == "下晝" && *part == DayPart::Pm));
        assert!(UNITS.iter().any(|unit| unit.class == "*"));
        for unit in UNITS.iter() {
            assert!(!unit.measures.is_empty() || !unit.nouns.is_empty(), "{}", unit.class);
            assert_eq!(UNITS.iter().filter(|other| other.class == unit.class).count(), 1, "{}", unit.class);
        }
        assert_eq!(CURRENCIES[0].code, "HKD");
        assert!(CURRENCIES.iter().all(|c| !c.before.is_empty() && !c.after.is_empty() && !c.print_en.is_empty()));
        for (from, to) in GLYPHS.iter().chain(OVERRIDES.iter()) {
            assert!(!from.is_empty() && !to.is_empty());
        }
        for lists in [&*PLACE_WORDS_ZH, &*PLACE_WORDS_EN] {
            assert!(!lists.building.is_empty() && !lists.street.is_empty() && !lists.cut.is_empty());
        }
        assert_eq!(MISTAKEN_SURNAMES.len(), rows(include_str!("../data/mistaken_surnames.tsv")).count());
        assert!(MISTAKEN_SURNAMES.iter().all(|row| row.printed != row.surname && !row.words.is_empty()));
        assert!(SIMPLIFIED.len() > 2_000);
        assert!(SIMPLIFIED.windows(2).all(|pair| pair[0] < pair[1]), "no character is there twice");
    }

    #[test]
    fn corrections_settle_in_one_pass() {
        for table in [&GLYPHS, &OVERRIDES] {
            let corrections = std::sync::LazyLock::new(|| crate::script::replacements(table));
            for (_, to) in table.iter() {
                let (find, with) = corrections.as_ref().unwrap();
                assert_eq!(find.replace_all(to, with), *to);
            }
        }
    }
}
