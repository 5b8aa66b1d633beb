//! Which encoding a text file is in. What is written is UTF-8: the one encoding that holds both scripts everywhere.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::Error;

/// A text file's text.
#[derive(Debug)]
pub(super) struct Read {
    pub text: String,
    /// The encoding's name: UTF-8, UTF-16LE, UTF-16BE, GB18030, Big5-HKSCS.
    pub name: &'static str,
    /// Whether it began with a byte order mark.
    pub bom: bool,
}

/// Reads a text file: by its mark, as UTF-8 if that is what it is, else as what its bytes look like.
///
/// # Errors
/// [`Error::Encoding`] when the bytes are no text in any of them.
pub(super) fn decode(bytes: &[u8]) -> Result<Read, Error> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[length..], true);
    }
    if let Ok(text) = str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return Ok(Read { text: text.to_owned(), name: "UTF-8", bom: false });
    }
    // UTF-16 without a mark: line ends and figures have a zero beside them, always on one side.
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if bytes.len().is_multiple_of(2) && even + odd > 0 {
        return strictly(if odd >= even { UTF_16LE } else { UTF_16BE }, bytes, false);
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(bytes, true);
    let guess = detector.guess(None, false);
    // Only the two Chinese ones are possible; each guess falls back on the other.
    let order = if guess == BIG5 { [BIG5, GB18030] } else { [GB18030, BIG5] };
    order.into_iter().find_map(|encoding| strictly(encoding, bytes, false).ok()).ok_or_else(unknown)
}

fn strictly(encoding: &'static Encoding, bytes: &[u8], bom: bool) -> Result<Read, Error> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(unknown)?;
    if text.contains('\0') {
        return Err(unknown());
    }
    let name = match encoding {
        encoding if encoding == UTF_8 => "UTF-8",
        encoding if encoding == BIG5 => "Big5-HKSCS",
        encoding if encoding == GB18030 => "GB18030",
        encoding if encoding == UTF_16LE => "UTF-16LE",
        _ => "UTF-16BE",
    };
    Ok(Read { text: text.into_owned(), name, bom })
}

fn unknown() -> Error {
    Error::Encoding("UTF-8, UTF-16, GB18030, Big5-HKSCS".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_told() {
        let simplified = "税务局说明：放宽面积限制，申请人须于期限前提交文件。";
        // The library reads Hong Kong's supplementary characters but does not write them.
        let traditional = "深水埗鰂魚涌的居民、職員說明稅務";
        let hkscs = b"\xB2\x60\xA4\xF4\x96\xF5\x91\x6F\xB3\xBD\xAF\x46\xAA\xBA\xA9\x7E\xA5\xC1\xA1\x42\xC2\xBE\xAD\xFB\xBB\xA1\xA9\xFA\xB5\x7C\xB0\xC8".to_vec();
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked: Vec<u8> = [&[0xFF, 0xFE][..], &utf16(simplified)].concat();
        for (bytes, name, text) in [
            (simplified.as_bytes().to_vec(), "UTF-8", simplified),
            (GB18030.encode(simplified).0.into_owned(), "GB18030", simplified),
            (hkscs, "Big5-HKSCS", traditional),
            (marked, "UTF-16LE", simplified),
            (utf16("第1條\r\n說明"), "UTF-16LE", "第1條\r\n說明"),
        ] {
            let read = decode(&bytes).unwrap();
            assert_eq!((read.name, read.text.as_str()), (name, text));
        }
        assert!(decode(&[0, 0xFF, 0, 0x81, 7]).is_err());
        assert!(decode(b"").unwrap().text.is_empty());
    }
}
