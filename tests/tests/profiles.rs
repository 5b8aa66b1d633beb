//! Profiles in the use cases: a new document and a reply begin with one, another takes its place where nothing was typed, and the
//! administrator's go before one's own.

use std::collections::BTreeMap;

use gungman_app::managed::Layer;
use gungman_app::profiles::{Profile, Wanted};
use gungman_app::reply::{OpenLetter, Reply, ReplyKind};
use gungman_app::{Error, Office};
use gungman_core::{Document, FieldKind, Label, Lang};
use gungman_tests::{built, places, scripted, workspace};

fn profile(name: &str, of: &[(&str, &str, &str)]) -> Profile {
    let values = of.iter().map(|(id, zh, en)| ((*id).to_owned(), Label::new(*zh, *en))).collect();
    Profile { name: name.into(), values, ..Profile::default() }
}

fn headquarters() -> Profile {
    profile(
        "總部",
        &[
            ("department", "環境保護署", "Environmental Protection Department"),
            ("head", "環境保護署署長", "Director of Environmental Protection"),
            ("signer", "陳大文", "CHAN Tai-man"),
            ("ref", "(  ) in EP 12/6/3", "(  ) in EP 12/6/3"),
            ("tel", "2835 1107", "2835 1107"),
        ],
    )
}

#[tokio::test]
async fn documents_begin_with_the_default_profile_and_follow_the_one_they_are_switched_to() {
    let desk = scripted(serde_json::json!([])).await;
    let office = &desk.office;
    assert_eq!(office.new_document("memo", Lang::ZhHantHk).await.unwrap().document.profile, None);

    let kept = office.keep_profile(headquarters()).await.unwrap();
    let region = profile(
        "新界區",
        &[("head", "環境保護署署長", ""), ("signer", "李小明", "LEE Siu-ming"), ("tel", "2417 6116", "2417 6116")],
    );
    let region = office.keep_profile(region).await.unwrap();
    assert_eq!(region.book.default.as_deref(), Some(kept.id.as_str()), "the first, until another is chosen");
    let wrong = office.keep_profile(profile("總部", &[("tel", "12", "12")])).await.unwrap();
    let places: Vec<&str> = wrong.problems.iter().map(|problem| problem.value.as_str()).collect();
    assert_eq!((places, wrong.book.rows.len()), (vec!["tel", "name"], 2), "nothing is kept of what does not fit");

    let mut memo = office.new_document("memo", Lang::ZhHantHk).await.unwrap().document;
    assert_eq!((memo.field("from"), memo.field("signer")), ("環境保護署署長", "陳大文"));
    assert_eq!(memo.field("date"), office.today().format("%Y-%m-%d").to_string());
    memo.fields.insert("ref".into(), "(7) in EP 12/6/3".into());
    let switched = office.fill_document(memo, Some(&region.id)).await.unwrap();
    assert_eq!((switched.field("tel"), switched.field("ref")), ("2417 6116", "(7) in EP 12/6/3"));
    let english = office.fill_document(Document { lang: Lang::EnGb, ..switched.clone() }, None).await.unwrap();
    assert_eq!((english.field("signer"), english.field("from")), ("LEE Siu-ming", ""), "no English post was given");

    // What stands in a document is its own: a profile that changes or goes leaves it alone.
    let changed = Profile { id: region.id.clone(), ..profile("新界區", &[("signer", "何家怡", "HO Ka-yee")]) };
    office.keep_profile(changed).await.unwrap();
    let record = office.add_document(&switched, "").await.unwrap();
    assert_eq!(office.open_document(record.id).await.unwrap().document, switched);
    office.delete_profile(&region.id).await.unwrap();
    assert_eq!(office.fill_document(switched.clone(), None).await.unwrap(), switched);
    let again = office.keep_profile(profile("沙田", &[])).await.unwrap();
    assert_ne!(again.id, region.id, "no id is given twice");
}

