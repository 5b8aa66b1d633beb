//! Reading the header of a GGUF file: what model this is, and whether the file is whole.
//!
//! Pure Rust, because it looks at files nobody has checked yet: every length is compared with what the file still has
//! before anything is allocated or skipped, so a malformed file of any kind ends in a [`GgufError`]. Only the header is
//! read; flipped bits in the weights are found by SHA-256 alone (see [`crate::library`]).
//!
//! The layout: magic, version, number of tensors, number of keys; keys with typed values; tensor names with shape,
//! type and offset; then, aligned, the data.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use crate::error::{EngineError, ErrorCode};

/// The longest key or tensor name, in bytes; the format says 65535.
const LONGEST_NAME: u64 = 65_535;
/// Longer texts are skipped, not kept; chat templates are some kilobytes.
const LONGEST_KEPT_TEXT: u64 = 1 << 20;
/// Arrays in arrays in arrays: no model has any.
const DEEPEST_ARRAY: u32 = 4;

/// Why a header could not be read.
#[derive(Debug, thiserror::Error)]
pub enum GgufError {
    /// It does not begin with `GGUF`.
    #[error("not a GGUF file")]
    NotGguf,
    /// A version nobody here can read: 1, from before 2023, or one from the future.
    #[error("GGUF version {0}; 2 and 3 can be read")]
    Version(u32),
    /// The file is shorter than it says.
    #[error("the file ends at {actual} of {needed} bytes")]
    Cut {
        /// Bytes the header says are needed, at least.
        needed: u64,
        /// Bytes there are.
        actual: u64,
    },
    /// Something in it cannot be.
    #[error("malformed: {0}")]
    Malformed(&'static str),
    /// It could not be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl GgufError {
    /// The error with its stable code, and the file it concerns.
    #[must_use]
    pub fn at(&self, path: &Path) -> EngineError {
        let code = match self {
            GgufError::Version(_) => ErrorCode::ModelUnsupported,
            GgufError::Io(error) if error.kind() == io::ErrorKind::NotFound => ErrorCode::ModelMissing,
            GgufError::Io(_) => ErrorCode::Io,
            GgufError::NotGguf | GgufError::Cut { .. } | GgufError::Malformed(_) => ErrorCode::ModelDamaged,
        };
        EngineError::new(code, format!("{}: {self}", path.display()))
    }
}

/// A value of a key. Arrays and very long texts are skipped.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Any whole number that is not negative.
    Whole(u64),
    /// A negative whole number.
    Negative(i64),
    /// A number with a fraction.
    Real(f64),
    /// Yes or no.
    Bool(bool),
    /// Text.
    Text(String),
}

/// What a header says.
#[derive(Debug, Clone, PartialEq)]
pub struct GgufHeader {
    /// 2 or 3.
    pub version: u32,
    /// Number of tensors.
    pub tensors: u64,
    /// Scalar values and texts by key.
    pub values: BTreeMap<String, Value>,
    /// The length a whole file has at least, in bytes.
    pub needed_bytes: u64,
}

impl GgufHeader {
    /// A text by key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.values.get(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A whole number by key.
    #[must_use]
    pub fn whole(&self, key: &str) -> Option<u64> {
        match self.values.get(key) {
            Some(Value::Whole(number)) => Some(*number),
            _ => None,
        }
    }

    /// A whole number by the part of its key after the architecture's name.
    fn of_architecture(&self, key: &str) -> Option<u64> {
        self.whole(&format!("{}.{key}", self.architecture()?))
    }

    /// Such as `qwen2`.
    #[must_use]
    pub fn architecture(&self) -> Option<&str> {
        self.text("general.architecture")
    }

    /// The model's own name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.text("general.name")
    }

    /// Tokens it was trained to see.
    #[must_use]
    pub fn context_length(&self) -> Option<u64> {
        self.of_architecture("context_length")
    }

    /// Width of its layers.
    #[must_use]
    pub fn embedding_length(&self) -> Option<u64> {
        self.of_architecture("embedding_length")
    }

    /// Number of layers.
    #[must_use]
    pub fn block_count(&self) -> Option<u64> {
        self.of_architecture("block_count")
    }

    /// llama.cpp's number for the mixture of quantisations; 15 is `Q4_K_M`.
    #[must_use]
    pub fn file_type(&self) -> Option<u64> {
        self.whole("general.file_type")
    }

    /// How the model wants turns framed, as a template.
    #[must_use]
    pub fn chat_template(&self) -> Option<&str> {
        self.text("tokenizer.chat_template")
    }
}

