//! A Word file in another language: inline formatting, links, marks and fields stand where their text stands.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail like the test")]

use gungman_export::word::{Language, Paragraph, ParagraphKind, Translated, WordError, paragraphs, translate};
use proptest::prelude::*;

#[path = "support/word.rs"]
mod files;

use files::{packed, part};

const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");

/// A document of this body.
fn file(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    packed(&[TYPES, ("word/document.xml", document.as_bytes())])
}

fn texts(file: &[u8]) -> Vec<String> {
    paragraphs(file).unwrap().into_iter().map(|paragraph| paragraph.text).collect()
}

fn scripted(file: &[u8], to: Language, answers: &[&str]) -> Translated {
    translate(file, to, &mut |n, _| answers.get(n).map(|answer| (*answer).to_owned())).unwrap()
}

/// The body of one paragraph, its tagged text, and the body for each translation of it.
#[track_caller]
fn becomes(body: &str, text: &str, translations: &[(&str, &str)]) {
    let file = file(body);
    assert_eq!(texts(&file).first().map(String::as_str), Some(text));
    for (translation, expected) in translations {
        let translated = scripted(&file, Language::HongKong, &[translation]);
        assert_eq!(body_of(&translated.bytes), *expected, "{translation}");
        assert_eq!(translated.fallen, [0; 0], "{translation}");
    }
}

/// The same for a translation whose tags cannot all be kept.
#[track_caller]
fn falls(body: &str, translation: &str, expected: &str) {
    let translated = scripted(&file(body), Language::HongKong, &[translation]);
    assert_eq!(body_of(&translated.bytes), expected, "{translation}");
    assert_eq!(translated.fallen, [0], "{translation}");
}

fn body_of(file: &[u8]) -> String {
    let document = part(file, "word/document.xml");
    document.trim_start_matches("<w:document><w:body>").trim_end_matches("</w:body></w:document>").to_owned()
}

const BOLD: &str = "<w:p><w:r><w:t xml:space=\"preserve\">Please read </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>carefully</w:t></w:r><w:r><w:t xml:space=\"preserve\"> and sign.</w:t></w:r></w:p>";

#[test]
fn a_single_run_changes_in_its_text_only() {
    becomes(
        "<w:p w:rsidR=\"00A1\"><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r w:rsidRPr=\"00B2\"><w:rPr><w:sz w:val=\"24\"/></w:rPr><w:t>R&amp;D</w:t></w:r></w:p>",
        "R&D",
        &[(
            "研究 < 發展 ",
            "<w:p w:rsidR=\"00A1\"><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r w:rsidRPr=\"00B2\"><w:rPr><w:sz w:val=\"24\"/></w:rPr><w:t xml:space=\"preserve\">研究 &lt; 發展 </w:t></w:r></w:p>",
        )],
    );
}

#[test]
fn a_bold_word_is_bold_wherever_it_goes() {
    becomes(
        BOLD,
        "Please read ‹1›carefully‹/1› and sign.",
        &[
            (
                "請‹1›細閱‹/1›並簽署。",
                "<w:p><w:r><w:t>請</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>細閱</w:t></w:r><w:r><w:t>並簽署。</w:t></w:r></w:p>",
            ),
            (
                "‹1›細閱‹/1›後簽‹1›署‹/1›",
                "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>細閱</w:t></w:r><w:r><w:t>後簽</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>署</w:t></w:r></w:p>",
            ),
        ],
    );
}

#[test]
fn two_tags_are_swapped() {
    becomes(
        "<w:p><w:r><w:t>Long enough: </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>B</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>I</w:t></w:r></w:p>",
        "Long enough: ‹1›B‹/1›‹2›I‹/2›",
        &[(
            "‹2›斜‹1›粗‹/1›‹/2›",
            "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>斜</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r></w:p>",
        )],
    );
}

