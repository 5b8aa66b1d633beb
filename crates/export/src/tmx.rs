//! Translation memories as the trade exchanges them: TMX 1.4b (<https://www.gala-global.org/tmx-14b>), read and written.
//!
//! Only what a pair says is read: the text of each language's segment, without the codes of another program's formatting.

use std::fmt::Write;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

/// A pair of a memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// Why a file is no memory.
#[derive(Debug, thiserror::Error)]
pub enum TmxError {
    /// It is not well-formed, or no TMX.
    #[error("not a TMX file: {0}")]
    NotTmx(String),
}

/// Reads the pairs that have both English and Chinese; other languages are passed over. UTF-8 and UTF-16.
///
/// # Errors
/// [`TmxError::NotTmx`].
pub fn read(bytes: &[u8]) -> Result<Vec<Pair>, TmxError> {
    let text = decoded(bytes).map_err(TmxError::NotTmx)?;
    let damaged = |error: &dyn std::fmt::Display| TmxError::NotTmx(error.to_string());
    let mut reader = Reader::from_str(&text);
    let (mut pairs, mut en, mut zh) = (Vec::new(), None, None);
    let (mut lang, mut segment, mut depth, mut skipped, mut tmx) = (String::new(), None::<String>, 0_u32, 0_u32, false);
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(element) => {
                depth += 1;
                match element.local_name().as_ref() {
                    "tmx" => tmx = true,
                    "tu" => (en, zh) = (None, None),
                    "tuv" => {
                        let attributes = element.attributes().flatten();
                        let tag = attributes.filter(|a| matches!(a.key.as_ref(), "xml:lang" | "lang")).last();
                        lang = tag.map(|a| a.value.to_lowercase()).unwrap_or_default();
                    }
                    "seg" => segment = Some(String::new()),
                    // Codes of formatting: what stands in them is no text. What <hi> holds is.
                    "bpt" | "ept" | "ph" | "it" | "ut" if segment.is_some() => skipped += 1,
                    _ => {}
                }
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                match element.local_name().as_ref() {
                    "bpt" | "ept" | "ph" | "it" | "ut" if segment.is_some() => skipped = skipped.saturating_sub(1),
                    "seg" => {
                        let text = segment.take().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
                        if lang.starts_with("en") {
                            en = text;
                        } else if lang.starts_with("zh") {
                            zh = text;
                        }
                    }
                    "tu" => {
                        if let (Some(en), Some(zh)) = (en.take(), zh.take())
                            && !en.is_empty()
                            && !zh.is_empty()
                        {
                            pairs.push(Pair { en, zh });
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(text) if skipped == 0 => {
                if let Some(segment) = &mut segment {
                    segment.push_str(&text);
                }
            }
            Event::CData(text) if skipped == 0 => {
                if let Some(segment) = &mut segment {
                    segment.push_str(&text);
                }
            }
            Event::GeneralRef(name) if skipped == 0 => {
                if let Some(segment) = &mut segment {
                    let entity = format!("&{};", &*name);
                    segment.push_str(&quick_xml::escape::unescape(&entity).map_err(|error| damaged(&error))?);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !tmx || depth > 0 {
        return Err(TmxError::NotTmx(
            if tmx { "it ends before its elements do" } else { "it has no <tmx>" }.to_owned(),
        ));
    }
    Ok(pairs)
}

/// UTF-8 and UTF-16 as XML files come in; else what is wrong.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, String> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| read(*pair)).collect();
        String::from_utf16(&units).map_err(|error| error.to_string())
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decoded(rest),
        _ => str::from_utf8(bytes).map(str::to_owned).map_err(|error| error.to_string()),
    }
}

/// Writes pairs as TMX; `source` is `en-GB` or `zh-Hant-HK`.
#[must_use]
pub fn write(pairs: &[Pair], source: &str) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  <header creationtool=\"Gungman\" creationtoolversion=\"{}\" \
         segtype=\"sentence\" o-tmf=\"Gungman\" adminlang=\"en\" srclang=\"{source}\" datatype=\"plaintext\"/>\n  <body>\n",
        env!("CARGO_PKG_VERSION")
    );
    for Pair { en, zh } in pairs {
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "    <tu>\n      <tuv xml:lang=\"en-GB\"><seg>{}</seg></tuv>\n      <tuv xml:lang=\"zh-Hant-HK\"><seg>{}</seg></tuv>\n    </tu>\n",
            escape(en),
            escape(zh)
        );
    }
    out.push_str("  </body>\n</tmx>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_codes_are_passed_over() {
        let pairs = vec![
            Pair { en: "Fees & charges <rise>".into(), zh: "費用及收費「上調」".into() },
            Pair { en: "A".into(), zh: "甲".into() },
        ];
        assert_eq!(read(write(&pairs, "en-GB").as_bytes()).unwrap(), pairs);
        let other = "<tmx version='1.4'><header/><body><tu><tuv lang='EN-US'><seg>The <bpt i='1'>&lt;b></bpt>lift<ept i='1'>&lt;/b></ept> is\n <hi>out</hi></seg></tuv>\
            <tuv xml:lang='zh-TW'><seg><![CDATA[升降機]]>停用</seg></tuv><tuv xml:lang='fr'><seg>x</seg></tuv></tu><tu><tuv xml:lang='en'><seg>alone</seg></tuv></tu></body></tmx>";
        let expected = [Pair { en: "The lift is out".into(), zh: "升降機停用".into() }];
        assert_eq!(read(other.as_bytes()).unwrap(), expected);
        let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(other.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&wide).unwrap(), expected);
        for bad in ["", "<html/>", "<tmx><body><tu>"] {
            assert!(read(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
