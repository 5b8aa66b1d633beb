use std::path::Path;

use gungman_core::Document;

use super::*;
use crate::profiles::file::{read, write};

fn shelf() -> Shelf {
    Shelf::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates")).unwrap()
}

fn values(of: &[(&str, &str, &str)]) -> Values {
    of.iter().map(|(id, zh, en)| ((*id).to_owned(), Label::new(*zh, *en))).collect()
}

fn epd() -> Values {
    values(&[
        ("department", "環境保護署", "Environmental Protection Department"),
        ("address", "香港灣仔\n修頓中心10樓", "10/F, Southorn Centre\nWan Chai, Hong Kong"),
        ("head", "環境保護署署長", "Director of Environmental Protection"),
        ("signer", "陳大文", "CHAN Tai-man"),
        ("tel", "2835 1107", "2835 1107"),
    ])
}

fn lay(document: &mut Document, shelf: &Shelf, id: &str, values: &Values) {
    let template = shelf.template(&document.template).unwrap();
    let filled = shelf.profile.fill(values, template, document.lang);
    fill::lay(document, template, id, filled);
}

#[test]
fn a_profile_fills_what_is_empty_and_never_what_was_typed() {
    let shelf = shelf();
    let mut document = Document::new("letter", Lang::ZhHantHk);
    document.fields.insert("tel".into(), "2123 4567".into());
    lay(&mut document, &shelf, "a", &epd());
    assert_eq!(document.field("letterhead"), "環境保護署\n香港灣仔\n修頓中心10樓");
    assert_eq!((document.field("head"), document.field("tel")), ("環境保護署署長", "2123 4567"));
    assert_eq!(document.field("address"), "", "the reader's address is not the sender's");

    // The officer changes one and empties another; a second profile leaves both alone and replaces the rest.
    document.fields.insert("signer".into(), "何小姐".into());
    document.fields.insert("letterhead".into(), String::new());
    let other = values(&[
        ("head", "地政總署署長", "Director of Lands"),
        ("letterhead", "地政總署", "Lands Department"),
        ("signer", "李四", "LEE"),
    ]);
    lay(&mut document, &shelf, "b", &other);
    assert_eq!(document.field("head"), "地政總署署長");
    assert_eq!(
        (document.field("signer"), document.field("letterhead"), document.field("tel")),
        ("何小姐", "", "2123 4567")
    );
    // And a third that has none takes away what the second put there.
    lay(&mut document, &shelf, "c", &Values::new());
    assert_eq!((document.field("head"), document.field("signer")), ("", "何小姐"));
    assert_eq!(document.profile.as_ref().unwrap().id, "c");
}

#[test]
fn another_language_or_type_brings_its_own_values_by_the_same_rule() {
    let shelf = shelf();
    let mut document = Document::new("letter", Lang::ZhHantHk);
    lay(&mut document, &shelf, "a", &epd());
    document.fields.insert("signer".into(), "陳大文博士".into());
    // As a memo it has no letterhead; what stood there waits, and comes back in the language the letter then has.
    document.template = "memo".into();
    lay(&mut document, &shelf, "a", &epd());
    assert_eq!(document.field("from"), "環境保護署署長");
    document.lang = Lang::EnGb;
    lay(&mut document, &shelf, "a", &epd());
    document.template = "letter".into();
    lay(&mut document, &shelf, "a", &epd());
    assert_eq!(
        document.field("letterhead"),
        "Environmental Protection Department\n10/F, Southorn Centre\nWan Chai, Hong Kong"
    );
    assert_eq!(
        (document.field("head"), document.field("signer")),
        ("Director of Environmental Protection", "陳大文博士")
    );
}

#[test]
fn what_names_the_type_goes_before_what_names_none() {
    let shelf = shelf();
    let fill = |id: &str| shelf.profile.fill(&epd(), shelf.template(id).unwrap(), Lang::EnGb);
    assert_eq!(fill("press-release")["from"], "Environmental Protection Department");
    assert_eq!(fill("memo")["from"], "Director of Environmental Protection");
    assert!(!fill("legco-question").contains_key("from"), "the writer is not who answers");
    assert!(!fill("demi-official").contains_key("department"), "there it is the reader's");
    assert_eq!(
        fill("reply-slip")["to"],
        "Environmental Protection Department\n10/F, Southorn Centre\nWan Chai, Hong Kong"
    );
}