#[test]
fn what_no_reader_sees_makes_no_tag() {
    // Identifiers of editing, languages, keyboards, complex scripts, hair-wide spacing, a face no letter of the run needs.
    let runs = [
        "<w:r w:rsidR=\"1\"><w:rPr><w:rFonts w:ascii=\"Arial\"/></w:rPr><w:t>One</w:t></w:r>",
        "<w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"Arial\"/><w:noProof/><w:lang w:val=\"fr-FR\"/></w:rPr><w:t>two</w:t></w:r>",
        "<w:r><w:rPr><w:rFonts w:ascii=\"標楷體\" w:eastAsia=\"標楷體\"/><w:bCs/><w:szCs w:val=\"20\"/><w:spacing w:val=\"-2\"/></w:rPr><w:t>三</w:t></w:r>",
        "<w:r><w:rPr><w:rFonts w:ascii=\"Arial\"/><w:b/></w:rPr><w:t> </w:t></w:r>",
        "<w:r><w:rPr><w:rFonts w:ascii=\"Arial\"/><w:rPrChange w:id=\"1\"><w:rPr/></w:rPrChange></w:rPr><w:lastRenderedPageBreak/><w:t>four</w:t></w:r>",
    ];
    assert_eq!(texts(&file(&format!("<w:p>{}</w:p>", runs.concat()))), ["Onetwo三 four"]);
    let same = "<w:p><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:i w:val=\"1\"/><w:b w:val=\"true\"/></w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:i/><w:b w:val=\"0\"/></w:rPr><w:t>c</w:t></w:r></w:p>";
    assert_eq!(texts(&file(same)), ["ab‹1›c‹/1›"]);
}

#[test]
fn a_blank_alone_is_no_tag() {
    let body = "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r><w:hyperlink r:id=\"1\"><w:r><w:t>Example</w:t></w:r></w:hyperlink></w:p>";
    assert_eq!(texts(&file(body)), ["‹1/› Example"]);
}

#[test]
fn the_run_whose_face_was_chosen_for_the_new_letters_is_the_model() {
    let body = "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"標楷體\" w:eastAsia=\"標楷體\"/></w:rPr><w:t>截至</w:t></w:r><w:r><w:rPr><w:rFonts w:ascii=\"Arial\"/></w:rPr><w:t>2025</w:t></w:r><w:r><w:rPr><w:rFonts w:ascii=\"標楷體\" w:eastAsia=\"標楷體\"/></w:rPr><w:t>年</w:t></w:r></w:p>";
    assert_eq!(texts(&file(body)), ["截至2025年"]);
    let translated = scripted(&file(body), Language::English, &["As at 2025"]);
    assert_eq!(
        body_of(&translated.bytes),
        "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"Arial\"/></w:rPr><w:t>As at 2025</w:t></w:r></w:p>"
    );
}

#[test]
fn a_link_keeps_its_text() {
    let link = "<w:hyperlink r:id=\"rId4\"><w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr><w:t>here</w:t></w:r></w:hyperlink>";
    let body = format!("<w:p><w:r><w:t>See the details </w:t></w:r>{link}<w:r><w:t>.</w:t></w:r></w:p>");
    becomes(
        &body,
        "See the details ‹1›here‹/1›.",
        &[(
            "‹1›此處‹/1›有詳情。",
            "<w:p><w:hyperlink r:id=\"rId4\"><w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr><w:t>此處</w:t></w:r></w:hyperlink><w:r><w:t>有詳情。</w:t></w:r></w:p>",
        )],
    );
    // A field that is a link, most of it in one run.
    let begin = "<w:fldChar w:fldCharType=\"begin\"/><w:instrText>HYPERLINK \"x\"</w:instrText><w:fldChar w:fldCharType=\"separate\"/>";
    let end = "<w:r><w:rPr><w:i/></w:rPr><w:fldChar w:fldCharType=\"end\"/></w:r>";
    becomes(
        &format!(
            "<w:p><w:r><w:t>See the details </w:t></w:r><w:r><w:rPr><w:u/></w:rPr>{begin}<w:t>here</w:t></w:r>{end}</w:p>"
        ),
        "See the details ‹1›here‹/1›",
        &[(
            "‹1›此處‹/1›有詳情",
            &format!(
                "<w:p><w:r><w:rPr><w:u/></w:rPr>{begin}<w:t>此處</w:t></w:r>{end}<w:r><w:t>有詳情</w:t></w:r></w:p>"
            ),
        )],
    );
}

