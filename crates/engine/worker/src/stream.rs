//! Whole characters out of tokens: a rare Hong Kong character is two or three tokens, each a piece of its bytes.

/// Bytes that are not yet a whole character.
#[derive(Debug, Default)]
pub struct CharStream {
    pending: Vec<u8>,
}

impl CharStream {
    /// Adds a token's bytes and gives the characters now complete. Bytes that can never become a character are given as
    /// U+FFFD.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.pending.extend_from_slice(bytes);
        let mut out = String::new();
        loop {
            match std::str::from_utf8(&self.pending) {
                Ok(text) => {
                    out.push_str(text);
                    self.pending.clear();
                    return out;
                }
                Err(error) => {
                    let valid = error.valid_up_to();
                    out.push_str(&String::from_utf8_lossy(&self.pending[..valid]));
                    match error.error_len() {
                        Some(bad) => {
                            out.push(char::REPLACEMENT_CHARACTER);
                            self.pending.drain(..valid + bad);
                        }
                        None => {
                            self.pending.drain(..valid);
                            return out;
                        }
                    }
                }
            }
        }
    }

    /// Whether half a character waits.
    pub fn is_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// What the characters would be if these bytes were added, changing nothing.
    pub fn preview(&self, bytes: &[u8]) -> String {
        CharStream { pending: self.pending.clone() }.push(bytes)
    }

    /// The end: half a character is given as U+FFFD.
    pub fn finish(&mut self) -> String {
        let rest = String::from_utf8_lossy(&self.pending).into_owned();
        self.pending.clear();
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_character_waits_for_its_other_half() {
        let bytes = "鰂".as_bytes();
        let mut stream = CharStream::default();
        assert_eq!(stream.push(&bytes[..2]), "");
        assert!(stream.is_pending());
        assert_eq!(stream.preview(&bytes[2..]), "鰂");
        assert_eq!(stream.push(&bytes[2..]), "鰂");
        assert!(!stream.is_pending());
    }

    #[test]
    fn bytes_that_are_no_character_do_not_hold_up_the_rest() {
        let mut stream = CharStream::default();
        assert_eq!(stream.push(b"a\xffb\xe9"), "a\u{fffd}b");
        assert_eq!(stream.finish(), "\u{fffd}");
        assert_eq!(stream.finish(), "");
    }

    proptest! {
        #[test]
        fn any_cut_of_any_text_gives_the_text(text in "[ -~鰂魚涌㗎衞𨋢]{0,20}", cuts in proptest::collection::vec(1usize..4, 0..80)) {
            let mut bytes = text.as_bytes();
            let mut stream = CharStream::default();
            let mut out = String::new();
            for cut in cuts {
                let (head, rest) = bytes.split_at(cut.min(bytes.len()));
                out.push_str(&stream.push(head));
                bytes = rest;
            }
            out.push_str(&stream.push(bytes));
            out.push_str(&stream.finish());
            prop_assert_eq!(out, text);
        }
    }
}