#[tokio::test]
async fn a_reply_begins_with_the_profile_in_the_letters_language_and_what_was_given_goes_before_it() {
    let desk = scripted(serde_json::json!([])).await;
    let office = &desk.office;
    office.keep_profile(headquarters()).await.unwrap();
    let text =
        "6 November 2026\n\nDear Sir,\n\nFees\n\nMay I know when the fees fall due?\n\nYours faithfully,\n\nJohn WONG"
            .to_owned();
    let incoming = Office::read_letter(OpenLetter { path: None, text }).await.unwrap();
    let fields = BTreeMap::from([("signer".to_owned(), "HO Ka-yee".to_owned())]);
    let reply = Reply { incoming, kind: ReplyKind::Full, answers: vec!["1 May".into()], notes: String::new(), fields };
    let document = office.begin_reply(&reply).await.unwrap().document;
    assert_eq!(document.field("head"), "Director of Environmental Protection");
    assert_eq!((document.field("signer"), document.field("addressee")), ("HO Ka-yee", "John WONG"));
}

#[tokio::test]
async fn the_administrators_profiles_are_read_only_and_enforced_ones_are_the_only_ones() {
    let folder = tempfile::tempdir().unwrap();
    let place = || places(folder.path(), built("gungman-engine"));
    let policy = place().policy;
    let table = |name: &str| {
        format!(
            "[[{name}.profiles]]\nid = \"epd\"\nname = \"環保署信箋\"\n[{name}.profiles.values]\n\
             department = {{ zh = \"環境保護署\", en = \"Environmental Protection Department\" }}\ntel = \"2835 1107\"\n"
        )
    };

    std::fs::write(&policy, table("recommended")).unwrap();
    let office = Office::open(place()).await.unwrap();
    let book = office.boot().await.unwrap().profiles;
    assert_eq!((book.default.as_deref(), book.rows[0].managed), (Some("epd"), Some(Layer::Recommended)));
    let own = profile("自己", &[("tel", "2123 4567", "2123 4567"), ("signer", "李四", "LEE Sze")]);
    let own = office.keep_profile(own).await.unwrap();
    assert_eq!(own.book.default.as_deref(), Some(own.id.as_str()), "one's own goes before what is recommended");
    let based = Profile {
        base: Some("epd".into()),
        ..profile("我的信箋", &[("tel", "2123 4567", "2123 4567"), ("signer", "李四", "")])
    };
    let based = office.keep_profile(based).await.unwrap().id;
    let mine = Profile { id: "epd".into(), ..profile("我的", &[]) };
    assert!(matches!(office.keep_profile(mine).await, Err(Error::ManagedProfile(_))));
    assert!(matches!(office.delete_profile("epd").await, Err(Error::ManagedProfile(_))));
    office.prefer_profile(&own.id).await.unwrap();
    office.close().await;

    std::fs::write(&policy, table("enforced")).unwrap();
    let office = Office::open(place()).await.unwrap();
    let book = office.profiles().await.unwrap();
    assert_eq!(book.default.as_deref(), Some("epd"), "what was chosen is not allowed now");
    assert!(book.get(&own.id).is_none() && book.get(&based).is_some());
    assert!(matches!(office.prefer_profile(&own.id).await, Err(Error::UnknownProfile(_))));
    let mut memo = Document::new("letter", Lang::ZhHantHk);
    assert!(matches!(office.fill_new(&mut memo, Wanted::Named("自己")).await, Err(Error::UnknownProfile(_))));
    office.fill_new(&mut memo, Wanted::Named("我的信箋")).await.unwrap();
    assert_eq!(
        (memo.field("letterhead"), memo.field("tel"), memo.field("signer")),
        ("環境保護署", "2835 1107", "李四")
    );
    let file = folder.path().join("given.toml");
    std::fs::write(&file, "name = \"同事的\"\n[values]\ntel = \"2123 4567\"\nfax = \"2835 1108\"\n").unwrap();
    let given = office.take_in_profile(&file, false).await.unwrap();
    let given = given.book.get(&given.id).expect("a file that is taken in can be used").effective();
    assert_eq!((given["tel"].zh.as_str(), given["fax"].zh.as_str()), ("2835 1107", "2835 1108"));
    office.close().await;

    std::fs::remove_file(&policy).unwrap();
    let office = Office::open(place()).await.unwrap();
    assert_eq!(office.profiles().await.unwrap().default, Some(own.id), "it comes back when the rule goes");
    office.close().await;

    for (wrong, where_) in [
        (table("enforced").replace("2835 1107", "12"), "epd: tel"),
        (table("enforced").replace("tel =", "phone ="), "epd: phone"),
        (table("enforced").replace("\"epd\"", "\"own-1\""), "own-1"),
        (table("enforced") + &table("recommended"), "another"),
        (table("enforced").replace("name =", "title ="), "title"),
    ] {
        std::fs::write(&policy, &wrong).unwrap();
        let error = Office::open(place()).await.err().unwrap();
        assert_eq!(error.code(), "policy_broken", "{wrong}");
        assert!(error.to_string().contains(where_), "{error}");
    }
}

