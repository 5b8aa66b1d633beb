//! Salutations and closings of letters.

use gungman_core::Lang;

use crate::tables::{HONORIFICS, is_romanised_surname, surname_of};
use crate::text::is_han;

/// The salutation of a letter: 陳先生：, `Dear Mr Chan,`; for an unknown name 執事先生：, `Dear Sir/Madam,`.
///
/// `name` is the addressee's name in either language, perhaps with a form of address (陳大文先生, Mr CHAN Tai-man);
/// `honorific_zh` (先生, 女士, 議員) and `honorific_en` (`Mr`, `Ms`) go before what the name itself says. A Chinese
/// letter to someone of unknown form of address says 君; an English one says `Dear Sir/Madam`, since official letters
/// are not addressed to a bare name. A name in Chinese alone has no English surname: the honorific then chooses
/// between `Dear Sir` and `Dear Madam`.
#[must_use]
pub fn salutation(name: &str, honorific_zh: &str, honorific_en: &str, lang: Lang) -> String {
    let person = Person::read(name);
    match lang {
        Lang::ZhHantHk => {
            let honorific = first_filled([honorific_zh.trim(), person.honorific_zh(), "君"]);
            match person.chinese_surname() {
                Some(surname) => format!("{surname}{honorific}："),
                None => match person.english_surname() {
                    Some(surname) => format!("{surname}{honorific}："),
                    None => "執事先生：".to_owned(),
                },
            }
        }
        Lang::EnGb => {
            let honorific = first_filled([honorific_en.trim().trim_end_matches('.'), person.honorific_en(), ""]);
            match (person.english_surname(), honorific) {
                (Some(surname), honorific) if !honorific.is_empty() => format!("Dear {honorific} {surname},"),
                (None, "Mr") if !person.name.is_empty() => "Dear Sir,".to_owned(),
                (None, "Ms" | "Mrs" | "Miss" | "Madam") if !person.name.is_empty() => "Dear Madam,".to_owned(),
                _ => "Dear Sir/Madam,".to_owned(),
            }
        }
    }
}

/// The closing that belongs to a salutation: `Yours faithfully,` after `Dear Sir/Madam,` and its like, `Yours
/// sincerely,` after a name. Chinese letters have none.
#[must_use]
pub fn closing(salutation: &str) -> &'static str {
    let said = salutation.trim().trim_end_matches(',').to_ascii_lowercase();
    if salutation.chars().any(|c| is_han(c) || c == '：') || said.is_empty() {
        return "";
    }
    let nameless = ["sir", "madam", "sirs", "sir/madam", "sir or madam", "madam/sir", "sirs/mesdames", "madam or sir"];
    let addressed = said.strip_prefix("dear ").unwrap_or(&said).trim();
    if nameless.contains(&addressed) { "Yours faithfully," } else { "Yours sincerely," }
}

/// The full name with its form of address, as a Chinese address prints it: 陳大文先生. A name that was typed with one
/// keeps its own.
#[must_use]
pub fn with_honorific(name: &str, honorific_zh: &str) -> String {
    let person = Person::read(name);
    if person.name.is_empty() || !person.after.is_empty() || !person.before.is_empty() {
        return name.trim().to_owned();
    }
    let (main, honours) = name.trim().split_once('，').map_or((name.trim(), ""), |(main, rest)| (main, rest));
    let honours = if honours.is_empty() { String::new() } else { format!("，{honours}") };
    format!("{main}{}{honours}", honorific_zh.trim())
}

fn first_filled<const N: usize>(options: [&str; N]) -> &str {
    options.into_iter().find(|text| !text.is_empty()).unwrap_or("")
}

/// A name taken apart from its forms of address and honours.
struct Person<'a> {
    name: &'a str,
    before: &'a str,
    after: &'a str,
}

impl<'a> Person<'a> {
    fn read(text: &'a str) -> Self {
        let mut name = text.trim();
        let mut before = "";
        let mut after = "";
        // 周大文先生，BBS, JP: honours are for the address only.
        if let Some((first, _)) = name.split_once('，') {
            name = first.trim();
        }
        if let Some(honorific) = HONORIFICS.iter().find(|h| name.ends_with(h.zh) && name.len() > h.zh.len()) {
            (name, after) = name.split_at(name.len() - honorific.zh.len());
        }
        if let Some((first, rest)) = name.split_once(' ') {
            let title = first.trim_end_matches('.');
            if ["Mr", "Mrs", "Ms", "Miss", "Dr", "Ir", "Prof", "Sr", "Madam"].contains(&title) {
                (before, name) = (title, rest.trim());
            }
        }
        Self { name: name.trim(), before, after }
    }

    fn honorific_zh(&self) -> &str {
        if !self.after.is_empty() {
            return self.after;
        }
        HONORIFICS.iter().find(|h| !self.before.is_empty() && h.en == self.before).map_or("", |h| h.zh)
    }

    fn honorific_en(&self) -> &str {
        if !self.before.is_empty() {
            return self.before;
        }
        HONORIFICS.iter().find(|h| h.zh == self.after).map_or("", |h| h.en)
    }

