//! `ui/src/platform/types.ts` is what Rust says it is. `UPDATE=1 cargo test -p gungman-tests --test types` writes it.

use std::collections::BTreeMap;
use std::path::Path;

use gungman_app::api;
use gungman_tests::workspace;
use ts_rs::{Config, TS, TypeVisitor};

const HEAD: &str =
    "// Generated from the Rust types by `UPDATE=1 cargo test -p gungman-tests --test types`. Do not edit.\n";

/// Collects the declarations of a type and of everything it is made of.
struct Collector<'a> {
    config: &'a Config,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Collector<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types without a path of their own (numbers, lists, options) are written where they are used.
        if T::output_path().is_none() {
            T::visit_generics(self);
            T::visit_dependencies(self);
            return;
        }
        let name = T::name(self.config);
        let declaration = format!("export {}", T::decl(self.config));
        if let Some(known) = self.declarations.get(&name) {
            assert_eq!(*known, declaration, "two types are called {name}");
            return;
        }
        self.declarations.insert(name, declaration);
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[test]
fn the_types_of_the_window_have_not_drifted() {
    let config = Config::default();
    let mut collector = Collector { config: &config, declarations: BTreeMap::new() };
    collector.visit::<api::Boot>();
    collector.visit::<api::Composed>();
    collector.visit::<api::DraftRequest>();
    collector.visit::<gungman_app::minutes::OpenNotes>();
    collector.visit::<gungman_app::minutes::PickedNotes>();
    collector.visit::<gungman_app::minutes::NewMinutes>();
    collector.visit::<gungman_app::reply::OpenLetter>();
    collector.visit::<gungman_app::reply::Reply>();
    collector.visit::<gungman_core::incoming::Incoming>();
    collector.visit::<api::DraftEvent>();
    collector.visit::<api::ExportRequest>();
    collector.visit::<api::Exported>();
    collector.visit::<api::Saved>();
    collector.visit::<api::ModelRow>();
    collector.visit::<api::Failure>();
    collector.visit::<gungman_app::phrases::Phrases>();
    collector.visit::<gungman_app::profiles::KeptProfile>();
    collector.visit::<gungman_app::convert::ConvertedText>();
    collector.visit::<gungman_app::convert::ConvertRequest>();
    collector.visit::<gungman_app::convert::HandedFile>();
    collector.visit::<gungman_app::convert::Opened>();
    collector.visit::<gungman_app::convert::SaveRequest>();
    collector.visit::<gungman_app::convert::KeptConversion>();
    collector.visit::<gungman_app::convert::BatchEvent>();
    collector.visit::<gungman_app::convert::words::SettledWord>();
    collector.visit::<gungman_app::convert::words::TakenIn>();
    collector.visit::<gungman_app::checking::RuleNote>();
    collector.visit::<gungman_app::checking::accepted::AcceptedItem>();
    collector.visit::<gungman_app::checking::desk::OpenCheck>();
    collector.visit::<gungman_app::checking::desk::CheckFile>();
    collector.visit::<gungman_app::checking::desk::CheckRequest>();
    collector.visit::<gungman_app::checking::desk::SaveCheck>();
    collector.visit::<gungman_app::workbench::api::OpenTranslation>();
    collector.visit::<gungman_app::workbench::api::Bench>();
    collector.visit::<gungman_app::workbench::api::SegmentEdit>();
    collector.visit::<gungman_app::workbench::api::Changed>();
    collector.visit::<gungman_app::workbench::api::SegmentHelp>();
    collector.visit::<gungman_app::workbench::api::BenchEvent>();
    collector.visit::<gungman_app::workbench::api::BenchFormat>();
    collector.visit::<gungman_app::workbench::api::OwnTerm>();
    collector.visit::<gungman_app::workbench::api::TermsFormat>();
    collector.visit::<gungman_app::workbench::api::TakenInRows>();
    collector.visit::<gungman_app::workbench::api::MemoryState>();
    collector.visit::<gungman_app::workbench::api::SuggestedTerm>();
    collector.visit::<gungman_app::workbench::api::AlignedPair>();
    collector.visit::<gungman_app::rewrite::api::RewriteAction>();
    collector.visit::<gungman_app::rewrite::api::RewriteRequest>();
    collector.visit::<gungman_app::rewrite::api::RewriteEvent>();
    collector.visit::<gungman_app::rewrite::api::AskRequest>();
    collector.visit::<gungman_app::rewrite::api::AskEvent>();
    collector.visit::<gungman_app::summary::OpenedText>();
    collector.visit::<gungman_app::summary::SummaryRequest>();
    collector.visit::<gungman_app::summary::SummaryEvent>();
    collector.visit::<gungman_store::DocumentQuery>();
    collector.visit::<gungman_app::due::Listed>();
    collector.visit::<gungman_app::due::Pressing>();
    collector.visit::<gungman_store::VersionRecord>();
    let body: Vec<String> = collector.declarations.into_values().collect();
    let text = format!("{HEAD}\n{}\n", body.join("\n\n"));
    let path = workspace().join("ui/src/platform/types.ts");
    if std::env::var_os("UPDATE").is_some() {
        write(&path, &text);
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == text,
        "{} differs from the Rust types: run UPDATE=1 cargo test -p gungman-tests --test types",
        path.display()
    );
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
