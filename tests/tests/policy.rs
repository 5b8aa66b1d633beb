//! An administrator's file is in force in every use case, and a broken one lets nothing through.

use gungman_app::api::{ExportFormat, Settings, Theme};
use gungman_app::managed::Feature;
use gungman_app::workbench::api::OpenTranslation;
use gungman_app::{Error, Office};
use gungman_core::{Document, Lang};
use gungman_tests::{built, places};

#[tokio::test]
async fn what_is_enforced_holds_and_what_is_chosen_comes_back_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = || places(folder.path(), built("gungman-engine"));
    let policy = place().policy;
    let out = folder.path().join("out");
    std::fs::write(
        &policy,
        format!(
            "[enforced]\ntheme = \"contrast\"\nhighest_classification = \"unclassified\"\nexport_folder = {out:?}\n\
             export_formats = [\"pdf\"]\nfeatures_off = [\"translate\"]\nmodel = \"another\"\n\
             [recommended]\nui_lang = \"en-GB\"\n"
        ),
    )
    .unwrap();

    let office = Office::open(place()).await.unwrap();
    let boot = office.boot().await.unwrap();
    assert_eq!((boot.settings.theme, boot.settings.ui_lang), (Theme::Contrast, Lang::EnGb));
    assert_eq!(boot.managed.settings, ["theme", "model"]);
    let kept = office.set_settings(Settings { theme: Theme::Dark, ..boot.settings }).await.unwrap();
    assert_eq!(kept.theme, Theme::Contrast);
    // One model is allowed, and it is not here.
    assert!(matches!(office.load_model().await, Err(Error::NoModel)));

    let translation = OpenTranslation { path: None, text: "The office is closed.".into(), to: None };
    assert!(matches!(office.open_translation(translation).await, Err(Error::SwitchedOff(Feature::Translate))));
    let document = Document::new("memo", Lang::EnGb);
    assert!(matches!(office.render(&document, ExportFormat::Docx).await, Err(Error::FormatOff(ExportFormat::Docx))));
    assert!(office.render(&document, ExportFormat::Pdf).await.is_ok());
    assert_eq!(office.places.exports, out);
    office.close().await;

    std::fs::remove_file(&policy).unwrap();
    let office = Office::open(place()).await.unwrap();
    assert_eq!(office.settings().await.theme, Theme::Dark, "what the user chose");
    assert!(office.render(&document, ExportFormat::Docx).await.is_ok());
    office.close().await;

    std::fs::write(&policy, "[enforced]\nhighest_classification = \"cosmic\"\n").unwrap();
    assert_eq!(Office::open(place()).await.err().map(|error| error.code()), Some("policy_broken"));
    std::fs::write(&policy, "[enforced\n").unwrap();
    assert_eq!(Office::open(place()).await.err().map(|error| error.code()), Some("policy_broken"));
}
