//! One model, one context, one request at a time: reuse what was read, read the rest in chunks, write, stop.

use std::path::Path;
use std::time::{Duration, Instant};

use gungman_engine::protocol::Event;
use gungman_engine::{EngineError, ErrorCode, Finish, Options, Prompt, Sampling, Stats, Turn, WarmStats};
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;
use llama_cpp_2::token::logit_bias::LlamaLogitBias;

use crate::ban::Ban;
use crate::frame::Frame;
use crate::model::BATCH;
use crate::prefix::PrefixStore;
use crate::repeat::RepeatGuard;
use crate::serve::Port;
use crate::stream::CharStream;

/// The only sequence.
const SEQ: i32 = 0;
/// A cancellation is noticed between chunks: one that took longer than this halves the next.
///
/// Nobody waits for it but the next request: the client has answered the officer long before.
const CHUNK_TOO_LONG: Duration = Duration::from_millis(6000);
/// One that was quicker doubles it.
const CHUNK_SHORT: Duration = Duration::from_millis(2500);
/// The first chunk of a session, in tokens, until the machine's speed is known.
const FIRST_CHUNK: usize = BATCH as usize;
/// Smaller chunks read noticeably slower.
const SMALLEST_CHUNK: usize = 64;
/// A shorter prefix is read as quickly as it is loaded.
const SHORTEST_KEPT_PREFIX: usize = 48;
/// A file is loaded only when it saves at least this many tokens.
const WORTH_LOADING: usize = 32;

/// A loaded model at work.
pub struct Session<'m> {
    model: &'m LlamaModel,
    context: LlamaContext<'m>,
    frame: Frame,
    ban: Ban,
    store: Option<PrefixStore>,
    batch: LlamaBatch<'static>,
    /// What the context's memory holds, token by token.
    held: Vec<LlamaToken>,
    chunk: usize,
}

/// What was there already when a request began.
struct Reuse {
    tokens: usize,
    from_disk: bool,
}

impl<'m> Session<'m> {
    /// A session over a fresh context.
    pub fn new(
        model: &'m LlamaModel,
        context: LlamaContext<'m>,
        frame: Frame,
        ban: Ban,
        store: Option<PrefixStore>,
    ) -> Self {
        // A model with a running state instead of a memory of tokens cannot forget a tail.
        let store = store.filter(|_| !model.is_recurrent() && !model.is_hybrid());
        let batch = LlamaBatch::new(BATCH as usize, 1);
        Self { model, context, frame, ban, store, batch, held: Vec::new(), chunk: FIRST_CHUNK }
    }

    /// How many tokens prompt and answer may have together.
    pub fn context_tokens(&self) -> u32 {
        self.context.n_ctx()
    }

    /// Reads a prefix ahead of time.
    pub fn warm(&mut self, port: &Port, prefix: &[Turn]) -> Result<WarmStats, EngineError> {
        let began = Instant::now();
        let tokens = self.frame.prefix(prefix, &self.model.vocab());
        self.check_room(tokens.len(), 0)?;
        let reuse = self.reuse(&tokens, tokens.len(), tokens.len())?;
        let drafted = match self.read(port, &tokens, tokens.len(), &reuse)? {
            Some(drafted) => drafted,
            None => return Err(EngineError::new(ErrorCode::Cancelled, "cancelled while reading a prefix")),
        };
        self.keep(drafted);
        Ok(WarmStats {
            prefix_tokens: count(tokens.len()),
            reused_tokens: count(reuse.tokens),
            disk_reused: reuse.from_disk,
            ms: millis(began.elapsed()),
        })
    }

