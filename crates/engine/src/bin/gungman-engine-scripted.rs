//! A worker for tests: the protocol without a model. What it does is written in a JSON file named by `GUNGMAN_SCRIPT`.
//!
//! ```json
//! {
//!   "hello": "ok",
//!   "load": { "delay_ms": 0, "fail": null, "then": "done" },
//!   "rules": [
//!     { "contains": "火警", "text": "本署將舉行火警演習。", "delay_ms": 5, "then": "done" },
//!     { "text": "好的。" }
//!   ]
//! }
//! ```
//!
//! | key | meaning | left out |
//! | --- | --- | --- |
//! | `hello` | `ok`; `wrong_version` greets with another protocol; `cpu_unsupported` greets with missing instructions and ends; `silent` never greets; `die` ends before greeting | `ok` |
//! | `load.delay_ms` | milliseconds between the steps of loading, of which there are ten | 0 |
//! | `load.fail` | an error code (`model_damaged`): every load fails with it | loads succeed |
//! | `load.then` | as `then` of a rule, when loading is half done | `done` |
//! | `rules` | the first whose `contains` stands in the prompt (any turn, rules and examples included) answers | none: `state` error |
//! | `contains` | the text to look for; several must all stand there: `["火警", "演習"]` | every prompt |
//! | `text` | the answer; sent in chunks of up to four characters, each character counted as a token | empty |
//! | `delay_ms` | milliseconds before each chunk | 0 |
//! | `then` | after the text: `done`; `die` (exit status 3); `hang` (silent, and deaf to cancellations); `garbage` (bytes that are no message); `truncate` (half a message, then the end) | `done` |
//!
//! Without `GUNGMAN_SCRIPT` every prompt is answered with 「（沒有劇本）」. Prompts count one token a character; what
//! repeats from the last prompt counts as reused, as with the real worker. `max_tokens` and the context are kept to.
//! Each start and each load is appended as a line (`start`, `load NAME`) to the file named by `GUNGMAN_SCRIPT_TRACE`,
//! if there is one. `bare-bench` answers with invented speeds, to test the measuring itself.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use gungman_engine::bench::BareReport;
use gungman_engine::protocol::{Event, PROTOCOL_VERSION, Request, read_frame, write_frame};
use gungman_engine::{
    EngineError, ErrorCode, Finish, LoadRequest, LoadedModel, Options, Prompt, Stats, Turn, WarmStats,
};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Script {
    hello: Hello,
    load: Load,
    rules: Vec<Rule>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Hello {
    #[default]
    Ok,
    WrongVersion,
    CpuUnsupported,
    Silent,
    Die,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Load {
    delay_ms: u64,
    fail: Option<ErrorCode>,
    then: Then,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Rule {
    contains: Needles,
    text: String,
    delay_ms: u64,
    then: Then,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Needles {
    One(String),
    All(Vec<String>),
}

impl Default for Needles {
    fn default() -> Self {
        Needles::All(Vec::new())
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Then {
    #[default]
    Done,
    Die,
    Hang,
    Garbage,
    Truncate,
}

fn main() -> ExitCode {
    match play() {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("gungman-engine-scripted: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn play() -> Result<ExitCode, Box<dyn std::error::Error>> {
    if std::env::args().nth(1).as_deref() == Some("bare-bench") {
        let report = BareReport { prompt_tokens_per_second: 100.0, tokens_per_second: 10.0 };
        println!("{}", serde_json::to_string(&report)?);
        return Ok(ExitCode::SUCCESS);
    }
    trace("start")?;
    let script = match std::env::var_os("GUNGMAN_SCRIPT") {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)?,
        None => Script {
            rules: vec![Rule { text: "（沒有劇本）".to_owned(), ..Rule::default() }],
            ..Script::default()
        },
    };
    let mut out = io::stdout();
    match script.hello {
        Hello::Silent => std::thread::sleep(Duration::from_secs(3600)),
        Hello::Die => return Ok(ExitCode::from(3)),
        _ => {}
    }
    let protocol = if script.hello == Hello::WrongVersion { PROTOCOL_VERSION + 1 } else { PROTOCOL_VERSION };
    let missing = script.hello == Hello::CpuUnsupported;
    let missing_cpu = if missing { vec!["avx2".to_owned(), "fma".to_owned()] } else { Vec::new() };
    write_frame(&mut out, &Event::Hello { protocol, worker: "gungman-engine-scripted".to_owned(), missing_cpu })?;
    if missing {
        return Ok(ExitCode::FAILURE);
    }
    let cancelled = Arc::new(AtomicU64::new(0));
    let (pass_on, requests) = mpsc::channel();
    let noted = Arc::clone(&cancelled);
    std::thread::spawn(move || {
        let mut input = io::stdin();
        while let Ok(request) = read_frame::<Request>(&mut input) {
            match request {
                Request::Cancel { id } => noted.store(id, Ordering::Relaxed),
                Request::Shutdown => break,
                other => {
                    let _ = pass_on.send(other);
                }
            }
        }
        std::process::exit(0);
    });
    let mut actor = Actor { script, out, cancelled, held: Vec::new(), loaded: None };
    for request in requests {
        actor.act(request)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn trace(line: &str) -> io::Result<()> {
    match std::env::var_os("GUNGMAN_SCRIPT_TRACE") {
        Some(path) => writeln!(std::fs::OpenOptions::new().create(true).append(true).open(path)?, "{line}"),
        None => Ok(()),
    }
}

struct Actor {
    script: Script,
    out: io::Stdout,
    cancelled: Arc<AtomicU64>,
    /// The last prompt and answer, character by character.
    held: Vec<char>,
    loaded: Option<LoadRequest>,
}

type Played = Result<(), Box<dyn std::error::Error>>;

impl Actor {
    fn act(&mut self, request: Request) -> Played {
        match request {
            Request::Load { id, load, .. } => self.load(id, load),
            Request::Warm { id, prefix } => {
                let Some(text) = self.prompt_of(id, &Prompt { prefix, tail: Vec::new() }, 0)? else { return Ok(()) };
                let reused = self.reuse(&text);
                let stats = WarmStats {
                    prefix_tokens: count(&text),
                    reused_tokens: count(&text[..reused]),
                    disk_reused: false,
                    ms: 0,
                };
                self.held = text;
                Ok(write_frame(&mut self.out, &Event::Warmed { id, stats })?)
            }
            Request::Generate { id, prompt, options } => self.generate(id, &prompt, &options),
            Request::Cancel { .. } | Request::Shutdown => Ok(()),
        }
    }

    fn load(&mut self, id: u64, load: LoadRequest) -> Played {
        self.loaded = None;
        for step in 0..10u8 {
            write_frame(&mut self.out, &Event::Loading { id, percent: step * 10 })?;
            std::thread::sleep(Duration::from_millis(self.script.load.delay_ms));
            if step == 5 {
                end(&mut self.out, self.script.load.then)?;
            }
            if self.is_cancelled(id) {
                return self.fail(id, ErrorCode::Cancelled, "cancelled while loading");
            }
        }
        if let Some(code) = self.script.load.fail {
            return self.fail(id, code, "as the script says");
        }
        let name = load.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        trace(&format!("load {name}"))?;
        let model = LoadedModel {
            name,
            architecture: "scripted".to_owned(),
            context_tokens: load.context,
            size_bytes: 0,
            parameters: 0,
            threads: load.threads.unwrap_or(1),
            banned_tokens: u32::try_from(load.banned_chars.chars().count())?,
            load_ms: 0,
        };
        self.held.clear();
        self.loaded = Some(load);
        Ok(write_frame(&mut self.out, &Event::Loaded { id, model })?)
    }

    fn generate(&mut self, id: u64, prompt: &Prompt, options: &Options) -> Played {
        let began = Instant::now();
        let Some(read) = self.prompt_of(id, prompt, options.max_tokens)? else { return Ok(()) };
        let reused = count(&read[..self.reuse(&read)]);
        let total = count(&read);
        for done in [reused, total] {
            write_frame(&mut self.out, &Event::Reading { id, done, total, reused })?;
        }
        let whole: String = read.iter().collect();
        let found = self.script.rules.iter().find(|rule| match &rule.contains {
            Needles::One(needle) => whole.contains(needle),
            Needles::All(needles) => needles.iter().all(|needle| whole.contains(needle)),
        });
        let Some(rule) = found else {
            return self.fail(id, ErrorCode::State, "no rule of the script fits");
        };
        let answer: Vec<char> = rule.text.chars().collect();
        let limit = answer.len().min(options.max_tokens as usize);
        let mut finish = if limit < answer.len() { Finish::Length } else { Finish::Stop };
        let (delay, then) = (Duration::from_millis(rule.delay_ms), rule.then);
        let mut written = 0;
        for chunk in answer[..limit].chunks(4) {
            std::thread::sleep(delay);
            if self.is_cancelled(id) {
                finish = Finish::Cancelled;
                break;
            }
            written += chunk.len();
            let tokens = u32::try_from(written)?;
            write_frame(&mut self.out, &Event::Text { id, text: chunk.iter().collect(), tokens })?;
        }
        if finish != Finish::Cancelled {
            end(&mut self.out, then)?;
        }
        self.held = read;
        self.held.extend(&answer[..written]);
        let seconds = began.elapsed().as_secs_f64().max(1e-6);
        let stats = Stats {
            prompt_tokens: total,
            reused_tokens: reused,
            disk_reused: false,
            generated_tokens: u32::try_from(written)?,
            first_token_ms: rule_delay_ms(delay),
            prompt_tokens_per_second: f64::from(total - reused) / seconds,
            tokens_per_second: f64::from(u32::try_from(written)?) / seconds,
            finish,
        };
        Ok(write_frame(&mut self.out, &Event::Done { id, stats })?)
    }

    /// The prompt's characters, or `None` after a refusal.
    fn prompt_of(
        &mut self,
        id: u64,
        prompt: &Prompt,
        answer: u32,
    ) -> Result<Option<Vec<char>>, Box<dyn std::error::Error>> {
        let Some(load) = &self.loaded else {
            self.fail(id, ErrorCode::NoModel, "no model is loaded")?;
            return Ok(None);
        };
        let room = load.context;
        let text: Vec<char> = prompt.prefix.iter().chain(&prompt.tail).flat_map(characters).collect();
        if count(&text).saturating_add(answer) > room {
            let detail = format!("the prompt has {} tokens, the answer {answer}, the model sees {room}", text.len());
            self.fail(id, ErrorCode::ContextOverflow, &detail)?;
            return Ok(None);
        }
        Ok(Some(text))
    }

    fn reuse(&self, text: &[char]) -> usize {
        self.held.iter().zip(text).take_while(|(a, b)| a == b).count()
    }

    fn is_cancelled(&self, id: u64) -> bool {
        self.cancelled.load(Ordering::Relaxed) == id
    }

    fn fail(&mut self, id: u64, code: ErrorCode, detail: &str) -> Played {
        Ok(write_frame(&mut self.out, &Event::Failed { id, error: EngineError::new(code, detail) })?)
    }
}

/// Ends as a script says; returns only for [`Then::Done`].
fn end(out: &mut io::Stdout, then: Then) -> Played {
    match then {
        Then::Done => return Ok(()),
        Then::Die => {}
        Then::Hang => std::thread::sleep(Duration::from_secs(3600)),
        Then::Garbage => {
            out.write_all(&[9, 0, 0, 0])?;
            out.write_all("這不是訊息".as_bytes())?;
            out.flush()?;
            std::thread::sleep(Duration::from_secs(3600));
        }
        Then::Truncate => {
            out.write_all(&[200, 0, 0, 0])?;
            out.write_all(br#"{"kind":"text","id":"#)?;
            out.flush()?;
        }
    }
    std::process::exit(3);
}

fn characters(turn: &Turn) -> Vec<char> {
    turn.text.chars().chain(['\n']).collect()
}

fn count(text: &[char]) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

fn rule_delay_ms(delay: Duration) -> u64 {
    u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)
}