/// Reads the header of a file and makes sure that the file is as long as it says.
///
/// # Errors
/// `model_missing`, `model_damaged`, `model_unsupported` or `io`.
pub fn check_whole(path: &Path) -> Result<GgufHeader, EngineError> {
    read_file(path).map_err(|error| error.at(path))
}

fn read_file(path: &Path) -> Result<GgufHeader, GgufError> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(GgufError::NotGguf);
    }
    let header = read_header(BufReader::with_capacity(1 << 16, file), metadata.len())?;
    if header.needed_bytes > metadata.len() {
        return Err(GgufError::Cut { needed: header.needed_bytes, actual: metadata.len() });
    }
    Ok(header)
}

/// Reads a header from a stream of `length` bytes. Does not compare [`GgufHeader::needed_bytes`] with the length.
///
/// # Errors
/// Every variant of [`GgufError`].
pub fn read_header(input: impl Read + Seek, length: u64) -> Result<GgufHeader, GgufError> {
    let mut cursor = Cursor { input: BufReader::new(input), at: 0, length };
    if cursor.bytes::<4>().map_err(|_| GgufError::NotGguf)? != *b"GGUF" {
        return Err(GgufError::NotGguf);
    }
    let version = cursor.u32()?;
    if !(2..=3).contains(&version) {
        return Err(GgufError::Version(version));
    }
    let tensors = cursor.u64()?;
    let keys = cursor.u64()?;
    // The least a key and a tensor take: an empty name and the smallest value or shape.
    cursor.room(keys, 8 + 4 + 1)?;
    cursor.room(tensors, 8 + 4 + 4 + 8)?;
    let mut values = BTreeMap::new();
    for _ in 0..keys {
        let key = cursor.name()?;
        let kind = cursor.u32()?;
        if let Some(value) = cursor.value(kind, 0)? {
            values.insert(key, value);
        }
    }
    let alignment = match values.get("general.alignment") {
        None => 32,
        Some(Value::Whole(n)) if n.is_power_of_two() && *n <= 1 << 20 => *n,
        Some(_) => return Err(GgufError::Malformed("alignment")),
    };
    let mut data_bytes = 0u64;
    for _ in 0..tensors {
        data_bytes = data_bytes.max(cursor.tensor_end()?);
    }
    let data_start = cursor.at.next_multiple_of(alignment);
    let needed_bytes = if tensors == 0 { cursor.at } else { data_start.saturating_add(data_bytes) };
    Ok(GgufHeader { version, tensors, values, needed_bytes })
}

struct Cursor<R: Read + Seek> {
    input: BufReader<R>,
    at: u64,
    length: u64,
}

impl<R: Read + Seek> Cursor<R> {
    /// Makes sure that `count` things of at least `size` bytes can still come.
    fn room(&self, count: u64, size: u64) -> Result<(), GgufError> {
        let needed = count.checked_mul(size).and_then(|bytes| bytes.checked_add(self.at));
        match needed {
            Some(needed) if needed <= self.length => Ok(()),
            _ => Err(GgufError::Cut { needed: needed.unwrap_or(u64::MAX), actual: self.length }),
        }
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], GgufError> {
        self.room(N as u64, 1)?;
        let mut buffer = [0u8; N];
        self.input.read_exact(&mut buffer)?;
        self.at += N as u64;
        Ok(buffer)
    }

    fn u32(&mut self) -> Result<u32, GgufError> {
        Ok(u32::from_le_bytes(self.bytes()?))
    }

    fn u64(&mut self) -> Result<u64, GgufError> {
        Ok(u64::from_le_bytes(self.bytes()?))
    }

    fn skip(&mut self, count: u64, size: u64) -> Result<(), GgufError> {
        self.room(count, size)?;
        let bytes = i64::try_from(count * size).map_err(|_| GgufError::Malformed("length"))?;
        self.input.seek_relative(bytes)?;
        self.at += count * size;
        Ok(())
    }

    fn name(&mut self) -> Result<String, GgufError> {
        let length = self.u64()?;
        if length > LONGEST_NAME {
            return Err(GgufError::Malformed("a name is too long"));
        }
        self.text(length)
    }

    fn text(&mut self, length: u64) -> Result<String, GgufError> {
        self.room(length, 1)?;
        let mut buffer = vec![0u8; usize::try_from(length).map_err(|_| GgufError::Malformed("length"))?];
        self.input.read_exact(&mut buffer)?;
        self.at += length;
        // A name in another encoding is still a name; nothing is decided by it.
        Ok(String::from_utf8_lossy(&buffer).into_owned())
    }

