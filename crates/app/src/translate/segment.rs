//! One segment with its inline tags: what the memory has for it, what the model writes, and what is not right about it.

use gungman_core::{Issue, Lang, Severity, TagFault, Tagged};
use gungman_lang::facts;
use gungman_lang::furniture::furniture;
use gungman_lang::memory::{Match, Memory, Unit};
use gungman_lang::tags::project;

use super::document::has_words;
use super::look::Fault;
use super::sentence::{Asked, NEAR, Pair, Translator};
use super::{Origin, Segment};
use crate::draft::Stop;
use crate::error::Error;
use crate::workbench::api::SegmentKind;

/// A segment's translation.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// With its tags.
    pub target: Tagged,
    /// Where it came from.
    pub origin: Origin,
}

impl Rendered {
    /// Where it came from: what was taken from this document's own sentences, which nobody has confirmed, is still the model's.
    #[must_use]
    pub const fn from(&self, ours: bool) -> Origin {
        match self.origin {
            Origin::Memory | Origin::Adapted if ours => Origin::Machine,
            origin => origin,
        }
    }
}

/// The nearer of the memory's match and of what the document itself had so far, and whether it is the document's own: the same sentence with
/// other figures is then worded in the same way, and a near one shows the model how the document words things.
pub(crate) fn nearest<'m>(
    found: Option<Match<'m>>,
    sofar: &'m Memory,
    source: &str,
    before: &str,
) -> (Option<Match<'m>>, bool) {
    let least = found.as_ref().map_or(NEAR, |found| found.percent + 1);
    // Above a hundred there is nothing nearer.
    let own = (least <= 100).then(|| sofar.find(source, before, least, 1).into_iter().next()).flatten();
    match own {
        Some(own) => (Some(own), true),
        None => (found, false),
    }
}

impl Translator<'_> {
    /// The official form of a text that wants no translating: figures and references, a name in Latin letters in a Chinese document.
    fn wants_none(&self, source: &str) -> Option<String> {
        if !has_words(source, self.from()) && source.chars().any(char::is_alphabetic) {
            return Some(source.to_owned());
        }
        self.copied(source, &facts::find(source))
    }

    /// What needs no model: a text that wants no translating, and what the memory has.
    #[must_use]
    pub fn recall_tagged(&self, source: &Tagged, near: Option<&Match<'_>>) -> Option<Rendered> {
        if let Some(target) = furniture(source, self.to()) {
            return Some(Rendered { target, origin: Origin::Copied });
        }
        if let Some(target) = self.wants_none(&source.text) {
            let kept = (target == source.text).then(|| source.clone());
            return Some(Rendered {
                target: kept.unwrap_or_else(|| self.placed(source, &target)),
                origin: Origin::Copied,
            });
        }
        let bare = near
            .map(|near| (Unit { target: gungman_core::tagged::bare(&near.unit.target), ..near.unit.clone() }, near));
        let plain = bare.as_ref().map(|(unit, near)| Match { unit, percent: near.percent });
        let segment = self.recall(&source.text, plain.as_ref())?;
        // What was confirmed with the same tags has them in their places.
        let kept = near.map(|near| Tagged::read(&near.unit.target).0).filter(|kept| kept.text == segment.target);
        let kept = kept.filter(|kept| kept.against(source).is_empty());
        Some(self.rendered(source, segment, kept))
    }

    /// Translates a segment; `before` is the pair before it, `near` the memory's best match.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when it was stopped, and the model's own.
    pub async fn tagged(
        &self,
        source: &Tagged,
        kind: SegmentKind,
        before: Option<Pair<'_>>,
        near: Option<&Match<'_>>,
        stop: &Stop,
    ) -> Result<Rendered, Error> {
        if let Some(known) = self.recall_tagged(source, near) {
            return Ok(known);
        }
        let segment = self.asked(Asked { source: &source.text, kind, before, near }, stop).await?;
        Ok(self.rendered(source, segment, None))
    }

    fn rendered(&self, source: &Tagged, segment: Segment, kept: Option<Tagged>) -> Rendered {
        let ended = match segment.origin {
            Origin::Machine => ended(&source.text, segment.target, self.to()),
            _ => segment.target,
        };
        let target = kept.unwrap_or_else(|| self.placed(source, &ended));
        Rendered { target, origin: segment.origin }
    }

    /// A bare translation with the source's tags where code can prove their place.
    #[must_use]
    pub fn placed(&self, source: &Tagged, target: &str) -> Tagged {
        if source.is_plain() {
            return Tagged::plain(target);
        }
        project(source, target, self.from(), self.to(), self.glossary()).target
    }

    /// A finished Chinese translation in Simplified characters.
    #[must_use]
    pub fn simplified(&self, target: &str) -> String {
        self.hong_kong().to_mainland(target).text
    }

    /// What is not right about a translation, its tags first.
    #[must_use]
    pub fn look_tagged(&self, source: &Tagged, target: &str) -> Vec<Issue> {
        let (target, mut tags) = Tagged::read(target);
        tags.extend(target.against(source));
        let fault = |fault: &TagFault| {
            let (code, tag, severity) = match fault {
                TagFault::Broken(tag) => ("tag_broken", tag, Severity::Error),
                // Formatting that is lost is a pity; a footnote that is lost is an error.
                TagFault::Missing(tag) => {
                    let object = source.marks.iter().any(|mark| mark.object && mark.tag == *tag);
                    ("tag_missing", tag, if object { Severity::Error } else { Severity::Warning })
                }
                TagFault::Foreign(tag) => ("tag_foreign", tag, Severity::Error),
            };
            Fault::new(code, severity, tag.to_string()).issue(self.messages())
        };
        let mut issues: Vec<Issue> = tags.iter().map(fault).collect();
        if furniture(source, self.to()).is_some_and(|right| right == target) {
            return issues;
        }
        let mut told = self.look(&source.text, &target.text);
        // A number or a reference that wants no translating is right as it stands.
        if self.wants_none(&source.text).as_deref() == Some(target.text.as_str()) {
            told.retain(|issue| issue.code != "same_as_source");
        }
        issues.extend(told);
        issues
    }
}