#[test]
fn a_link_of_many_words_stays_one_around_a_mark() {
    let link = |text: &str| format!("<w:hyperlink r:id=\"rId4\">{text}</w:hyperlink>");
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let mark = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    becomes(
        &format!("<w:p>{}{}{mark}</w:p>", run("Details of the scheme: "), link(&run("the page"))),
        "Details of the scheme: ‹1›the page‹/1›‹2/›",
        &[(
            "計劃詳情見‹1›該‹2/›頁‹/1›",
            &format!("<w:p>{}{}</w:p>", run("計劃詳情見"), link(&format!("{}{mark}{}", run("該"), run("頁")))),
        )],
    );
}

#[test]
fn a_footnote_goes_with_its_word() {
    let mark = "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"2\"/></w:r>";
    becomes(
        &format!("<w:p><w:r><w:t>The Bureau</w:t></w:r>{mark}<w:r><w:t> agreed.</w:t></w:r></w:p>"),
        "The Bureau‹1/› agreed.",
        &[
            ("該局‹1/›同意。", &format!("<w:p><w:r><w:t>該局</w:t></w:r>{mark}<w:r><w:t>同意。</w:t></w:r></w:p>")),
            ("‹1/›該局同意。", &format!("<w:p>{mark}<w:r><w:t>該局同意。</w:t></w:r></w:p>")),
        ],
    );
}

const PAGE: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

#[test]
fn a_page_number_is_an_object() {
    let pages = "<w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>30</w:t></w:r></w:fldSimple>";
    becomes(
        &format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">Page </w:t></w:r>{PAGE}<w:r><w:t> of </w:t></w:r>{pages}</w:p>"
        ),
        "Page ‹1/› of ‹2/›",
        &[(
            "共‹2/›頁第‹1/›頁",
            &format!(
                "<w:p><w:r><w:t>共</w:t></w:r>{pages}<w:r><w:t>頁第</w:t></w:r>{PAGE}<w:r><w:t>頁</w:t></w:r></w:p>"
            ),
        )],
    );
}

#[test]
fn a_field_of_many_paragraphs_keeps_its_halves() {
    let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let line = |text: &str| {
        format!("<w:hyperlink w:anchor=\"_Toc1\"><w:r><w:t>{text}</w:t></w:r><w:r><w:tab/></w:r>{PAGE}</w:hyperlink>")
    };
    let body = format!(
        "<w:p>{begin}{}</w:p><w:p><w:r><w:t>Last</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
        line("Purpose")
    );
    assert_eq!(texts(&file(&body)), ["Purpose\t‹1/›", "Last"]);
    let translated = scripted(&file(&body), Language::HongKong, &["目的\t‹1/›", "末"]);
    assert_eq!(body_of(&translated.bytes), body.replace("Purpose", "目的").replace("Last", "末"));
    assert_eq!(translated.fallen, [0; 0]);
}

#[test]
fn an_entry_of_an_index_is_not_seen() {
    let entry = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>XE \"tree\"</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>");
    becomes(
        &format!("<w:p><w:r><w:t>Old and valuable </w:t></w:r>{}{entry}<w:r><w:t>s</w:t></w:r></w:p>", bold("tree")),
        "Old and valuable ‹1›tree‹/1›s",
        &[(
            "古‹1›樹‹/1›名木",
            &format!("<w:p><w:r><w:t>古</w:t></w:r>{}{entry}<w:r><w:t>名木</w:t></w:r></w:p>", bold("樹")),
        )],
    );
}

