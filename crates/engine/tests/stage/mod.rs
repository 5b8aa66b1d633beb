//! An engine over the scripted worker.

use std::path::{Path, PathBuf};
use std::time::Duration;

use gungman_engine::{
    ChatFormat, Engine, EngineConfig, Generation, GenerationEvent, LoadRequest, Options, Phase, Prompt, Turn,
};
use tempfile::TempDir;

/// An engine with its script, and a trace of the worker's starts and loads.
pub struct Stage {
    pub engine: Engine,
    pub folder: TempDir,
}

impl Stage {
    pub fn new(script: &str) -> Self {
        Self::with_patience(script, Duration::from_secs(20))
    }

    pub fn with_patience(script: &str, hang_after: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("script.json");
        std::fs::write(&file, script).unwrap();
        let mut config = EngineConfig::new(env!("CARGO_BIN_EXE_gungman-engine-scripted"));
        config.hang_after = hang_after;
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        config.extra_env = vec![
            ("GUNGMAN_SCRIPT".to_owned(), text(&file)),
            ("GUNGMAN_SCRIPT_TRACE".to_owned(), text(&folder.path().join("trace"))),
        ];
        Self { engine: Engine::new(config), folder }
    }

    pub async fn loaded(script: &str) -> Self {
        let stage = Self::new(script);
        stage.engine.load(request("甲")).await.unwrap();
        stage
    }

    pub fn trace(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder.path().join("trace")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    pub fn ask(&self, text: &str) -> Generation {
        self.engine.generate(prompt(text), Options::greedy(100))
    }

    pub fn phase(&self) -> Phase {
        self.engine.status().borrow().phase.clone()
    }

    pub fn restarts(&self) -> u32 {
        self.engine.status().borrow().restarts
    }
}

pub fn prompt(text: &str) -> Prompt {
    Prompt { prefix: vec![Turn::system("規則")], tail: vec![Turn::user(text)] }
}

pub fn request(name: &str) -> LoadRequest {
    LoadRequest {
        path: PathBuf::from(format!("{name}.gguf")),
        sha256: "0".to_owned(),
        context: 1000,
        threads: None,
        banned_chars: String::new(),
        chat: ChatFormat::Chatml,
    }
}

pub async fn until_text(generation: &mut Generation) {
    while let Some(event) = generation.events.recv().await {
        if matches!(event, GenerationEvent::Text { .. }) {
            return;
        }
    }
    panic!("no text came");
}