    fn value(&mut self, kind: u32, depth: u32) -> Result<Option<Value>, GgufError> {
        let signed = |n: i64| u64::try_from(n).map_or(Value::Negative(n), Value::Whole);
        Ok(Some(match kind {
            0 => Value::Whole(u64::from(self.bytes::<1>()?[0])),
            1 => signed(i64::from(i8::from_le_bytes(self.bytes()?))),
            2 => Value::Whole(u64::from(u16::from_le_bytes(self.bytes()?))),
            3 => signed(i64::from(i16::from_le_bytes(self.bytes()?))),
            4 => Value::Whole(u64::from(self.u32()?)),
            5 => signed(i64::from(i32::from_le_bytes(self.bytes()?))),
            6 => Value::Real(f64::from(f32::from_le_bytes(self.bytes()?))),
            7 => Value::Bool(self.bytes::<1>()?[0] != 0),
            8 => {
                let length = self.u64()?;
                if length > LONGEST_KEPT_TEXT {
                    self.skip(length, 1)?;
                    return Ok(None);
                }
                Value::Text(self.text(length)?)
            }
            9 => {
                self.skip_array(depth)?;
                return Ok(None);
            }
            10 => Value::Whole(self.u64()?),
            11 => signed(i64::from_le_bytes(self.bytes()?)),
            12 => Value::Real(f64::from_le_bytes(self.bytes()?)),
            _ => return Err(GgufError::Malformed("a value of unknown type")),
        }))
    }

    fn skip_array(&mut self, depth: u32) -> Result<(), GgufError> {
        if depth >= DEEPEST_ARRAY {
            return Err(GgufError::Malformed("arrays nested too deep"));
        }
        let kind = self.u32()?;
        let count = self.u64()?;
        match kind {
            0 | 1 | 7 => self.skip(count, 1),
            2 | 3 => self.skip(count, 2),
            4..=6 => self.skip(count, 4),
            10..=12 => self.skip(count, 8),
            8 => {
                self.room(count, 8)?;
                for _ in 0..count {
                    let length = self.u64()?;
                    self.skip(length, 1)?;
                }
                Ok(())
            }
            9 => {
                self.room(count, 12)?;
                for _ in 0..count {
                    self.skip_array(depth + 1)?;
                }
                Ok(())
            }
            _ => Err(GgufError::Malformed("an array of unknown type")),
        }
    }

    /// Reads a tensor's entry and gives where its data ends, counted from the beginning of the data.
    fn tensor_end(&mut self) -> Result<u64, GgufError> {
        let _name = self.name()?;
        let dimensions = self.u32()?;
        if dimensions > 4 {
            return Err(GgufError::Malformed("a tensor of more than four dimensions"));
        }
        let mut elements = 1u64;
        for _ in 0..dimensions {
            let size = self.u64()?;
            elements = elements.checked_mul(size).ok_or(GgufError::Malformed("a tensor's size"))?;
        }
        let kind = self.u32()?;
        let offset = self.u64()?;
        // Of a type newer than this table at least one byte must be there.
        let bytes = block_size(kind).map_or(1, |(per_block, bytes)| elements.div_ceil(per_block).saturating_mul(bytes));
        offset.checked_add(bytes).ok_or(GgufError::Malformed("a tensor's offset"))
    }
}

