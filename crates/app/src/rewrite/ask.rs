//! A question about a document. Code picks the sentences that answer it (`lang::question`); the model only says in one sentence what they
//! say, and is not believed where it says more: then the sentences speak for themselves. Where no sentence answers, the document does not say,
//! and no model is asked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gungman_core::template::Template;
use gungman_core::{FactState, Issue, Lang};
use gungman_engine::{GenerationEvent, Options, Prompt, Sampling, Turn};
use gungman_lang::question::{Candidate, answering, asks_for_all};
use gungman_lang::{facts, likeness, notes, segments, style, summary};
use gungman_store::NewAudit;
use serde::Deserialize;

use super::api::{Answer, AskEvent, AskRequest, Quoted};
use super::measure::denies;
use crate::audit::about;
use crate::compose::printed_values;
use crate::draft::Stop;
use crate::error::Error;
use crate::managed::Feature;
use crate::office::Office;
use crate::prompt::fill;
use crate::translate::document::language;
use crate::translate::{Steps, Translator};

/// So many sentences are shown at most.
const MOST: usize = 3;

/// So many points are shown of a whole document.
const POINTS: usize = 4;

/// How much of an answer's words must be the sentences' or the question's own.
const OWN_WORDS: f32 = 0.6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    system: String,
    ask: String,
    refusals: Vec<String>,
    about: String,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    sentences: String,
    question: String,
    answer: String,
}

/// `None` never happens: a test reads it.
static TOLD: LazyLock<Option<BTreeMap<Lang, Told>>> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/asking.toml")).ok());

impl Told {
    fn ask(&self, sentences: &str, question: &str) -> String {
        let values = [("sentences", sentences), ("question", question)];
        fill(&self.ask, &values.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    }

    fn prompt(&self, sentences: &str, question: &str) -> Prompt {
        let mut prefix = vec![Turn::system(self.system.trim())];
        for example in &self.examples {
            prefix.push(Turn::user(self.ask(&example.sentences, &example.question)));
            prefix.push(Turn::assistant(example.answer.clone()));
        }
        Prompt { prefix, tail: vec![Turn::user(self.ask(sentences, question))] }
    }
}

impl Office {
    /// Answers a question from a document, in the language that was asked for. `events` hears of every step but the last.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`], [`Error::NoQuestion`], [`Error::Classified`], [`Error::UnknownTemplate`], [`Error::Cancelled`], and the
    /// model's own. Without a model the sentences are the answer; only what is in two languages cannot do without.
    pub async fn ask(
        &self,
        request: AskRequest,
        stop: &Stop,
        events: &(dyn Fn(AskEvent) + Send + Sync),
    ) -> Result<Answer, Error> {
        self.managed.permit(Feature::Ask)?;
        let document = &request.document;
        let template = self.shelf.template(&document.template)?;
        self.shelf.policy.admit(document.field("classification"), &self.shelf.choices)?;
        if request.question.trim().is_empty() || document.body.iter().all(|block| block.text().trim().is_empty()) {
            return Err(Error::NoQuestion);
        }
        let told = TOLD.as_ref().and_then(|told| told.get(&document.lang));
        let told = told.ok_or_else(|| Error::Resources("asking.toml".into()))?;
        let result = Asking { office: self, request: &request, template, told, stop, events }.run().await;
        let outcome = result.as_ref().map_or_else(|error| error.code(), |_| "complete").to_owned();
        let model = self.model_in_use().await.unwrap_or_default();
        if let Err(error) = self.record(NewAudit { model, outcome, ..about("ask", document) }).await {
            // The answer is not lost for it.
            tracing::error!(%error, "could not write down a question");
        }
        result
    }
}

/// A question on its way.
struct Asking<'a> {
    office: &'a Office,
    request: &'a AskRequest,
    template: &'a Template,
    told: &'a Told,
    stop: &'a Stop,
    events: &'a (dyn Fn(AskEvent) + Send + Sync),
}