    /// 陳 of 陳大文, 歐陽 of 歐陽大文, and 黃 of 李黃小玲, who uses her own surname.
    fn chinese_surname(&self) -> Option<&'a str> {
        let name = self.name;
        if !name.chars().next().is_some_and(is_han) {
            return None;
        }
        let first = name.chars().next().map_or(0, char::len_utf8);
        let surname = surname_of(name).map_or(first, str::len);
        let rest = &name[surname..];
        let married = name.chars().count() == 4 && surname == first;
        if married && let Some(own) = surname_of(rest) {
            return Some(&rest[..own.len()]);
        }
        Some(&name[..surname])
    }

    /// Chan of CHAN Tai-man, Chan Tai Man, Peter, Peter CHAN and Peter Chan.
    fn english_surname(&self) -> Option<String> {
        if self.name.is_empty() || self.name.chars().any(is_han) {
            return None;
        }
        let (main, _) = self.name.split_once(',').unwrap_or((self.name, ""));
        let words: Vec<&str> = main.split_whitespace().collect();
        let capitals = |word: &&&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        let in_capitals: Vec<_> = words.iter().filter(capitals).collect();
        let pair = (words.len() > 2).then(|| format!("{} {}", words[0], words[1]));
        let surname = if let Some(pair) = pair.filter(|pair| is_romanised_surname(pair)) {
            pair
        } else if !in_capitals.is_empty() && in_capitals.len() < words.len() {
            in_capitals.first().map(|word| (***word).to_owned())?
        } else if words.first().is_some_and(|word| is_romanised_surname(word)) {
            (*words.first()?).to_owned()
        } else {
            // Western order: Peter Chan, Mary Smith.
            (*words.last()?).to_owned()
        };
        Some(capitalised(&surname))
    }
}

/// CHAN as Chan, AU-YEUNG as Au-Yeung; what is not all capitals stays (McDonald).
fn capitalised(surname: &str) -> String {
    if surname.chars().any(|c| c.is_ascii_lowercase()) {
        return surname.to_owned();
    }
    let mut out = String::new();
    let mut first = true;
    for c in surname.chars() {
        out.push(if first { c } else { c.to_ascii_lowercase() });
        first = !c.is_alphabetic();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_salutations() {
        for (name, honorific, expected) in [
            ("陳大文", "先生", "陳先生："),
            ("歐陽大文", "女士", "歐陽女士："),
            ("司徒美玲", "議員", "司徒議員："),
            ("陳大文先生", "", "陳先生："),
            ("周大文先生，BBS, JP", "", "周先生："),
            ("李黃小玲", "女士", "黃女士："),
            ("陳大文", "", "陳君："),
            ("Chan Tai Man", "", "Chan君："),
            ("Mr CHAN Tai-man", "", "Chan先生："),
            ("", "先生", "執事先生："),
            ("  ", "", "執事先生："),
        ] {
            assert_eq!(salutation(name, honorific, "", Lang::ZhHantHk), expected, "{name}");
        }
    }

    #[test]
    fn english_salutations() {
        for (name, honorific, expected) in [
            ("CHAN Tai-man", "Mr", "Dear Mr Chan,"),
            ("Chan Tai Man, Peter", "Mr", "Dear Mr Chan,"),
            ("Peter CHAN", "Mr", "Dear Mr Chan,"),
            ("Peter Chan", "Mr.", "Dear Mr Chan,"),
            ("CHAN TAI MAN", "Ms", "Dear Ms Chan,"),
            ("AU-YEUNG Mei-ling", "Dr", "Dear Dr Au-Yeung,"),
            ("Au Yeung Mei Ling", "Dr", "Dear Dr Au Yeung,"),
            ("Mary Smith", "Mrs", "Dear Mrs Smith,"),
            ("Ms WONG Siu-ling", "", "Dear Ms Wong,"),
            ("CHAN Tai-man", "", "Dear Sir/Madam,"),
            ("陳大文", "Mr", "Dear Sir,"),
            ("陳美玲女士", "", "Dear Madam,"),
            ("", "", "Dear Sir/Madam,"),
        ] {
            assert_eq!(salutation(name, "", honorific, Lang::EnGb), expected, "{name}");
        }
    }

    #[test]
    fn full_names_take_one_honorific() {
        for (name, expected) in [
            ("陳大文", "陳大文先生"),
            ("陳大文議員", "陳大文議員"),
            ("周大文，BBS, JP", "周大文先生，BBS, JP"),
            ("Mr CHAN Tai-man", "Mr CHAN Tai-man"),
            (" ", ""),
        ] {
            assert_eq!(with_honorific(name, "先生"), expected);
        }
        assert_eq!(with_honorific("陳大文", ""), "陳大文");
    }

    #[test]
    fn closings_follow_the_salutation() {
        for (said, expected) in [
            ("Dear Sir/Madam,", "Yours faithfully,"),
            ("Dear Sir,", "Yours faithfully,"),
            ("Dear Mr Chan,", "Yours sincerely,"),
            ("陳先生：", ""),
            ("執事先生：", ""),
            ("", ""),
        ] {
            assert_eq!(closing(said), expected, "{said}");
        }
    }
}