/// What the model wrote with the full stop that its source has, or without the one it has not.
fn ended(source: &str, mut target: String, to: Lang) -> String {
    let (stop, other) = if to.is_chinese() { ('。', '.') } else { ('.', '。') };
    let is_stop = |c: char| matches!(c, '.' | '。');
    let sentence = source.trim_end().ends_with(is_stop);
    let last = target.trim_end().chars().next_back();
    match last {
        Some(last) if sentence && last.is_alphanumeric() => target.push(stop),
        Some(last) if sentence && last == other && !target.ends_with("...") => {
            target.pop();
            target.push(stop);
        }
        // An abbreviation keeps its stop.
        Some(last)
            if !sentence
                && last == stop
                && !target.ends_with("m.")
                && source.trim_end().ends_with(char::is_alphanumeric) =>
        {
            target.pop();
        }
        _ => {}
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_as_its_source_does() {
        let zh = |source: &str, target: &str| ended(source, target.to_owned(), Lang::ZhHantHk);
        assert_eq!(zh("It is due.", "費用到期"), "費用到期。");
        assert_eq!(zh("It is due.", "費用到期."), "費用到期。");
        assert_eq!(zh("Fire drill", "火警演習。"), "火警演習");
        assert_eq!(zh("Is it due?", "是否到期？"), "是否到期？");
        assert_eq!(ended("費用到期。", "It is due by 5 p.m.".to_owned(), Lang::EnGb), "It is due by 5 p.m.");
        assert_eq!(ended("費用到期。", "The fee is due".to_owned(), Lang::EnGb), "The fee is due.");
        assert_eq!(
            ended("截至下午5時", "As at 5 p.m.".to_owned(), Lang::EnGb),
            "As at 5 p.m.",
            "an abbreviation keeps its stop"
        );
    }
}