#[test]
fn tabs_and_breaks_keep_their_order() {
    let body = "<w:p><w:r><w:t>To:</w:t><w:tab/><w:t>Director</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:br/><w:t>Urgent</w:t></w:r><w:r><w:br w:type=\"page\"/></w:r></w:p>";
    becomes(
        body,
        "To:\tDirector\n‹1›Urgent‹/1›‹2/›",
        &[(
            "致：\t署長\n‹1›急件‹/1›‹2/›",
            "<w:p><w:r><w:t>致：</w:t><w:tab/><w:t>署長</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:br/><w:t>急件</w:t></w:r><w:r><w:br w:type=\"page\"/></w:r></w:p>",
        )],
    );
    // One too few, and one too many.
    falls(
        body,
        "致署長\n‹1›急件‹/1›\t‹2/›\t",
        "<w:p><w:r><w:t>致署長</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:br/><w:t>急件</w:t></w:r><w:r><w:tab/></w:r><w:r><w:br w:type=\"page\"/></w:r><w:r><w:tab/></w:r></w:p>",
    );
}

#[test]
fn tracked_changes_stay() {
    let deleted = "<w:del w:id=\"1\"><w:r><w:delText>old</w:delText></w:r></w:del>";
    let inserted = |text: &str| format!("<w:ins w:id=\"2\"><w:r><w:t>{text}</w:t></w:r></w:ins>");
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let blank = "<w:ins w:id=\"3\"><w:r><w:t xml:space=\"preserve\"> </w:t></w:r></w:ins>";
    becomes(
        &format!("<w:p>{}{deleted}{}{blank}{}</w:p>", run("This is the "), inserted("new"), run("paragraph.")),
        "This is the ‹1›new‹/1› paragraph.",
        &[("‹1›新‹/1›段落。", &format!("<w:p>{deleted}{}{}</w:p>", inserted("新"), run("段落。")))],
    );
}

#[test]
fn bookmarks_and_comments_stay_by_their_text() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let (start, end) = ("<w:commentRangeStart w:id=\"0\"/>", "<w:commentRangeEnd w:id=\"0\"/>");
    let mark = "<w:r><w:commentReference w:id=\"0\"/></w:r>";
    let book = ("<w:bookmarkStart w:id=\"1\" w:name=\"_Toc1\"/>", "<w:bookmarkEnd w:id=\"1\"/>");
    let file = file(&format!(
        "<w:p>{}{}{start}{}{end}{mark}{}{}</w:p>",
        book.0,
        run("We refer to "),
        run("the paper"),
        run(" you sent."),
        book.1
    ));
    assert_eq!(texts(&file), ["We refer to the paper‹1/› you sent."]);
    let translated = scripted(&file, Language::English, &["We now refer to the paper‹1/› you sent."]);
    let expected = format!("<w:p>{}<w:r><w:t xml:space=\"preserve\">We now refer </w:t></w:r>", book.0);
    let body = body_of(&translated.bytes);
    assert!(body.starts_with(&expected), "{body}");
    assert!(body.contains(&format!("{end}{mark}")) && body.ends_with(&format!("{}</w:p>", book.1)), "{body}");
    assert!(body.find(start) < body.find(end));
    assert_eq!(translated.fallen, [0; 0]);
}

#[test]
fn a_control_of_a_form_stands_once() {
    let control = |text: &str| {
        format!("<w:sdt><w:sdtPr><w:id w:val=\"7\"/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>")
    };
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!("<w:p>{}{}</w:p>", run("Name of applicant: "), control(&run("Chan")));
    becomes(
        &body,
        "Name of applicant: ‹1›Chan‹/1›",
        &[("‹1›陳‹/1›：申請人", &format!("<w:p>{}{}</w:p>", control(&run("陳")), run("：申請人")))],
    );
    falls(&body, "‹1›陳‹/1›與‹1›李‹/1›", &format!("<w:p>{}{}</w:p>", control(&run("陳")), run("與李")));
    falls(&body, "申請人", &format!("<w:p>{}{}</w:p>", run("申請人"), control("")));
}

