//! The messages between client and worker, and the frames they travel in.
//!
//! A frame is a length (four bytes, little-endian) and that many bytes of JSON. JSON because the messages are few and a
//! person can read them in a trace; a length because a crash in the middle is then seen as what it is. A frame is at
//! most [`MAX_FRAME`] bytes: a stray word read as a length must not become an allocation of gigabytes.
//!
//! The worker speaks first, with [`Event::Hello`]. Then every [`Request`] but `Cancel` and `Shutdown` is answered by
//! events that carry its id, the last of which [`Event::is_final`]. The client sends one request at a time; `Cancel` is
//! read at any time and answered only by the end of the request it names.

use std::io;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::error::EngineError;
use crate::prompt::{LoadRequest, Options, Prompt, Turn};
use crate::report::{LoadedModel, Stats, WarmStats};

/// Raised with every change a worker of another version could misunderstand.
pub const PROTOCOL_VERSION: u32 = 2;

/// The longest frame, 16 MiB.
pub const MAX_FRAME: u32 = 16 * 1024 * 1024;

/// What the client asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Request {
    /// Load a model; once in the life of a worker, which can open no other file afterwards. Answered by `Loading`…, then `Loaded`.
    Load {
        /// Names the request in its answers.
        id: u64,
        /// Which model and how.
        load: LoadRequest,
        /// Where evaluated prefixes are kept; none are kept without it.
        prefix_dir: Option<PathBuf>,
    },
    /// Read a prefix so that it need not be read later. Answered by `Reading`…, then `Warmed`.
    Warm {
        /// Names the request in its answers.
        id: u64,
        /// The constant part of a prompt.
        prefix: Vec<Turn>,
    },
    /// Write an answer. Answered by `Reading`…, `Text`…, then `Done`.
    Generate {
        /// Names the request in its answers.
        id: u64,
        /// The prompt.
        prompt: Prompt,
        /// Limits and choices.
        options: Options,
    },
    /// End the named request soon. It then answers `Done` with what it has, or `Failed` with `cancelled`.
    Cancel {
        /// The request to end.
        id: u64,
    },
    /// End the program.
    Shutdown,
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The first frame. Its fields may only ever grow, so that any version can read any other's.
    Hello {
        /// The worker's [`PROTOCOL_VERSION`].
        protocol: u32,
        /// The worker's name and version.
        worker: String,
        /// Instructions the worker needs and the processor lacks; the worker ends when there are any.
        missing_cpu: Vec<String>,
    },
    /// A model is being loaded.
    Loading {
        /// The request.
        id: u64,
        /// 0 to 100.
        percent: u8,
    },
    /// The model is loaded.
    Loaded {
        /// The request.
        id: u64,
        /// What was loaded.
        model: LoadedModel,
    },
    /// The prompt is being read.
    Reading {
        /// The request.
        id: u64,
        /// Tokens read so far, reused ones included.
        done: u32,
        /// Tokens of the prompt.
        total: u32,
        /// Tokens that did not have to be read again.
        reused: u32,
    },
    /// More of the answer: whole characters.
    Text {
        /// The request.
        id: u64,
        /// The characters.
        text: String,
        /// Tokens written so far.
        tokens: u32,
    },
    /// The answer is complete.
    Done {
        /// The request.
        id: u64,
        /// How it went.
        stats: Stats,
    },
    /// The prefix is read.
    Warmed {
        /// The request.
        id: u64,
        /// How it went.
        stats: WarmStats,
    },
    /// The request failed; the worker lives on.
    Failed {
        /// The request.
        id: u64,
        /// Why.
        error: EngineError,
    },
}

impl Event {
    /// The request it answers; `None` for the greeting.
    #[must_use]
    pub fn id(&self) -> Option<u64> {
        match self {
            Event::Hello { .. } => None,
            Event::Loading { id, .. }
            | Event::Loaded { id, .. }
            | Event::Reading { id, .. }
            | Event::Text { id, .. }
            | Event::Done { id, .. }
            | Event::Warmed { id, .. }
            | Event::Failed { id, .. } => Some(*id),
        }
    }

    /// Whether it ends its request.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Event::Loaded { .. } | Event::Done { .. } | Event::Warmed { .. } | Event::Failed { .. })
    }
}

/// Why a frame could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The stream ended between two frames: the other side is gone.
    #[error("the stream ended")]
    Closed,
    /// The stream ended inside a frame.
    #[error("the stream ended inside a frame, after {got} of {expected} bytes")]
    Truncated {
        /// Bytes that came.
        got: usize,
        /// Bytes that were announced.
        expected: usize,
    },
    /// The announced length is beyond [`MAX_FRAME`]: no frame of ours.
    #[error("a frame of {0} bytes was announced")]
    TooLong(u32),
    /// The bytes are no message.
    #[error("not a message: {0}")]
    Json(#[from] serde_json::Error),
    /// The pipe failed.
    #[error("the pipe failed: {0}")]
    Io(#[from] io::Error),
}

/// A message as one frame.
///
/// # Errors
/// [`FrameError::TooLong`] beyond [`MAX_FRAME`]; [`FrameError::Json`] when it cannot be serialised.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, FrameError> {
    let mut frame = vec![0u8; 4];
    serde_json::to_writer(&mut frame, message)?;
    let length = u32::try_from(frame.len() - 4).unwrap_or(u32::MAX);
    if length > MAX_FRAME {
        return Err(FrameError::TooLong(length));
    }
    frame[..4].copy_from_slice(&length.to_le_bytes());
    Ok(frame)
}

