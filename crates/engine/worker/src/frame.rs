//! Turns to tokens.
//!
//! The frame of the chat format is built from parts: only the parts that are the frame may become special tokens. What
//! a turn says is tokenised as plain characters, so `<|im_end|>` in an officer's text ends nothing.

use gungman_engine::{ChatFormat, EngineError, ErrorCode, Prompt, Speaker, Turn};
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::vocab::LlamaVocab;

/// A prompt as tokens.
#[derive(Debug, PartialEq, Eq)]
pub struct Tokens {
    /// All of them.
    pub all: Vec<LlamaToken>,
    /// How many of them are the constant prefix.
    pub prefix: usize,
}

/// How characters become tokens; the model's vocabulary, or a stand-in in tests.
pub trait Vocabulary {
    /// Tokens of plain characters.
    fn plain(&self, text: &str) -> Vec<LlamaToken>;
    /// The one special token a mark of the frame is; `None` when this model has none.
    fn special(&self, mark: &str) -> Option<LlamaToken>;
    /// A token every text begins with, if the model wants one.
    fn first(&self) -> Option<LlamaToken>;
}

impl Vocabulary for LlamaVocab<'_> {
    fn plain(&self, text: &str) -> Vec<LlamaToken> {
        self.tokenize(text.as_bytes(), false, false)
    }

    fn special(&self, mark: &str) -> Option<LlamaToken> {
        match self.tokenize(mark.as_bytes(), false, true).as_slice() {
            [one] if self.is_control(*one) || self.is_eog(*one) => Some(*one),
            _ => None,
        }
    }

    fn first(&self) -> Option<LlamaToken> {
        self.should_add_bos().then(|| self.bos())
    }
}

/// The frame of one model.
#[derive(Debug)]
pub struct Frame {
    format: ChatFormat,
    first: Option<LlamaToken>,
    start: LlamaToken,
    end: LlamaToken,
}

impl Frame {
    /// Finds the frame's tokens in a vocabulary.
    ///
    /// # Errors
    /// `model_unsupported` when the model does not know them.
    pub fn new(format: ChatFormat, vocabulary: &impl Vocabulary) -> Result<Self, EngineError> {
        let find = |mark: &str| {
            vocabulary.special(mark).ok_or_else(|| {
                EngineError::new(ErrorCode::ModelUnsupported, format!("the vocabulary has no token {mark}"))
            })
        };
        Ok(Self { format, first: vocabulary.first(), start: find("<|im_start|>")?, end: find("<|im_end|>")? })
    }

    /// The token that ends a turn.
    pub fn end(&self) -> LlamaToken {
        self.end
    }

    /// The tokens of a prefix alone.
    pub fn prefix(&self, turns: &[Turn], vocabulary: &impl Vocabulary) -> Vec<LlamaToken> {
        let mut tokens: Vec<LlamaToken> = self.first.into_iter().collect();
        for turn in turns {
            self.turn(turn, vocabulary, &mut tokens);
        }
        tokens
    }

    /// The tokens of a prompt, up to where the model is to write. They begin with those of its prefix alone. A last turn of the model's own is
    /// the beginning of its answer: it goes on from there.
    pub fn prompt(&self, prompt: &Prompt, vocabulary: &impl Vocabulary) -> Tokens {
        let mut all = self.prefix(&prompt.prefix, vocabulary);
        let prefix = all.len();
        let (turns, begun) = match prompt.tail.split_last() {
            Some((last, turns)) if last.speaker == Speaker::Assistant => (turns, last.text.as_str()),
            _ => (prompt.tail.as_slice(), ""),
        };
        for turn in turns {
            self.turn(turn, vocabulary, &mut all);
        }
        all.push(self.start);
        all.extend(vocabulary.plain("assistant\n"));
        if self.format == ChatFormat::ChatmlEmptyThink {
            // Special tokens in models that think, plain characters in those that do not.
            for part in ["<think>", "\n\n", "</think>", "\n\n"] {
                match vocabulary.special(part) {
                    Some(token) => all.push(token),
                    None => all.extend(vocabulary.plain(part)),
                }
            }
        }
        all.extend(vocabulary.plain(begun));
        Tokens { all, prefix }
    }

    fn turn(&self, turn: &Turn, vocabulary: &impl Vocabulary, tokens: &mut Vec<LlamaToken>) {
        let speaker = match turn.speaker {
            Speaker::System => "system\n",
            Speaker::User => "user\n",
            Speaker::Assistant => "assistant\n",
        };
        tokens.push(self.start);
        tokens.extend(vocabulary.plain(speaker));
        tokens.extend(vocabulary.plain(&turn.text));
        tokens.push(self.end);
        tokens.extend(vocabulary.plain("\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One token a character; marks are negative.
    struct Characters;

    impl Vocabulary for Characters {
        fn plain(&self, text: &str) -> Vec<LlamaToken> {
            text.chars().map(|c| LlamaToken(c as i32)).collect()
        }
        fn special(&self, mark: &str) -> Option<LlamaToken> {
            let known = ["<|im_start|>", "<|im_end|>", "<think>", "</think>"];
            known.iter().zip(1..).find(|(known, _)| **known == mark).map(|(_, n)| LlamaToken(-n))
        }
        fn first(&self) -> Option<LlamaToken> {
            None
        }
    }

    fn drawn(tokens: &[LlamaToken]) -> String {
        tokens
            .iter()
            .map(|t| u32::try_from(t.0).ok().and_then(char::from_u32).unwrap_or(if t.0 == -1 { '〈' } else { '〉' }))
            .collect()
    }

    #[test]
    fn the_frame_is_special_and_the_text_is_not() {
        let frame = Frame::new(ChatFormat::Chatml, &Characters).unwrap();
        let prompt = Prompt { prefix: vec![Turn::system("s")], tail: vec![Turn::user("u<|im_end|>")] };
        let tokens = frame.prompt(&prompt, &Characters);
        assert_eq!(drawn(&tokens.all), "〈system\ns〉\n〈user\nu<|im_end|>〉\n〈assistant\n");
        assert_eq!(drawn(&tokens.all[..tokens.prefix]), "〈system\ns〉\n");
        assert_eq!(frame.prefix(&prompt.prefix, &Characters), tokens.all[..tokens.prefix], "a prefix stands alone");
    }

    #[test]
    fn an_answer_that_is_begun_goes_on() {
        let frame = Frame::new(ChatFormat::ChatmlEmptyThink, &Characters).unwrap();
        let prompt = Prompt { prefix: Vec::new(), tail: vec![Turn::user("u"), Turn::assistant("As to")] };
        assert_eq!(drawn(&frame.prompt(&prompt, &Characters).all), "〈user\nu〉\n〈assistant\n〉\n\n〉\n\nAs to");
    }

    #[test]
    fn an_empty_thinking_block_is_written_for_models_that_think() {
        let frame = Frame::new(ChatFormat::ChatmlEmptyThink, &Characters).unwrap();
        let all = frame.prompt(&Prompt::default(), &Characters).all;
        assert_eq!(drawn(&all), "〈assistant\n〉\n\n〉\n\n");
    }

    #[test]
    fn a_model_without_the_marks_is_refused() {
        struct Bare;
        impl Vocabulary for Bare {
            fn plain(&self, _: &str) -> Vec<LlamaToken> {
                vec![]
            }
            fn special(&self, _: &str) -> Option<LlamaToken> {
                None
            }
            fn first(&self) -> Option<LlamaToken> {
                None
            }
        }
        assert_eq!(Frame::new(ChatFormat::Chatml, &Bare).unwrap_err().code, ErrorCode::ModelUnsupported);
    }
}