#[test]
fn a_line_to_write_on_is_an_object_and_a_symbol_too() {
    let line = "<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">      </w:t></w:r>";
    let tick = "<w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>\u{F0FC}</w:t></w:r>";
    becomes(
        &format!(
            "<w:p>{tick}<w:r><w:t xml:space=\"preserve\">Name: </w:t></w:r>{line}<w:r><w:t>(block letters)</w:t></w:r></w:p>"
        ),
        "‹1/›Name: ‹2/›(block letters)",
        &[(
            "‹1/›姓名：‹2/›（正楷）",
            &format!("<w:p>{tick}<w:r><w:t>姓名：</w:t></w:r>{line}<w:r><w:t>（正楷）</w:t></w:r></w:p>"),
        )],
    );
    // A dot that Word has as a letter: no text is ever drawn in its face.
    let dot = "<w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/></w:rPr><w:t>l</w:t></w:r>";
    becomes(
        &format!("<w:p>{dot}<w:r><w:t>樹木</w:t></w:r></w:p>"),
        "‹1/›樹木",
        &[("‹1/›Trees", &format!("<w:p>{dot}<w:r><w:t>Trees</w:t></w:r></w:p>"))],
    );
}

#[test]
fn a_hyphen_that_does_not_break_is_words_own() {
    becomes(
        "<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>",
        "A\u{2011}1",
        &[("甲\u{2011}1", "<w:p><w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>")],
    );
}

#[test]
fn a_text_box_is_given_once_and_written_twice() {
    let inner = |text: &str| format!("<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>");
    let drawing = |text: &str| {
        format!(
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:docPr descr=\"A chart\"/>{0}</w:drawing></mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            inner(text)
        )
    };
    let body = |box_text: &str, text: &str| format!("<w:p>{}<w:r><w:t>{text}</w:t></w:r></w:p>", drawing(box_text));
    let file = file(&body("Inside", "Outside"));
    let seen: Vec<Paragraph> = paragraphs(&file).unwrap();
    let expected =
        [("‹1/›Outside", ParagraphKind::Body), ("A chart", ParagraphKind::Other), ("Inside", ParagraphKind::Other)];
    let expected = expected.map(|(text, kind)| Paragraph { text: text.to_owned(), kind });
    assert_eq!(seen, expected);
    let translated = scripted(&file, Language::HongKong, &["‹1/›外", "圖", "內"]);
    assert_eq!(body_of(&translated.bytes), body("內", "外").replace("A chart", "圖"));
    // The box's text alone.
    let translated = translate(&file, Language::HongKong, &mut |n, _| (n == 2).then(|| "內".to_owned())).unwrap();
    assert_eq!(body_of(&translated.bytes), body("內", "Outside"));
}