fn checked_length(header: [u8; 4]) -> Result<usize, FrameError> {
    let length = u32::from_le_bytes(header);
    if length > MAX_FRAME { Err(FrameError::TooLong(length)) } else { Ok(length as usize) }
}

/// Writes one frame and flushes.
///
/// # Errors
/// See [`encode`]; [`FrameError::Io`] when the pipe is closed.
pub fn write_frame<T: Serialize>(out: &mut impl io::Write, message: &T) -> Result<(), FrameError> {
    out.write_all(&encode(message)?)?;
    out.flush()?;
    Ok(())
}

/// Reads one frame.
///
/// # Errors
/// Every variant of [`FrameError`].
pub fn read_frame<T: DeserializeOwned>(input: &mut impl io::Read) -> Result<T, FrameError> {
    let mut header = [0u8; 4];
    fill(input, &mut header, true)?;
    let mut body = vec![0u8; checked_length(header)?];
    fill(input, &mut body, false)?;
    Ok(serde_json::from_slice(&body)?)
}

fn fill(input: &mut impl io::Read, buffer: &mut [u8], may_be_closed: bool) -> Result<(), FrameError> {
    let mut got = 0;
    while got < buffer.len() {
        match input.read(&mut buffer[got..]) {
            Ok(0) if got == 0 && may_be_closed => return Err(FrameError::Closed),
            Ok(0) => return Err(FrameError::Truncated { got, expected: buffer.len() }),
            Ok(n) => got += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// [`write_frame`], asynchronously.
///
/// # Errors
/// As [`write_frame`].
pub async fn write_frame_async<T: Serialize>(
    out: &mut (impl AsyncWrite + Unpin),
    message: &T,
) -> Result<(), FrameError> {
    out.write_all(&encode(message)?).await?;
    out.flush().await?;
    Ok(())
}

/// [`read_frame`], asynchronously. Not cancel-safe: give it a task of its own.
///
/// # Errors
/// As [`read_frame`].
pub async fn read_frame_async<T: DeserializeOwned>(input: &mut (impl AsyncRead + Unpin)) -> Result<T, FrameError> {
    let mut header = [0u8; 4];
    fill_async(input, &mut header, true).await?;
    let mut body = vec![0u8; checked_length(header)?];
    fill_async(input, &mut body, false).await?;
    Ok(serde_json::from_slice(&body)?)
}

async fn fill_async(
    input: &mut (impl AsyncRead + Unpin),
    buffer: &mut [u8],
    may_be_closed: bool,
) -> Result<(), FrameError> {
    let mut got = 0;
    while got < buffer.len() {
        match input.read(&mut buffer[got..]).await? {
            0 if got == 0 && may_be_closed => return Err(FrameError::Closed),
            0 => return Err(FrameError::Truncated { got, expected: buffer.len() }),
            n => got += n,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(id: u64, text: &str) -> Event {
        Event::Text { id, text: text.to_owned(), tokens: 1 }
    }

    #[test]
    fn frames_follow_each_other_and_the_end_is_seen() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, &text(1, "便箋")).unwrap();
        write_frame(&mut pipe, &text(2, "")).unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(read_frame::<Event>(&mut input).unwrap(), text(1, "便箋"));
        assert_eq!(read_frame::<Event>(&mut input).unwrap(), text(2, ""));
        assert!(matches!(read_frame::<Event>(&mut input), Err(FrameError::Closed)));
    }

    #[test]
    fn a_cut_frame_a_huge_length_and_nonsense_are_told_apart() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, &text(1, "公文")).unwrap();
        for cut in 1..pipe.len() {
            assert!(
                matches!(read_frame::<Event>(&mut &pipe[..cut]), Err(FrameError::Truncated { .. })),
                "cut at {cut}"
            );
        }
        let huge = [0xff, 0xff, 0xff, 0x7f, b'{'];
        assert!(matches!(read_frame::<Event>(&mut &huge[..]), Err(FrameError::TooLong(_))));
        let nonsense = [2, 0, 0, 0, b'h', b'i'];
        assert!(matches!(read_frame::<Event>(&mut &nonsense[..]), Err(FrameError::Json(_))));
    }

    #[test]
    fn a_message_beyond_the_limit_is_refused_by_the_writer() {
        let long = text(1, &"x".repeat(MAX_FRAME as usize));
        assert!(matches!(encode(&long), Err(FrameError::TooLong(_))));
    }

    #[tokio::test]
    async fn both_ways_of_reading_and_writing_agree() {
        let mut pipe = Vec::new();
        write_frame_async(&mut pipe, &text(7, "鰂魚涌")).await.unwrap();
        assert_eq!(pipe, encode(&text(7, "鰂魚涌")).unwrap());
        assert_eq!(read_frame_async::<Event>(&mut pipe.as_slice()).await.unwrap(), text(7, "鰂魚涌"));
        assert!(matches!(read_frame_async::<Event>(&mut &pipe[..5]).await, Err(FrameError::Truncated { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(read_frame::<Event>(&mut bytes.as_slice()).is_err());
        }
    }
}
