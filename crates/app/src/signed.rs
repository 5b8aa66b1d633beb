//! Signed bundles: what an administrator got is what the publisher made, or it is refused with the reason.
//!
//! There is one shape. A folder holds the files, `SHA256SUMS` (as `sha256sum` writes it) and `SHA256SUMS.minisig`, a
//! [minisign](https://jedisct1.github.io/minisign/) signature of that list; a single file may have its own `FILE.minisig` instead.
//! A release, a model bundle and a template pack are all such folders, so that one command and one way of thinking serve for all.
//!
//! In a folder everything counts: what the list names must be there and unaltered, and what it does not name must not be there.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use minisign_verify::{PublicKey, Signature};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// The list of a bundle's files.
pub const LIST: &str = "SHA256SUMS";
const SIGNATURE: &str = "minisig";

/// No honest list, signature or key is larger.
const MAX_TEXT: u64 = 1 << 20;

/// The publisher's public key.
pub struct Key(PublicKey);

impl Key {
    /// Reads a key: a file as minisign writes it, or the line of 56 characters itself.
    ///
    /// # Errors
    /// [`Refused::Key`].
    pub fn read(text_or_file: &str) -> Result<Self, Refused> {
        if let Ok(key) = PublicKey::from_base64(text_or_file.trim()) {
            return Ok(Self(key));
        }
        let path = Path::new(text_or_file);
        let unfit = |why: String| Refused::Key { key: text_or_file.to_owned(), why };
        let text = small_text(path).map_err(|error| unfit(error.to_string()))?;
        let key = PublicKey::decode(text.trim()).or_else(|_| PublicKey::from_base64(text.trim()));
        key.map(Self).map_err(|error| unfit(error.to_string()))
    }
}

/// Why a bundle is refused.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The public key cannot be read.
    #[error("{key}: {why}")]
    Key {
        /// What was given as the key.
        key: String,
        /// Why it is none.
        why: String,
    },
    /// There is no signature.
    #[error("no signature: {0}")]
    Unsigned(String),
    /// The signature is not this key's, or not of these bytes.
    #[error("{path}: {why}")]
    Forged {
        /// What was signed.
        path: String,
        /// Why the signature does not hold.
        why: String,
    },
    /// A file is not the one that was signed.
    #[error("altered or cut: {0}")]
    Altered(String),
    /// Files that the list names are not there.
    #[error("missing: {}", .0.join(", "))]
    Missing(Vec<String>),
    /// Files are there that the list does not name.
    #[error("not in the list: {}", .0.join(", "))]
    Unlisted(Vec<String>),
    /// The list is not one, or names a place outside the folder.
    #[error("{0}")]
    List(String),
    /// Something cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// What.
        path: String,
        /// The system's words.
        error: io::Error,
    },
}

impl Refused {
    /// The stable code; `messages.toml` has an entry for each.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refused::Key { .. } => "bundle_key",
            Refused::Unsigned(_) => "bundle_unsigned",
            Refused::Forged { .. } => "bundle_forged",
            Refused::Altered(_) | Refused::List(_) => "bundle_altered",
            Refused::Missing(_) => "bundle_missing",
            Refused::Unlisted(_) => "bundle_unlisted",
            Refused::Unreadable { .. } => "bundle_unreadable",
        }
    }
}

/// What was found to be as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What the publisher said of it under the signature: `timestamp:… file:…` unless told otherwise.
    pub comment: String,
    /// The files, as paths from the folder, in order.
    pub files: Vec<String>,
}