#[test]
fn charts_and_diagrams_are_drawn_text() {
    let chart = "<c:chart><a:p><a:pPr><a:defRPr lang=\"en-US\"/></a:pPr><a:r><a:rPr lang=\"en-US\" b=\"1\"/><a:t>Visitors\tin </a:t></a:r><a:r><a:rPr lang=\"en-GB\" b=\"1\" dirty=\"0\"/><a:t>2025</a:t></a:r><a:br/><a:r><a:rPr i=\"1\"/><a:t>draft</a:t></a:r><a:fld type=\"slidenum\"><a:t>3</a:t></a:fld><a:endParaRPr lang=\"en-US\"/></a:p><c:cat><c:strCache><c:pt><c:v>Jan &amp; Feb</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt><c:v>12</c:v></c:pt></c:numCache></c:val></c:chart>";
    let file = packed(&[TYPES, ("word/document.xml", b"<w:document/>"), ("word/charts/chart1.xml", chart.as_bytes())]);
    assert_eq!(texts(&file), ["Visitors\tin 2025\n‹1›draft‹/1›‹2/›", "Jan & Feb"]);
    let translated = scripted(&file, Language::HongKong, &["2025年\t旅客<\n‹2/›‹1›稿‹/1›", "一月 & 二月"]);
    let expected = "<c:chart><a:p><a:pPr><a:defRPr lang=\"zh-HK\"/></a:pPr><a:r><a:rPr lang=\"zh-HK\" b=\"1\"/><a:t>2025年\t旅客&lt;</a:t></a:r><a:br/><a:fld type=\"slidenum\"><a:t>3</a:t></a:fld><a:r><a:rPr i=\"1\"/><a:t>稿</a:t></a:r><a:endParaRPr lang=\"zh-HK\"/></a:p><c:cat><c:strCache><c:pt><c:v>一月 &amp; 二月</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt><c:v>12</c:v></c:pt></c:numCache></c:val></c:chart>";
    assert_eq!(part(&translated.bytes, "word/charts/chart1.xml"), expected);
    assert_eq!(translated.fallen, [0; 0]);
}

#[test]
fn what_has_lost_its_tag_is_plain_and_no_object_is_lost() {
    let mark = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    let body = BOLD.replace("</w:p>", &format!("{mark}</w:p>"));
    let plain = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r>{mark}</w:p>");
    falls(&body, "請細閱並簽署。", &plain("請細閱並簽署。"));
    falls(&body, "請‹1›細閱並簽署。‹2/›", &plain("請細閱並簽署。"));
    falls(&body, "請‹3›細閱‹/3›並簽署。‹2/›", &plain("請細閱並簽署。"));
    falls(
        &body,
        "‹2/›請‹1›細閱‹/1›並簽署。‹2/›",
        &format!(
            "<w:p>{mark}<w:r><w:t>請</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>細閱</w:t></w:r><w:r><w:t>並簽署。</w:t></w:r></w:p>"
        ),
    );
}

#[test]
fn text_that_reads_as_a_tag_is_made_plain() {
    let body = "<w:p><w:r><w:t>the ‹1</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>›</w:t></w:r></w:p>";
    assert_eq!(texts(&file(body)), ["the <1‹1›>‹/1›"]);
    assert_eq!(texts(&file(&body.replace("‹1", "‹a"))), ["the ‹a‹1›››‹/1›".replacen("››", "›", 1)]);
}

#[test]
fn kinds_languages_and_faces() {
    let styles = "<w:styles><w:docDefaults><w:lang w:val=\"en-US\" w:eastAsia=\"en-US\"/></w:docDefaults><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"Mine\"><w:basedOn w:val=\"1\"/></w:style></w:styles>";
    let p = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr>{style}</w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:eastAsia=\"宋体\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let mine = "<w:pStyle w:val=\"Mine\"/>";
    let body = [
        p("<w:outlineLvl w:val=\"0\"/>", "A"),
        p(mine, "B"),
        p("<w:pStyle w:val=\"Normal\"/><w:outlineLvl w:val=\"9\"/>", "C"),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p(mine, "D")),
        p("", "…"),
    ];
    let document = format!("<w:document>{}</w:document>", body.concat());
    let file = packed(&[
        TYPES,
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/footer1.xml", p("", "E").as_bytes()),
        ("word/glossary/document.xml", p("", "F").as_bytes()),
        ("docProps/core.xml", b"<c><dc:title>G</dc:title><dc:creator>H</dc:creator></c>"),
    ]);
    let seen = paragraphs(&file).unwrap();
    use ParagraphKind::{Body, Cell, Heading, Other};
    let kinds: Vec<(&str, ParagraphKind)> = seen.iter().map(|seen| (seen.text.as_str(), seen.kind)).collect();
    assert_eq!(kinds, [("A", Heading), ("B", Heading), ("C", Body), ("D", Cell), ("E", Other), ("G", Other)]);
    let tags = |to| {
        let file = scripted(&file, to, &["甲"]).bytes;
        let document = part(&file, "word/document.xml");
        let fonts = document.split("<w:rFonts ").nth(1).and_then(|rest| rest.split("/>").next());
        (part(&file, "word/styles.xml"), fonts.unwrap_or_default().to_owned())
    };
    let (lang, fonts) = tags(Language::HongKong);
    assert!(lang.contains("w:val=\"en-US\" w:eastAsia=\"zh-HK\""), "{lang}");
    assert_eq!(fonts, "w:hint=\"eastAsia\" w:eastAsia=\"新細明體\"");
    assert!(tags(Language::Mainland).0.contains("w:eastAsia=\"zh-CN\""));
    let (lang, fonts) = tags(Language::English);
    assert!(lang.contains("w:val=\"en-GB\" w:eastAsia=\"en-US\""), "{lang}");
    assert_eq!(fonts, "w:hint=\"default\" w:eastAsia=\"宋体\"");
}