impl Asking<'_> {
    async fn run(&self) -> Result<Answer, Error> {
        let AskRequest { document, question, .. } = self.request;
        let asked = match language([question.as_str()].into_iter()) == document.lang {
            true => self.written(question),
            false => self.translated(question, document.lang).await?.0,
        };
        let quotes = self.quotes();
        if asks_for_all(question) || asks_for_all(&asked) {
            let subject = [("subject".to_owned(), document.field("subject").to_owned())].into();
            let (text, issues) = self.in_its_language(fill(&self.told.about, &subject)).await?;
            return Ok(Answer { text, found: true, sentences: whole(&quotes), issues });
        }
        let candidates: Vec<Candidate> = quotes.iter().map(|quote| self.candidate(quote)).collect();
        let found = answering(&asked, document.field("subject"), &candidates, MOST);
        let sentences: Vec<Quoted> = found.into_iter().map(|number| quotes[number].clone()).collect();
        let text = match &sentences[..] {
            [] => None,
            // A value of the header is its own answer.
            values if values.iter().all(|quote| quote.field.is_some()) => {
                let values: Vec<&str> = values.iter().map(|quote| quote.text.as_str()).collect();
                Some(values.join(if document.lang.is_chinese() { "；" } else { "; " }))
            }
            said => self.worded(said, &asked).await?,
        };
        let Some(text) = text else {
            return Ok(Answer { text: String::new(), found: false, sentences, issues: Vec::new() });
        };
        let (text, issues) = self.in_its_language(text).await?;
        Ok(Answer { text, found: true, sentences, issues })
    }

    /// What the sentences say to the question, as far as the model is to be believed; `None` where it says that they do not.
    async fn worded(&self, sentences: &[Quoted], question: &str) -> Result<Option<String>, Error> {
        let lang = self.request.document.lang;
        let said: Vec<&str> = sentences.iter().map(|quote| quote.text.as_str()).collect();
        let themselves = said.join(if lang.is_chinese() { "" } else { " " });
        let options = Options { max_tokens: 200, sampling: Sampling::Greedy, ban_simplified: lang.is_chinese() };
        let events = self.events;
        let mut hear = |event: &GenerationEvent, whole: &str| match event {
            GenerationEvent::Queued { ahead } => events(AskEvent::Queued { ahead: *ahead }),
            GenerationEvent::Starting => events(AskEvent::Starting),
            GenerationEvent::Loading { percent } => events(AskEvent::Loading { percent: *percent }),
            GenerationEvent::Reading { done, total, reused } => {
                events(AskEvent::Reading { done: *done, total: *total, reused: *reused });
            }
            GenerationEvent::Text { .. } => events(AskEvent::Text { text: whole.to_owned() }),
            _ => {}
        };
        let prompt = self.told.prompt(&said.join("\n"), question);
        let answer = match self.office.answer(prompt, options, self.stop, &mut hear).await {
            // The sentences were found without it.
            Err(Error::NoModel) => return Ok(Some(themselves)),
            other => other?.0,
        };
        events(AskEvent::Checking);
        let answer = if lang.is_chinese() { self.office.in_hong_kong(answer.trim()) } else { answer };
        let answer = style::tidy(answer.trim().lines().next().unwrap_or_default(), lang);
        let lower = answer.to_lowercase();
        if self.told.refusals.iter().any(|refusal| lower.contains(refusal.as_str())) {
            return Ok(None);
        }
        Ok(Some(if rests_on(&answer, &themselves, question, lang) { answer } else { themselves }))
    }

    /// The values of the printed header and the sentences of the body, in order.
    fn quotes(&self) -> Vec<Quoted> {
        let document = &self.request.document;
        let values = printed_values(document, self.template, &self.office.shelf.choices, self.office.today());
        let header = self.template.fields.iter().filter_map(|field| {
            let text = values.get(&field.id).map_or("", |value| value.trim()).to_owned();
            (!text.is_empty()).then(|| Quoted {
                block: None,
                field: Some(field.id.clone()),
                start: 0,
                end: count(&text),
                text,
            })
        });
        let mut out: Vec<Quoted> = header.collect();
        for (number, block) in (0..).zip(&document.body) {
            let text = block.text();
            for range in segments::segments(&text, document.lang) {
                let (start, text) = (count(&text[..range.start]), text[range].to_owned());
                out.push(Quoted { block: Some(number), field: None, start, end: start + count(&text), text });
            }
        }
        out
    }

    fn candidate(&self, quote: &Quoted) -> Candidate {
        let field = self.template.fields.iter().find(|field| quote.field.as_ref() == Some(&field.id));
        let text = match field {
            Some(field) => format!("{} {}", field.label.get(self.request.document.lang), quote.text),
            None => quote.text.clone(),
        };
        // The header is no paragraph of the body.
        let paragraph = quote.block.map_or(usize::MAX, |block| block as usize);
        Candidate { text, paragraph, field: quote.field.clone() }
    }

    /// A question in written words.
    fn written(&self, question: &str) -> String {
        let document = &self.request.document;
        let address = &self.office.shelf.address;
        let (own, other, third) = (address.own(document), address.other(document), address.third(document));
        let persons = notes::Persons { own: &own, other: &other, third: &third };
        let text =
            if document.lang.is_chinese() { self.office.hong_kong.convert(question) } else { question.to_owned() };
        notes::prepare(&text, document.lang, persons)
    }

    /// A text in the document's language, in the answer's.
    async fn in_its_language(&self, text: String) -> Result<(String, Vec<Issue>), Error> {
        if self.request.lang == self.request.document.lang {
            return Ok((text, Vec::new()));
        }
        self.translated(&text, self.request.lang).await
    }

    async fn translated(&self, text: &str, to: Lang) -> Result<(String, Vec<Issue>), Error> {
        let glossary = self.office.glossary().await?;
        let translator = Translator::new(self.office, &glossary, to, Steps::ALL)?;
        let segment = translator.segment(text.trim(), None, self.stop).await?;
        Ok((segment.target, segment.issues))
    }
}