/// Verifies a folder with its list, a list, or one file with a signature of its own or in the list beside it.
///
/// # Errors
/// [`Refused`], always with the reason.
pub fn verify(path: &Path, key: &Key) -> Result<Verified, Refused> {
    if path.is_dir() {
        return folder(path, key);
    }
    if path.file_name().is_some_and(|name| name == LIST) {
        return folder(path.parent().unwrap_or(Path::new(".")), key);
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if signature_of(path).is_file() {
        let comment = signed(path, key)?;
        return Ok(Verified { comment, files: vec![name] });
    }
    let beside = path.with_file_name(LIST);
    if !beside.is_file() {
        // A file that is not there is no unsigned one.
        File::open(path).map_err(|error| unreadable(path, error))?;
        return Err(Refused::Unsigned(signature_of(path).display().to_string()));
    }
    let comment = signed(&beside, key)?;
    let rows = read_list(&beside)?;
    let Some(row) = rows.iter().find(|row| row.path == name) else { return Err(Refused::Unlisted(vec![name])) };
    unaltered(path, row)?;
    Ok(Verified { comment, files: vec![name] })
}

fn folder(root: &Path, key: &Key) -> Result<Verified, Refused> {
    let list = root.join(LIST);
    if !list.is_file() {
        return Err(Refused::Unsigned(list.display().to_string()));
    }
    // The signature first: not a byte of an unsigned list is trusted.
    let comment = signed(&list, key)?;
    let rows = read_list(&list)?;
    let listed: BTreeSet<&str> = rows.iter().map(|row| row.path.as_str()).collect();
    let there = files_below(root)?;
    let missing: Vec<String> =
        listed.iter().filter(|path| !there.contains(**path)).map(|path| (*path).to_owned()).collect();
    if !missing.is_empty() {
        return Err(Refused::Missing(missing));
    }
    let unlisted: Vec<String> = there.iter().filter(|path| !listed.contains(path.as_str())).cloned().collect();
    if !unlisted.is_empty() {
        return Err(Refused::Unlisted(unlisted));
    }
    for row in &rows {
        unaltered(&root.join(&row.path), row)?;
    }
    Ok(Verified { comment, files: rows.into_iter().map(|row| row.path).collect() })
}

struct Row {
    sha256: String,
    path: String,
}

fn read_list(list: &Path) -> Result<Vec<Row>, Refused> {
    let text = small_text(list).map_err(|error| unreadable(list, error))?;
    let odd = |line: &str| Refused::List(format!("{}: {line}", list.display()));
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        // Two blanks, or a blank and the star of binary mode, as sha256sum has it.
        let (sha256, path) = line.split_at_checked(64).ok_or_else(|| odd(line))?;
        let path = path.strip_prefix("  ").or_else(|| path.strip_prefix(" *")).ok_or_else(|| odd(line))?;
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if path.is_empty() || !inside || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(odd(line));
        }
        rows.push(Row { sha256: sha256.to_ascii_lowercase(), path: path.to_owned() });
    }
    if rows.is_empty() {
        return Err(Refused::List(format!("{} names no file", list.display())));
    }
    Ok(rows)
}

/// Every file of the folder but the list and its signature. Whatever is neither file nor folder (a link) counts as a file: no list can
/// vouch for where a link leads tomorrow.
fn files_below(root: &Path) -> Result<BTreeSet<String>, Refused> {
    let mut found = BTreeSet::new();
    for entry in WalkDir::new(root).follow_links(false) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(root).to_path_buf();
            unreadable(&path, error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of folders")))
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let name = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if entry.file_type().is_symlink() {
            return Err(Refused::Unlisted(vec![name]));
        }
        if name != LIST && name != format!("{LIST}.{SIGNATURE}") {
            found.insert(name);
        }
    }
    Ok(found)
}

fn unaltered(path: &Path, row: &Row) -> Result<(), Refused> {
    let mut input = File::open(path).map_err(|error| unreadable(path, error))?;
    let mut hash = Sha256::new();
    each_piece(&mut input, |piece| hash.update(piece)).map_err(|error| unreadable(path, error))?;
    let found: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if found == row.sha256 { Ok(()) } else { Err(Refused::Altered(row.path.clone())) }
}

/// Verifies a file against the signature beside it, and gives the trusted comment.
fn signed(path: &Path, key: &Key) -> Result<String, Refused> {
    let beside = signature_of(path);
    if !beside.is_file() {
        return Err(Refused::Unsigned(beside.display().to_string()));
    }
    let forged =
        |error: minisign_verify::Error| Refused::Forged { path: path.display().to_string(), why: error.to_string() };
    let text = small_text(&beside).map_err(|error| unreadable(&beside, error))?;
    let signature = Signature::decode(&text).map_err(forged)?;
    // Only signatures of a hash can be verified in pieces; minisign has made no others since 2020 (version 0.9).
    let mut verifier = key.0.verify_stream(&signature).map_err(forged)?;
    let mut input = BufReader::new(File::open(path).map_err(|error| unreadable(path, error))?);
    each_piece(&mut input, |piece| verifier.update(piece)).map_err(|error| unreadable(path, error))?;
    verifier.finalize().map_err(forged)?;
    Ok(signature.trusted_comment().to_owned())
}

fn each_piece(input: &mut impl Read, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => take(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn signature_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(SIGNATURE);
    PathBuf::from(name)
}

fn small_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MAX_TEXT).read_to_string(&mut text)?;
    Ok(text)
}