#[test]
fn broken_files_are_refused() {
    let deep = format!("<w:p>{}{}</w:p>", "<a>".repeat(5000), "</a>".repeat(5000));
    for body in ["<w:p>", "<w:p><w:r></w:p>", "<w:p><w:r><w:t>&nosuch;</w:t></w:r></w:p>", deep.as_str()] {
        assert!(matches!(paragraphs(&file(body)), Err(WordError::Damaged { .. })), "{}", &body[..5]);
    }
}

/// A fragment of a random paragraph and, for text, its formatting: fragments of one formatting are one tag.
fn fragment(kind: u8, at: usize) -> String {
    let word = format!("w{at}");
    let run = |properties: &str| format!("<w:r>{properties}<w:t>{word}</w:t></w:r>");
    match kind {
        0 => run(""),
        1 => run("<w:rPr><w:b/></w:rPr>"),
        2 => run("<w:rPr><w:i/><w:lang w:val=\"en-US\"/></w:rPr>"),
        3 => format!("<w:hyperlink r:id=\"{at}\">{}{}</w:hyperlink>", run(""), run("<w:rPr><w:b/></w:rPr>")),
        4 => format!("<w:ins w:id=\"{at}\">{}</w:ins>", run("<w:rPr><w:i/></w:rPr>")),
        5 => format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", run("")),
        6 => format!("<w:r><w:footnoteReference w:id=\"{at}\"/></w:r>"),
        7 => format!(
            "<w:hyperlink r:id=\"{at}\">{}<w:r><w:footnoteReference w:id=\"{at}\"/></w:r></w:hyperlink>",
            run("")
        ),
        8 => "<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>".to_owned(),
        9 => format!("<w:r><w:t>{word}</w:t><w:br/><w:t>{word}</w:t></w:r>"),
        10 => format!("<w:bookmarkStart w:id=\"{at}\"/>{}<w:bookmarkEnd w:id=\"{at}\"/>", run("<w:rPr><w:b/></w:rPr>")),
        _ => format!("<w:del w:id=\"{at}\"><w:r><w:delText>gone</w:delText></w:r></w:del>"),
    }
}

/// A stretch of tagged text: its tag and text, or an object.
fn stretches(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for piece in text.split_inclusive('›').flat_map(|piece| {
        let at = piece.find('‹').unwrap_or(piece.len());
        [&piece[..at], &piece[at..]]
    }) {
        let opens = piece.starts_with('‹') && !piece.starts_with("‹/") && !piece.ends_with("/›");
        if opens || piece.ends_with("/›") && !piece.starts_with("‹/") {
            all.push(String::new());
        }
        all.last_mut().unwrap().push_str(piece);
        if piece.ends_with('›') && !opens {
            all.push(String::new());
        }
    }
    all.retain(|stretch| !stretch.is_empty());
    all
}

