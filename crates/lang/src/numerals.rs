//! Chinese numerals: 一百二十三, 二零二六, 兩.

/// The value of a Chinese digit.
fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '兩' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Reads a Chinese numeral: positional (二零二六), by units (一千二百, 十五, 廿三, 三億五千萬), or ASCII digits.
///
/// Returns nothing when the text is not a numeral as a whole, or is larger than 10¹⁶.
#[must_use]
pub fn parse(text: &str) -> Option<u64> {
    if text.is_empty() || text.chars().count() > 20 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|n| *n <= 10_000_000_000_000_000);
    }
    if text.chars().count() > 1 && text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut section, mut pending): (u64, u64, Option<u64>) = (0, 0, None);
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if pending.is_some_and(|p| p != 0) {
                return None;
            }
            pending = Some(value);
            continue;
        }
        let (small, large) = match c {
            '十' => (10, 0),
            '廿' => (20, 0),
            '卅' => (30, 0),
            '百' => (100, 0),
            '千' => (1_000, 0),
            '萬' => (0, 10_000),
            '億' => (0, 100_000_000),
            _ => return None,
        };
        if large > 0 {
            section += pending.take().unwrap_or(0);
            if section == 0 && (total == 0 || c == '萬') {
                return None;
            }
            // 萬 counts only what follows the 億 before it.
            total = match c {
                '萬' => total.checked_add(section.checked_mul(large)?)?,
                _ => total.checked_add(section)?.checked_mul(large)?,
            };
            section = 0;
        } else {
            let lead = match pending.take() {
                Some(0) | None if matches!(c, '十' | '廿' | '卅') => 1,
                Some(0) | None => return None,
                Some(value) => value,
            };
            section += lead * small;
        }
        if total > 10_000_000_000_000_000 {
            return None;
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Writes a number below ten thousand by units: 十二, 二十三, 一百零五.
#[must_use]
pub fn by_units(number: u16) -> String {
    let mut out = String::new();
    let mut rest = number;
    let mut gap = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = rest / unit;
        rest %= unit;
        if value == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(unit == 10 && value == 1 && out.is_empty()) {
            out.push(DIGITS[usize::from(value % 10)]);
        }
        out.push_str(name);
    }
    if out.is_empty() { "零".to_owned() } else { out }
}

/// Writes a number digit by digit: 二零二六.
#[must_use]
pub fn by_digits(number: u32) -> String {
    number.to_string().bytes().map(|b| DIGITS[usize::from(b - b'0') % 10]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn written_forms_are_read() {
        for (text, value) in [
            ("二零二六", 2026),
            ("二〇二六", 2026),
            ("十", 10),
            ("十一", 11),
            ("二十三", 23),
            ("廿三", 23),
            ("兩", 2),
            ("一百零五", 105),
            ("一百二十萬", 1_200_000),
            ("三億五千萬", 350_000_000),
            ("一千萬", 10_000_000),
            ("348", 348),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for bad in ["", "一二十", "萬", "百", "甲", "一 二"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(n in 0u16..10_000) {
            prop_assert_eq!(parse(&by_units(n)), Some(u64::from(n)));
            if n > 9 { prop_assert_eq!(parse(&by_digits(u32::from(n))), Some(u64::from(n))); }
        }

        #[test]
        fn any_text_is_survived(text in "[零一兩三十百千萬億廿卅0-9a]{0,24}") {
            let _ = parse(&text);
        }
    }
}