/// Weights in a block of a tensor type, and the bytes of the block (ggml's `type_traits`).
fn block_size(kind: u32) -> Option<(u64, u64)> {
    Some(match kind {
        0 | 26 => (1, 4),      // F32, I32
        1 | 25 | 30 => (1, 2), // F16, I16, BF16
        24 => (1, 1),          // I8
        27 | 28 => (1, 8),     // I64, F64
        2 | 20 => (32, 18),    // Q4_0, IQ4_NL
        3 => (32, 20),         // Q4_1
        6 => (32, 22),         // Q5_0
        7 => (32, 24),         // Q5_1
        8 => (32, 34),         // Q8_0
        9 => (32, 36),         // Q8_1
        39 => (32, 17),        // MXFP4
        10 => (256, 84),       // Q2_K
        11 | 21 => (256, 110), // Q3_K, IQ3_S
        12 => (256, 144),      // Q4_K
        13 => (256, 176),      // Q5_K
        14 => (256, 210),      // Q6_K
        15 => (256, 292),      // Q8_K
        16 | 35 => (256, 66),  // IQ2_XXS, TQ2_0
        17 => (256, 74),       // IQ2_XS
        18 => (256, 98),       // IQ3_XXS
        19 => (256, 50),       // IQ1_S
        22 => (256, 82),       // IQ2_S
        23 => (256, 136),      // IQ4_XS
        29 => (256, 56),       // IQ1_M
        34 => (256, 54),       // TQ1_0
        _ => return None,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn push_text(out: &mut Vec<u8>, text: &str) {
        out.extend((text.len() as u64).to_le_bytes());
        out.extend(text.as_bytes());
    }

    /// A small whole file of an architecture, with one tensor of 256 Q4_K weights.
    pub(crate) fn small(architecture: &str, template: &str) -> Vec<u8> {
        let mut out = b"GGUF".to_vec();
        out.extend(3u32.to_le_bytes());
        out.extend(1u64.to_le_bytes());
        out.extend(6u64.to_le_bytes());
        for (key, text) in
            [("general.architecture", architecture), ("general.name", "Small"), ("tokenizer.chat_template", template)]
        {
            push_text(&mut out, key);
            out.extend(8u32.to_le_bytes());
            push_text(&mut out, text);
        }
        push_text(&mut out, &format!("{architecture}.context_length"));
        out.extend(4u32.to_le_bytes());
        out.extend(2048u32.to_le_bytes());
        push_text(&mut out, "tokenizer.ggml.tokens");
        out.extend(9u32.to_le_bytes());
        out.extend(8u32.to_le_bytes());
        out.extend(2u64.to_le_bytes());
        push_text(&mut out, "公");
        push_text(&mut out, "文");
        push_text(&mut out, "nested");
        out.extend(9u32.to_le_bytes());
        out.extend(9u32.to_le_bytes());
        out.extend(1u64.to_le_bytes());
        out.extend(5u32.to_le_bytes());
        out.extend(1u64.to_le_bytes());
        out.extend(7i32.to_le_bytes());
        push_text(&mut out, "output.weight");
        out.extend(1u32.to_le_bytes());
        out.extend(256u64.to_le_bytes());
        out.extend(12u32.to_le_bytes());
        out.extend(0u64.to_le_bytes());
        out.resize(out.len().next_multiple_of(32) + 144, 0);
        out
    }

    fn read(bytes: &[u8]) -> Result<GgufHeader, GgufError> {
        read_header(io::Cursor::new(bytes), bytes.len() as u64)
    }

    #[test]
    fn the_header_of_a_whole_file() {
        let bytes = small("qwen2", "<|im_start|>");
        let header = read(&bytes).unwrap();
        assert_eq!(header.architecture(), Some("qwen2"));
        assert_eq!(header.name(), Some("Small"));
        assert_eq!(header.context_length(), Some(2048));
        assert_eq!(header.chat_template(), Some("<|im_start|>"));
        assert_eq!(header.needed_bytes, bytes.len() as u64);
        assert!(!header.values.contains_key("tokenizer.ggml.tokens"), "arrays are skipped");
    }

    #[test]
    fn every_cut_is_noticed() {
        let bytes = small("qwen2", "t");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.gguf");
        for cut in 0..bytes.len() {
            std::fs::write(&path, &bytes[..cut]).unwrap();
            assert_eq!(check_whole(&path).unwrap_err().code, ErrorCode::ModelDamaged, "cut at {cut}");
        }
        std::fs::write(&path, &bytes).unwrap();
        check_whole(&path).unwrap();
    }

    #[test]
    fn what_is_no_model_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check_whole(&folder.path().join("no")).unwrap_err().code, ErrorCode::ModelMissing);
        assert_eq!(check_whole(folder.path()).unwrap_err().code, ErrorCode::ModelDamaged);
        assert!(matches!(read(b"PK\x03\x04rest"), Err(GgufError::NotGguf)));
        assert!(matches!(read(b"GGUF\x01\0\0\0"), Err(GgufError::Version(1))));
        let counts = |tensors: u64, keys: u64| {
            let mut bytes = b"GGUF\x03\0\0\0".to_vec();
            bytes.extend(tensors.to_le_bytes());
            bytes.extend(keys.to_le_bytes());
            read(&bytes)
        };
        assert!(matches!(counts(1 << 60, 0), Err(GgufError::Cut { .. })));
        assert!(matches!(counts(0, u64::MAX), Err(GgufError::Cut { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut file = b"GGUF\x03\0\0\0".to_vec();
            file.extend(bytes);
            let _ = read(&file);
        }

        #[test]
        fn no_change_of_one_byte_makes_it_panic(at in 0usize..300, byte in any::<u8>()) {
            let mut file = small("qwen2", "t");
            let at = at % file.len();
            file[at] = byte;
            let _ = read(&file);
        }
    }
}