/// A tagged text with its tags numbered anew by their first appearance, and a tag that ends where it begins again left open.
fn renumbered(text: &str) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut out = String::new();
    for stretch in stretches(text) {
        let Some(number) = stretch.strip_prefix('‹').and_then(|rest| rest.split(['›', '/']).next()) else {
            out.push_str(&stretch);
            continue;
        };
        let at = known.iter().position(|known| known == number).unwrap_or_else(|| {
            known.push(number.to_owned());
            known.len() - 1
        });
        let new = stretch
            .replace(&format!("‹{number}"), &format!("‹{}", at + 1))
            .replace(&format!("‹/{number}"), &format!("‹/{}", at + 1));
        out.push_str(&new);
    }
    (1..=known.len()).fold(out, |out, n| out.replace(&format!("‹/{n}›‹{n}›"), ""))
}

/// Every value of an attribute of an element, in order.
fn ids(xml: &str, element: &str) -> Vec<String> {
    xml.split(&format!("<{element} w:id=\"")).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_tags_is_written_or_told(
        kinds in prop::collection::vec(0_u8..12, 1..9),
        seed in any::<u64>(),
        lose in 0_u8..4,
    ) {
        let most = format!("<w:r><w:t>{}</w:t></w:r>", "most".repeat(60));
        let body: String = kinds.iter().enumerate().map(|(at, kind)| fragment(*kind, at)).collect();
        let file = file(&format!("<w:p>{most}{body}</w:p>"));
        let source = texts(&file).remove(0);
        let mut random = seed | 1;
        let mut pick = |below: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(random >> 33).unwrap() % below
        };
        // Between two breaks, in another order; perhaps with a stretch lost.
        let mut translation = String::new();
        for part in source.split_inclusive(['\t', '\n']) {
            let (text, sign) = part.split_at(part.trim_end_matches(['\t', '\n']).len());
            let mut stretches = stretches(text);
            for at in (1..stretches.len()).rev() {
                stretches.swap(at, pick(at + 1));
            }
            if let (0, Some(at)) = (lose, stretches.iter().rposition(|stretch| stretch.starts_with('‹'))) {
                stretches.remove(at);
            }
            translation.push_str(&stretches.concat());
            translation.push_str(sign);
        }
        let new = scripted(&file, Language::HongKong, &[&translation]);
        let (old_body, new_body) = (body_of(&file), body_of(&new.bytes));
        let written = texts(&new.bytes).remove(0);
        prop_assert_eq!(gungman_core::tagged::bare(&written), gungman_core::tagged::bare(&translation));
        if new.fallen.is_empty() {
            prop_assert_eq!(renumbered(&written), renumbered(&translation), "{} {}", old_body, new_body);
        } else {
            prop_assert!(lose == 0 || kinds.contains(&5), "{} {}", old_body, new_body);
        }
        for element in ["w:footnoteReference", "w:bookmarkStart", "w:bookmarkEnd", "w:del"] {
            let (mut old, mut new) = (ids(&old_body, element), ids(&new_body, element));
            old.sort();
            new.sort();
            prop_assert_eq!(old, new, "{} {}", element, new_body);
        }
        prop_assert_eq!(old_body.matches("<w:sdt>").count(), new_body.matches("<w:sdt>").count());
        for at in 0..kinds.len() {
            let place = |element: &str| new_body.find(&format!("<{element} w:id=\"{at}\""));
            prop_assert!(place("w:bookmarkStart") <= place("w:bookmarkEnd"), "{}", new_body);
        }
        // The same text changes nothing.
        let same = scripted(&file, Language::HongKong, &[&source]);
        prop_assert_eq!(body_of(&same.bytes), old_body);
    }
}