fn unreadable(path: &Path, error: io::Error) -> Refused {
    Refused::Unreadable { path: path.display().to_string(), error }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use minisign::KeyPair;
    use tempfile::TempDir;

    use super::*;

    /// A folder of two files, its list signed with a new key.
    fn bundle() -> (TempDir, KeyPair, Key) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("man")).unwrap();
        fs::write(folder.path().join("gungman.deb"), "the program").unwrap();
        fs::write(folder.path().join("man/gungman.1"), "its manual").unwrap();
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        list(folder.path(), &pair);
        let key = Key::read(&pair.pk.to_base64()).unwrap();
        (folder, pair, key)
    }

    fn list(folder: &Path, pair: &KeyPair) {
        let row = |path: &str| {
            let hash = Sha256::digest(fs::read(folder.join(path)).unwrap());
            format!("{}  {path}\n", hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        };
        fs::write(folder.join(LIST), row("gungman.deb") + &row("man/gungman.1")).unwrap();
        sign(&folder.join(LIST), pair);
    }

    fn sign(path: &Path, pair: &KeyPair) {
        let text = fs::read(path).unwrap();
        let signature = minisign::sign(None, &pair.sk, text.as_slice(), Some("Gungman 0.1.0"), None).unwrap();
        fs::write(signature_of(path), signature.to_string()).unwrap();
    }

    fn code(path: &Path, key: &Key) -> &'static str {
        verify(path, key).map_or_else(|refused| refused.code(), |_| "holds")
    }

    #[test]
    fn what_was_signed_holds_as_a_folder_a_list_and_a_file_of_it() {
        let (folder, pair, key) = bundle();
        let root = folder.path();
        let whole = verify(root, &key).unwrap();
        assert_eq!(whole.files, ["gungman.deb", "man/gungman.1"]);
        assert_eq!(whole.comment, "Gungman 0.1.0");
        assert_eq!(verify(&root.join(LIST), &key).unwrap(), whole);
        assert_eq!(verify(&root.join("gungman.deb"), &key).unwrap().files, ["gungman.deb"]);

        let alone = tempfile::tempdir().unwrap();
        let file = alone.path().join("pack.zip");
        fs::write(&file, vec![7; 200_000]).unwrap();
        assert_eq!(code(&file, &key), "bundle_unsigned");
        sign(&file, &pair);
        assert_eq!(code(&file, &key), "holds");
        // A key may be the file that minisign writes.
        let public = alone.path().join("publisher.pub");
        fs::write(&public, pair.pk.to_box().unwrap().to_string()).unwrap();
        assert_eq!(code(&file, &Key::read(&public.display().to_string()).unwrap()), "holds");
    }

    #[test]
    fn whatever_differs_is_refused_with_its_reason() {
        let (folder, pair, key) = bundle();
        let root = folder.path();
        let file = root.join("gungman.deb");
        let again = || {
            fs::write(&file, "the program").unwrap();
            list(root, &pair);
        };

        fs::write(&file, "the progrbm").unwrap();
        assert_eq!(code(root, &key), "bundle_altered");
        assert_eq!(code(&file, &key), "bundle_altered");
        fs::write(&file, "the prog").unwrap();
        assert_eq!(code(root, &key), "bundle_altered");
        fs::remove_file(&file).unwrap();
        assert_eq!(code(root, &key), "bundle_missing");
        assert_eq!(code(&file, &key), "bundle_unreadable");

        again();
        fs::write(root.join("man/more.so"), "smuggled").unwrap();
        assert_eq!(code(root, &key), "bundle_unlisted");
        fs::remove_file(root.join("man/more.so")).unwrap();

        // Every byte of the list and of its signature's three lines that carry something.
        for path in [root.join(LIST), signature_of(&root.join(LIST))] {
            let whole = fs::read(&path).unwrap();
            let free = whole.iter().position(|byte| *byte == b'\n').unwrap();
            for at in (0..whole.len()).filter(|at| !path.ends_with("SHA256SUMS.minisig") || *at > free) {
                let mut cut = whole.clone();
                cut[at] ^= 1;
                fs::write(&path, &cut).unwrap();
                assert_ne!(code(root, &key), "holds", "{} byte {at}", path.display());
            }
            fs::write(&path, &whole[..whole.len() / 2]).unwrap();
            assert_ne!(code(root, &key), "holds");
            fs::write(&path, &whole).unwrap();
        }
        assert_eq!(code(root, &key), "holds");

        let other = KeyPair::generate_unencrypted_keypair().unwrap();
        assert_eq!(code(root, &Key::read(&other.pk.to_base64()).unwrap()), "bundle_forged");
        fs::remove_file(signature_of(&root.join(LIST))).unwrap();
        assert_eq!(code(root, &key), "bundle_unsigned");
        assert!(matches!(Key::read("no key"), Err(Refused::Key { .. })));
    }

    #[test]
    fn a_list_names_no_place_outside_its_folder() {
        let (folder, pair, key) = bundle();
        let zeros = "0".repeat(64);
        for path in ["../secret", "/etc/passwd", "a/../../b", ""] {
            fs::write(folder.path().join(LIST), format!("{zeros}  {path}\n")).unwrap();
            sign(&folder.path().join(LIST), &pair);
            assert!(matches!(verify(folder.path(), &key), Err(Refused::List(_))), "{path}");
        }
        #[cfg(unix)]
        {
            list(folder.path(), &pair);
            std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link")).unwrap();
            assert!(matches!(verify(folder.path(), &key), Err(Refused::Unlisted(_))));
        }
    }
}