    /// Writes an answer; the caller reports the statistics and then lets [`Session::keep`] finish what waits.
    pub fn generate(
        &mut self,
        port: &Port,
        prompt: &Prompt,
        options: &Options,
    ) -> Result<(Stats, Option<Draft>), EngineError> {
        let began = Instant::now();
        let tokens = self.frame.prompt(prompt, &self.model.vocab());
        let total = tokens.all.len();
        self.check_room(total, options.max_tokens)?;
        // The last token is always read again: its result is where writing begins.
        let reuse = self.reuse(&tokens.all, tokens.prefix, total - 1)?;
        let mut stats = Stats {
            prompt_tokens: count(total),
            reused_tokens: count(reuse.tokens),
            disk_reused: reuse.from_disk,
            generated_tokens: 0,
            first_token_ms: 0,
            prompt_tokens_per_second: 0.0,
            tokens_per_second: 0.0,
            finish: Finish::Cancelled,
        };
        let reading = Instant::now();
        let Some(draft) = self.read(port, &tokens.all, tokens.prefix, &reuse)? else {
            return Ok((stats, None));
        };
        stats.prompt_tokens_per_second = rate(total - reuse.tokens, reading.elapsed());
        self.write(port, options, began, &mut stats)?;
        Ok((stats, draft))
    }

    /// Refuses what does not fit before anything is computed: llama.cpp would find out in the middle of the answer.
    fn check_room(&self, prompt: usize, answer: u32) -> Result<(), EngineError> {
        let room = self.context_tokens();
        let needed = count(prompt).saturating_add(answer);
        if needed > room {
            let detail = format!("the prompt has {prompt} tokens, the answer may have {answer}, the model sees {room}");
            return Err(EngineError::new(ErrorCode::ContextOverflow, detail));
        }
        Ok(())
    }

    /// Brings the context's memory to the longest beginning of `tokens` that need not be read: from the last request,
    /// or from disk when that is longer. At most `limit` tokens.
    fn reuse(&mut self, tokens: &[LlamaToken], prefix: usize, limit: usize) -> Result<Reuse, EngineError> {
        let common = self.held.iter().zip(tokens).take_while(|(a, b)| a == b).count();
        if common + WORTH_LOADING <= prefix && self.load_prefix(&tokens[..prefix]) {
            let kept = self.forget_from(prefix.min(limit))?;
            return Ok(Reuse { tokens: kept, from_disk: true });
        }
        let kept = self.forget_from(common.min(limit))?;
        Ok(Reuse { tokens: kept, from_disk: false })
    }

    /// Drops everything from a position on; all of it where the model cannot drop a part.
    fn forget_from(&mut self, position: usize) -> Result<usize, EngineError> {
        if position >= self.held.len() {
            return Ok(self.held.len());
        }
        if self.context.kv_cache_seq_rm(SEQ, Some(count(position)), None).is_ok() {
            self.held.truncate(position);
        } else {
            self.forget_all();
        }
        Ok(self.held.len())
    }

    fn forget_all(&mut self) {
        self.context.clear_kv_cache();
        self.held.clear();
    }

    /// Loads a prefix from disk in place of what is held.
    fn load_prefix(&mut self, prefix: &[LlamaToken]) -> bool {
        let Some(store) = &self.store else { return false };
        if prefix.len() < SHORTEST_KEPT_PREFIX {
            return false;
        }
        let key = store.key(prefix);
        let Some(path) = store.find(&key) else { return false };
        self.context.clear_kv_cache();
        self.held.clear();
        match self.context.state_seq_load_file(&path, SEQ, prefix.len()) {
            // The file's own list of tokens is compared too: the key is a hash, the memory must be right.
            Ok((tokens, _)) if tokens == prefix => {
                self.held = tokens;
                true
            }
            outcome => {
                tracing::warn!(loaded = outcome.is_ok(), "a stored prefix was refused and removed");
                store.remove(&key);
                self.context.clear_kv_cache();
                false
            }
        }
    }