#[test]
fn a_mapping_that_cannot_be_is_refused_with_the_reason() {
    let shelf = shelf();
    let group = "[[group]]\nname = { zh = '甲', en = 'A' }\n[[group.fields]]\nid = 'tel'\nkind = 'phone'\nlabel = { zh = '甲', en = 'A' }\n";
    for (fill, why) in [
        ("field = 'tel'\nlines = ['{fax}']", "no value fax"),
        ("field = 'telephone'\nlines = ['{tel}']", "no document type has such a field"),
        ("field = 'date'\nlines = ['{tel}']", "no document type has such a field"),
        ("field = 'tel'\ntypes = ['speech']\nlines = ['{tel}']", "the type speech"),
        ("field = 'tel'\nline = '{tel}'", "line"),
    ] {
        let error =
            ProfileForm::parse(&format!("{group}[[fill]]\n{fill}\n"), &shelf.templates).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn a_file_comes_back_as_it_was_written() {
    let (shelf, messages) = (shelf(), Messages::load().unwrap());
    let mut all = epd();
    all.insert("contact".into(), Label::new("", "Mr \"Ho\" \\ 2835\t1107\u{7f}"));
    let text = write("環保署（總部）", &all, &shelf.profile);
    let read = read(&text, &shelf.profile, &messages).unwrap();
    assert_eq!((read.name.as_str(), &read.values), ("環保署（總部）", &all), "{text}");
}

#[test]
fn a_file_that_does_not_fit_says_where_in_both_languages() {
    let (shelf, messages) = (shelf(), Messages::load().unwrap());
    for (text, said) in [
        ("name = 'A'\n[values]\ntel = '123'\n", vec!["第3行 line 3: tel: 不是有效電話號碼", "Not a telephone number"]),
        ("name = ''\n[values]\n", vec!["line 1: name: 必須填寫。"]),
        ("name = 'A'\n[values]\n\ndepartment = { zh = \"甲\\n乙\" }\n", vec!["line 4: department.zh: 只可有一行。"]),
        (
            "name = 'A'\n[values]\nphone = '2835 1107'\nref = '--'\n",
            vec!["line 3: phone: 部門資料沒有", "line 4: ref: 檔號格式"],
        ),
        ("name = 'A'\n[values]\nemail = { zh = 'a@b.hk', en = 'c@d.hk' }\n", vec!["line 3: email: 中英文須相同"]),
        ("name = 'A'\n[values]\ndepartment = { zh = '甲', fr = 'A' }\n", vec!["line 3", "fr"]),
        ("name = 'A'\n[values]\ndepartment = 3\n", vec!["line 3", "expected a text"]),
        ("title = 'A'\n", vec!["line 1", "title"]),
    ] {
        let error = read(text, &shelf.profile, &messages).unwrap_err();
        assert_eq!(error.code(), "profile_file");
        for part in said {
            assert!(error.to_string().contains(part), "{part}: {error}");
        }
    }
}

#[test]
fn enforced_values_go_before_ones_own_and_recommended_ones_after() {
    let own = Profile {
        values: values(&[("tel", "2123 4567", "2123 4567"), ("signer", "李四", "")]),
        ..Profile::default()
    };
    let row = |layer| ProfileRow {
        profile: own.clone(),
        managed: None,
        base_layer: Some(layer),
        base_values: epd(),
        offered: true,
    };
    let enforced = row(Layer::Enforced).effective();
    assert_eq!((enforced["tel"].zh.as_str(), enforced["signer"].zh.as_str()), ("2835 1107", "陳大文"));
    let recommended = row(Layer::Recommended).effective();
    assert_eq!(
        (recommended["tel"].zh.as_str(), recommended["department"].en.as_str()),
        ("2123 4567", "Environmental Protection Department")
    );
    assert_eq!(recommended["signer"], Label::new("李四", "CHAN Tai-man"), "each language by itself");
}