#[tokio::test]
async fn a_file_is_taken_in_once_and_replaces_only_when_asked() {
    let desk = scripted(serde_json::json!([])).await;
    let office = &desk.office;
    office.keep_profile(headquarters()).await.unwrap();
    let path = office.give_out_profile("總部").await.unwrap();
    assert_eq!(path.file_name().unwrap(), "總部.toml");
    let taken = office.take_in_profile(&path, false).await;
    assert!(matches!(&taken, Err(Error::ProfileFile(why)) if why.contains("總部")), "{taken:?}");
    let text = std::fs::read_to_string(&path).unwrap().replace("2835 1107", "2594 6500");
    std::fs::write(&path, text).unwrap();
    let taken = office.take_in_profile(&path, true).await.unwrap();
    assert_eq!(taken.book.rows.len(), 1);
    assert_eq!(taken.book.rows[0].profile.values["tel"].zh, "2594 6500");
    let lost = office.take_in_profile(&path.with_file_name("none.toml"), false).await;
    assert!(matches!(lost, Err(Error::File { .. })));
}

/// A profile filled in with its own examples fits every document type in both languages, and nothing of it is filled in for nothing.
#[test]
fn every_value_fits_and_serves_some_document_type() {
    let shelf = gungman_app::shelf::Shelf::load(&workspace().join("templates")).unwrap();
    let form = &shelf.profile;
    let values: BTreeMap<String, Label> =
        form.values().map(|(_, field)| (field.id.clone(), field.hint.clone())).collect();
    let mut unused: Vec<&str> = values.keys().map(String::as_str).collect();
    for template in &shelf.templates {
        for lang in Lang::ALL {
            let filled = form.fill(&values, template, lang);
            for (id, value) in &filled {
                let field = template.field(id).unwrap();
                assert_eq!(field.misfit(value, None), None, "{} {id}: {value}", template.id);
            }
            unused.retain(|id| {
                let said = values[*id].get(lang);
                !filled.values().any(|value| value.lines().eq(said.lines()) || value.contains(said))
            });
            // The sender's own: whoever has a profile should not have to type them.
            for id in ["signer", "tel", "ref", "letterhead", "sign_post"] {
                let there = template.field(id).is_some_and(|field| field.kind != FieldKind::Choice);
                assert_eq!(filled.contains_key(id), there, "{} {id}", template.id);
            }
        }
    }
    assert!(unused.is_empty(), "no document type takes {unused:?}");
    for (both, field) in form.values() {
        assert_eq!(field.misfit(&field.hint.zh, None), None, "{}", field.id);
        assert!(both || field.hint.zh == field.hint.en, "{}", field.id);
    }
}