    /// Reads the rest of the prompt in chunks. On the way, right after the prefix, its evaluated form is written out
    /// when it is not on disk yet. `None` when cancelled.
    fn read(
        &mut self,
        port: &Port,
        tokens: &[LlamaToken],
        prefix: usize,
        reuse: &Reuse,
    ) -> Result<Option<Option<Draft>>, EngineError> {
        let total = tokens.len();
        let mut at = reuse.tokens;
        let mut draft = None;
        let wanted = (at < prefix).then(|| self.wanted_key(&tokens[..prefix])).flatten();
        port.send(&Event::Reading { id: port.id, done: count(at), total: count(total), reused: count(reuse.tokens) });
        while at < total {
            if port.is_cancelled() {
                return Ok(None);
            }
            let mut end = (at + self.chunk).min(total);
            if wanted.is_some() && at < prefix && end > prefix {
                end = prefix;
            }
            let began = Instant::now();
            self.decode(&tokens[at..end], end == total)?;
            self.pace(end - at, began.elapsed());
            at = end;
            if at == prefix
                && let Some(key) = &wanted
            {
                draft = self.draft(key, &tokens[..prefix]);
            }
            port.send(&Event::Reading {
                id: port.id,
                done: count(at),
                total: count(total),
                reused: count(reuse.tokens),
            });
        }
        Ok(Some(draft))
    }

    /// Adapts the chunk to the machine as it is now, so that a slow or busy one comes to rest some seconds after a
    /// cancellation, and a quick one is not held up: every chunk reads all weights once, which at 64 tokens costs a few
    /// per cent and at 32 a tenth.
    fn pace(&mut self, tokens: usize, took: Duration) {
        if tokens < self.chunk {
            return;
        }
        if took > CHUNK_TOO_LONG {
            self.chunk = (self.chunk / 2).max(SMALLEST_CHUNK);
        } else if took < CHUNK_SHORT {
            self.chunk = (self.chunk * 2).min(BATCH as usize);
        }
    }

    /// Evaluates tokens after what is held.
    fn decode(&mut self, tokens: &[LlamaToken], last_wanted: bool) -> Result<(), EngineError> {
        self.batch.clear();
        for (n, token) in tokens.iter().enumerate() {
            let position = i32::try_from(self.held.len() + n).unwrap_or(i32::MAX);
            let wanted = last_wanted && n + 1 == tokens.len();
            self.batch
                .add(*token, position, &[SEQ], wanted)
                .map_err(|error| EngineError::new(ErrorCode::State, format!("a chunk too long: {error}")))?;
        }
        match self.context.decode(&mut self.batch) {
            Ok(()) => {
                self.held.extend_from_slice(tokens);
                Ok(())
            }
            Err(error) => {
                // Whatever was evaluated of it is in doubt.
                self.forget_all();
                Err(EngineError::new(ErrorCode::State, format!("llama.cpp refused a chunk: {error}")))
            }
        }
    }

    /// Writes until the model, the limit, a loop or somebody ends it.
    fn write(&mut self, port: &Port, options: &Options, began: Instant, stats: &mut Stats) -> Result<(), EngineError> {
        let vocab = self.model.vocab();
        let mut sampler = self.sampler(options);
        let mut stream = CharStream::default();
        let mut guard = RepeatGuard::default();
        let mut first: Option<Instant> = None;
        stats.finish = loop {
            if port.is_cancelled() {
                break Finish::Cancelled;
            }
            if stats.generated_tokens >= options.max_tokens {
                break Finish::Length;
            }
            let (token, bytes) = self.choose(&mut sampler, options, &stream);
            first.get_or_insert_with(|| {
                stats.first_token_ms = millis(began.elapsed());
                Instant::now()
            });
            if vocab.is_eog(token) || token == self.frame.end() {
                break Finish::Stop;
            }
            stats.generated_tokens += 1;
            let text = stream.push(&bytes);
            if !text.is_empty() {
                port.send(&Event::Text { id: port.id, text: text.clone(), tokens: stats.generated_tokens });
            }
            if guard.is_loop(token.0, &text) {
                break Finish::Loop;
            }
            self.decode(&[token], true)?;
        };
        if let Some(first) = first {
            stats.tokens_per_second = rate(stats.generated_tokens.saturating_sub(1) as usize, first.elapsed());
        }
        let rest = stream.finish();
        if !rest.is_empty() {
            port.send(&Event::Text { id: port.id, text: rest, tokens: stats.generated_tokens });
        }
        Ok(())
    }

