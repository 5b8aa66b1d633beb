//! The tokens that would write a banned character.

use std::collections::HashSet;

use llama_cpp_2::token::LlamaToken;

/// Characters that must not be written, and the tokens that hold one of them whole.
#[derive(Debug, Default)]
pub struct Ban {
    characters: HashSet<char>,
    tokens: Vec<LlamaToken>,
}

impl Ban {
    /// Looks through a vocabulary once. Tokens that are only a piece of a banned character's bytes are not among
    /// [`Ban::tokens`]: the same piece begins other characters. [`Ban::hits`] catches what they make together.
    pub fn scan(characters: &str, vocabulary: impl Iterator<Item = (LlamaToken, Vec<u8>)>) -> Self {
        // No ASCII: it would ban the marks every answer needs.
        let characters: HashSet<char> = characters.chars().filter(|c| !c.is_ascii() && !c.is_whitespace()).collect();
        if characters.is_empty() {
            return Self::default();
        }
        let tokens = vocabulary
            // A quick look first: a character beyond ASCII has a byte beyond ASCII.
            .filter(|(_, bytes)| bytes.iter().any(|byte| *byte >= 0x80))
            .filter(|(_, bytes)| String::from_utf8_lossy(bytes).chars().any(|c| characters.contains(&c)))
            .map(|(token, _)| token)
            .collect();
        Self { characters, tokens }
    }

    /// The tokens to forbid.
    pub fn tokens(&self) -> &[LlamaToken] {
        &self.tokens
    }

    /// Whether a text holds a banned character.
    pub fn hits(&self, text: &str) -> bool {
        text.chars().any(|c| self.characters.contains(&c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_with_a_banned_character_is_found_and_no_other() {
        let words = ["听到", "聽到", "abc", " 听", "，", "\u{fffd}"];
        let mut vocabulary: Vec<_> = (0..).map(LlamaToken).zip(words.iter().map(|w| w.as_bytes().to_vec())).collect();
        // A piece of 听 alone, and 听 followed by a piece of something.
        vocabulary.push((LlamaToken(6), vec![0xe5, 0x90]));
        vocabulary.push((LlamaToken(7), ["听".as_bytes(), &[0xe5]].concat()));
        let ban = Ban::scan("听, a", vocabulary.into_iter());
        assert_eq!(ban.tokens(), [LlamaToken(0), LlamaToken(3), LlamaToken(7)]);
        assert!(ban.hits("請听") && !ban.hits("請聽, a"));
    }

    #[test]
    fn an_empty_list_bans_nothing() {
        let ban = Ban::scan("", [(LlamaToken(1), "听".as_bytes().to_vec())].into_iter());
        assert!(ban.tokens().is_empty() && !ban.hits("听"));
    }
}