/// The sentences that say what a whole document says.
fn whole(quotes: &[Quoted]) -> Vec<Quoted> {
    let body: Vec<&Quoted> = quotes.iter().filter(|quote| quote.block.is_some()).collect();
    let lines: Vec<&str> = body.iter().map(|quote| quote.text.as_str()).collect();
    let picked = summary::pick(&lines.join("\n"), POINTS);
    picked.into_iter().filter_map(|point| body.get(point.line).map(|quote| (*quote).clone())).collect()
}

/// Whether an answer says nothing that its sentences do not: no other fact, no other words, a denial where they have one.
fn rests_on(answer: &str, sentences: &str, question: &str, lang: Lang) -> bool {
    let rows = facts::compare(&facts::find(answer), &[], &[sentences.to_owned()], lang);
    let foreign = rows.iter().any(|row| matches!(row.state, FactState::Missing | FactState::Changed));
    let own = likeness::share(answer, &format!("{sentences}\n{question}")) >= OWN_WORDS;
    !answer.is_empty() && !foreign && own && denies(answer, lang) == denies(sentences, lang)
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_believed_only_for_what_its_sentences_say() {
        for (lang, told) in TOLD.as_ref().unwrap() {
            for Example { sentences, question, answer } in &told.examples {
                let refused = told.refusals.iter().any(|refusal| answer.contains(refusal.as_str()));
                assert!(refused || rests_on(answer, answer, question, *lang), "{answer}");
                assert_eq!(style::tidy(answer, *lang), *answer);
                assert!(told.ask(sentences, question).contains(question.as_str()));
            }
        }
        let (zh, en) = (Lang::ZhHantHk, Lang::EnGb);
        let sentence = "各人員須沿樓梯前往地下停車場集合，不得使用升降機。";
        assert!(!rests_on("可使用升降機。", sentence, "可以用升降機嗎？", zh), "the contrary");
        assert!(
            !rests_on("各人員須在下午3時前往停車場集合，不得使用升降機。", sentence, "在哪裏集合？", zh),
            "another fact"
        );
        let number = "請致電2835 9999與陳大文先生聯絡。";
        assert!(!rests_on(number, "請致電2835 1107與陳大文先生聯絡。", "致電誰？", zh), "another number");
        assert!(rests_on("不得使用升降機。", sentence, "可以用升降機嗎？", zh));
        assert!(!rests_on("The drill takes place every Monday.", "The drill is on 8 December.", "When?", en));
    }
}