    /// Bias, then the choice. No penalty for repeating: numbers and names must repeat.
    fn sampler(&self, options: &Options) -> LlamaSampler {
        let mut chain = Vec::new();
        if options.ban_simplified && !self.ban.tokens().is_empty() {
            let biases: Vec<_> =
                self.ban.tokens().iter().map(|token| LlamaLogitBias::new(*token, f32::NEG_INFINITY)).collect();
            chain.push(LlamaSampler::logit_bias(self.model.n_vocab(), &biases));
        }
        match options.sampling {
            Sampling::Greedy => chain.push(LlamaSampler::greedy()),
            Sampling::Fresh { seed } => {
                chain.push(LlamaSampler::min_p(0.1, 1));
                chain.push(LlamaSampler::temp(0.4));
                chain.push(LlamaSampler::dist(seed));
            }
        }
        LlamaSampler::chain_simple(chain)
    }

    /// The next token and its bytes. A token that would complete a banned character out of pieces is passed over.
    fn choose(&self, sampler: &mut LlamaSampler, options: &Options, stream: &CharStream) -> (LlamaToken, Vec<u8>) {
        let vocab = self.model.vocab();
        // `sample` also accepts the token; accepting it again would count it twice.
        let token = sampler.sample(&self.context, -1);
        let bytes = vocab.token_to_piece(token, false, None);
        let banned =
            |bytes: &[u8]| options.ban_simplified && stream.is_pending() && self.ban.hits(&stream.preview(bytes));
        if !banned(&bytes) {
            return (token, bytes);
        }
        let mut refused = vec![token];
        // Sixteen other endings of the same bytes are more than a vocabulary has; the last stands in any case.
        for _ in 0..16 {
            let mut candidates = LlamaTokenDataArray::from_iter(self.context.candidates_ith(-1), false);
            for data in candidates.data.iter_mut().filter(|data| refused.contains(&data.id())) {
                data.set_logit(f32::NEG_INFINITY);
            }
            sampler.apply(&mut candidates);
            let Some(other) = candidates.selected_token() else { break };
            let bytes = vocab.token_to_piece(other, false, None);
            if !banned(&bytes) {
                return (other, bytes);
            }
            refused.push(other);
        }
        (token, bytes)
    }

    /// The key of a prefix that should be on disk and is not.
    fn wanted_key(&self, prefix: &[LlamaToken]) -> Option<String> {
        let store = self.store.as_ref().filter(|_| prefix.len() >= SHORTEST_KEPT_PREFIX)?;
        let key = store.key(prefix);
        (!store.has(&key)).then_some(key)
    }

    /// Writes the evaluated prefix to a file of its own. Quick (tens of milliseconds); sealing it is not, and waits.
    fn draft(&self, key: &str, prefix: &[LlamaToken]) -> Option<Draft> {
        let store = self.store.as_ref()?;
        let path = store.draft(key);
        match self.context.state_seq_save_file(&path, SEQ, prefix) {
            Ok(_) => Some(Draft { key: key.to_owned(), path }),
            Err(error) => {
                tracing::warn!(%error, "a prefix could not be written");
                let _ = std::fs::remove_file(&path);
                None
            }
        }
    }

    /// Seals a prefix written on the way.
    pub fn keep(&self, draft: Option<Draft>) {
        if let (Some(store), Some(Draft { key, path })) = (&self.store, draft) {
            store.keep(&key, Path::new(&path));
        }
    }
}

/// An evaluated prefix that is written but not yet sealed.
pub struct Draft {
    key: String,
    path: std::path::PathBuf,
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn rate(tokens: usize, took: Duration) -> f64 {
    let seconds = took.as_secs_f64();
    if tokens == 0 || seconds <= 0.0 { 0.0 } else { f64::from(count(tokens)) / seconds }
}
