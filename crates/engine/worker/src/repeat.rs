//! Noticing that the model repeats itself: small models fall into loops, and a loop runs until the limit.
//!
//! A form repeats legitimately: dotted lines, `0000`, the same label twice. So only three equal lines in a row count, or
//! the same stretch of tokens at least four times over for at least [`TAIL`] tokens.

/// The shortest repetition that counts, in tokens: about two sentences.
const TAIL: usize = 64;
/// The longest stretch that is recognised when repeated, in tokens.
const LONGEST: usize = 96;
/// Times a stretch must stand.
const TIMES: usize = 4;
/// The shortest line that counts, in characters; shorter ones (`(a)`, `—`) repeat in forms.
const SHORTEST_LINE: usize = 4;

/// Watches one answer.
#[derive(Debug, Default)]
pub struct RepeatGuard {
    tokens: Vec<i32>,
    line: String,
    last: String,
    equal: u32,
}

impl RepeatGuard {
    /// Takes the next token and the characters it completed; true when the answer has become a loop.
    pub fn is_loop(&mut self, token: i32, text: &str) -> bool {
        self.tokens.push(token);
        let mut looping = false;
        for character in text.chars() {
            if character == '\n' {
                looping |= self.end_line();
            } else {
                self.line.push(character);
            }
        }
        looping || self.tail_repeats()
    }

    fn end_line(&mut self) -> bool {
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        // Empty lines between equal ones make no difference; lines without a letter or digit are rules to write on.
        if line.is_empty() {
            return false;
        }
        if line.chars().count() < SHORTEST_LINE || !line.chars().any(char::is_alphanumeric) {
            self.last.clear();
            self.equal = 0;
            return false;
        }
        if line == self.last {
            self.equal += 1;
        } else {
            line.clone_into(&mut self.last);
            self.equal = 1;
        }
        self.equal >= 3
    }

    fn tail_repeats(&self) -> bool {
        let n = self.tokens.len();
        (1..=LONGEST).any(|period| {
            let needed = (period * TIMES).max(TAIL);
            // Equal to itself one period earlier over the whole stretch, which is what repeating means.
            needed <= n && (n - needed + period..n).rev().all(|at| self.tokens[at] == self.tokens[at - period])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> bool {
        let mut guard = RepeatGuard::default();
        text.chars().zip(0..).any(|(character, n)| guard.is_loop(n, &character.to_string()))
    }

    #[test]
    fn three_equal_lines_are_a_loop_and_two_are_not() {
        assert!(lines("如有查詢，請致電。\n如有查詢，請致電。\n\n如有查詢，請致電。\n"));
        assert!(!lines("如有查詢，請致電。\n如有查詢，請致電。\n多謝合作。\n如有查詢，請致電。\n"));
    }

    #[test]
    fn forms_may_repeat() {
        assert!(!lines("(a)\n(a)\n(a)\n(a)\n"));
        assert!(!lines("____________\n____________\n____________\n____________\n"));
        assert!(!lines("1.  Date: 1 May\n2.  Date: 2 May\n3.  Date: 3 May\n4.  Date: 4 May\n"));
    }

    #[test]
    fn a_stretch_of_tokens_repeated_without_a_line_end_is_a_loop() {
        let mut guard = RepeatGuard::default();
        let stretch: Vec<i32> = (0..20).collect();
        let at = (0..10).flat_map(|_| stretch.clone()).position(|token| guard.is_loop(token, "x"));
        assert_eq!(at, Some(79), "four times twenty tokens");
        let mut guard = RepeatGuard::default();
        assert!((0..TAIL - 1).all(|_| !guard.is_loop(7, "0")), "a long number or rule is no loop");
        assert!(guard.is_loop(7, "0"));
    }

    #[test]
    fn text_that_only_looks_alike_is_no_loop() {
        let mut guard = RepeatGuard::default();
        assert!((0..2000).all(|n| !guard.is_loop(if n % 10 == 9 { n } else { n % 10 }, "字")));
    }
}
