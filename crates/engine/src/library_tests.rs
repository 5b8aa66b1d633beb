//! Tests of [`super`], with files of some hundred bytes.

use super::*;
use crate::gguf::tests::small;
use crate::prompt::ChatFormat;

const CHATML: &str = "{{ '<|im_start|>' + message.role }}";

fn sha(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A folder with a file named as the catalogue's one known model, and a library that knows it.
struct Shelf {
    folder: tempfile::TempDir,
    library: ModelLibrary,
    file: PathBuf,
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let content = small("qwen2", CHATML);
        let file = folder.path().join("known.gguf");
        fs::write(&file, &content).unwrap();
        let text = format!(
            "architectures=['qwen2']\n[[model]]\nid='known'\nname='Known'\nlicence='Apache-2.0'\nfile='known.gguf'\n\
             bytes={}\nsha256='{}'\narchitecture='qwen2'\ncontext=2048\nchat='chatml'\nmin_memory_mb=2000\n",
            content.len(),
            sha(&content)
        );
        let library = ModelLibrary::new(folder.path().join("models"), Catalogue::parse(&text).unwrap());
        Self { library: library.with_memory_mb(8000), folder, file }
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, path: &Path) -> Result<InstalledModel, EngineError> {
        self.library.import(path, &mut |_, _| true)
    }

    fn left(&self) -> usize {
        fs::read_dir(self.library.folder.as_path()).map_or(0, Iterator::count)
    }
}

#[test]
fn a_known_model_is_imported_listed_verified_and_removed() {
    let shelf = Shelf::new();
    assert_eq!(shelf.library.list().unwrap(), []);
    let mut steps = Vec::new();
    let model = shelf
        .library
        .import(&shelf.file, &mut |done, all| {
            steps.push((done, all));
            true
        })
        .unwrap();
    assert!(model.known && !model.read_only);
    assert_eq!((model.entry.id.as_str(), model.entry.licence.as_str()), ("known", "Apache-2.0"));
    assert_eq!(steps.first().unwrap().0, 0);
    assert_eq!(steps.last().unwrap().0, model.entry.bytes);
    assert_eq!(shelf.library.list().unwrap(), std::slice::from_ref(&model));
    shelf.library.verify("known", &mut |_, _| true).unwrap();
    let request = model.load_request(4096, None, "听");
    assert_eq!((request.context, request.sha256), (2048, model.entry.sha256.clone()));

    let mut content = fs::read(&model.path).unwrap();
    *content.last_mut().unwrap() ^= 1;
    fs::write(&model.path, content).unwrap();
    assert_eq!(shelf.library.verify("known", &mut |_, _| true).unwrap_err().code, ErrorCode::ModelDamaged);

    shelf.import(&shelf.file).unwrap();
    shelf.library.verify("known", &mut |_, _| true).unwrap();
    shelf.library.remove("known").unwrap();
    assert_eq!(shelf.left(), 0);
    assert_eq!(shelf.library.remove("known").unwrap_err().code, ErrorCode::ModelMissing);
    assert_eq!(shelf.library.installed("../known").unwrap_err().code, ErrorCode::ModelMissing);
}

#[test]
fn damage_is_refused_and_nothing_is_left() {
    let shelf = Shelf::new();
    let whole = fs::read(&shelf.file).unwrap();
    let mut altered = whole.clone();
    *altered.last_mut().unwrap() ^= 1;
    let altered = shelf.write("other.gguf", &altered);
    let cut = shelf.write("cut.gguf", &whole[..whole.len() - 1]);
    let mut longer = whole.clone();
    longer.push(0);
    fs::create_dir(shelf.folder.path().join("x")).unwrap();
    let false_name = shelf.write("x/known.gguf", &longer);
    for file in [altered, cut, false_name, shelf.write("text.gguf", b"no model")] {
        assert_eq!(shelf.import(&file).unwrap_err().code, ErrorCode::ModelDamaged, "{}", file.display());
    }
    assert_eq!(shelf.import(Path::new("missing.gguf")).unwrap_err().code, ErrorCode::ModelMissing);
    assert_eq!(shelf.left(), 0);
}

#[test]
fn an_unknown_model_gets_an_entry_of_its_own_when_it_can_be_run() {
    let shelf = Shelf::new();
    let thinking = shelf.write(
        "mine.gguf",
        &small("qwen2", "<|im_start|> enable_thinking, at some more length than the template of the known one"),
    );
    let model = shelf.import(&thinking).unwrap();
    assert!(!model.known);
    assert_eq!(model.entry.id, format!("small-{}", &model.entry.sha256[..8]));
    assert_eq!((model.entry.name.as_str(), model.entry.chat), ("Small", ChatFormat::ChatmlEmptyThink));
    shelf.library.verify(&model.entry.id, &mut |_, _| true).unwrap();

    let other = shelf.write("bert.gguf", &small("bert-like", CHATML));
    let error = shelf.import(&other).unwrap_err();
    assert_eq!(error.code, ErrorCode::ModelUnsupported);
    assert!(error.detail.contains("bert-like"), "{error}");
    let base = shelf.write(
        "base.gguf",
        &small("qwen2", "[INST] and nothing else that anybody here could know, for all its length, in any way"),
    );
    assert_eq!(shelf.import(&base).unwrap_err().code, ErrorCode::ModelUnsupported);
    assert_eq!(shelf.library.list().unwrap().len(), 1);
}

#[test]
fn a_machine_too_small_is_told_before_anything_is_copied() {
    let shelf = Shelf::new();
    let small_machine = shelf.library.clone().with_memory_mb(1999);
    let error = small_machine.import(&shelf.file, &mut |_, _| panic!("nothing may be copied")).unwrap_err();
    assert_eq!(error.code, ErrorCode::OutOfMemory);
    assert!(error.detail.contains("2000") && error.detail.contains("1999"), "{error}");
}

#[test]
fn cancelling_and_a_full_disk_leave_nothing() {
    let shelf = Shelf::new();
    let error = shelf.library.import(&shelf.file, &mut |done, _| done == 0).unwrap_err();
    assert_eq!((error.code, shelf.left()), (ErrorCode::Cancelled, 0));

    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let outcome = hash_through(&mut &b"weights"[..], &mut Full, 7, &mut |_, _| true);
    let error = outcome.map_err(|error| error.at(Path::new("a"), Path::new("b"))).unwrap_err();
    assert_eq!(error.code, ErrorCode::DiskFull);
}

#[test]
fn what_a_crash_left_is_not_installed_and_goes_at_the_next_import() {
    let shelf = Shelf::new();
    fs::create_dir_all(&shelf.library.folder).unwrap();
    fs::write(shelf.library.folder.join(".import-1.partial"), b"half").unwrap();
    fs::write(shelf.library.path("known"), b"renamed, and then the power went").unwrap();
    assert_eq!(shelf.library.list().unwrap(), []);
    shelf.import(&shelf.file).unwrap();
    assert_eq!(shelf.left(), 2);
    shelf.library.verify("known", &mut |_, _| true).unwrap();
}

#[test]
fn a_whole_file_in_a_folder_of_others_counts_and_a_cut_one_does_not() {
    let shelf = Shelf::new();
    let empty = shelf.folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let folders = [empty.clone(), shelf.folder.path().to_owned()];
    let found = shelf.library.locate(&folders);
    assert_eq!(found.len(), 1);
    assert!(found[0].read_only && found[0].path == shelf.file);
    ModelLibrary::verify_file(&found[0], &mut |_, _| true).unwrap();
    fs::write(empty.join("known.gguf"), b"half").unwrap();
    assert_eq!(shelf.library.locate(&folders)[0].path, shelf.file, "the cut one is passed over");
    assert_eq!(shelf.library.locate(&[empty]), []);
}

#[test]
fn names_become_ids() {
    assert_eq!(as_id("Qwen2.5 7B Instruct (政府版)"), "qwen2.5-7b-instruct");
    assert_eq!(as_id("政府"), "model");
    assert!(is_id(&as_id("..//x")));
}

#[test]
fn a_model_that_a_bundle_makes_known_keeps_the_bundles_entry() {
    let shelf = Shelf::new();
    // Of a family this program does not know by itself.
    let content = small("brandnew", &CHATML.repeat(4));
    let file = shelf.write("new.gguf", &content);
    assert_eq!(shelf.import(&file).unwrap_err().code, ErrorCode::ModelUnsupported);
    let known = shelf.library.catalogue().models[0].clone();
    let entry = CatalogueEntry {
        id: "new".into(),
        name: "Approved for this office".into(),
        file: "new.gguf".into(),
        bytes: content.len() as u64,
        sha256: sha(&content),
        architecture: "brandnew".into(),
        ..known.clone()
    };
    let library = shelf.library.clone().knowing(entry.clone()).unwrap();
    assert_eq!(library.import(&file, &mut |_, _| true).unwrap().entry, entry);
    // What is known stays what it is: another file cannot take its id.
    assert_eq!(shelf.library.clone().knowing(known.clone()).unwrap().catalogue(), shelf.library.catalogue());
    let other = CatalogueEntry { sha256: entry.sha256, ..known };
    assert_eq!(shelf.library.clone().knowing(other).unwrap_err().code, ErrorCode::CatalogueInvalid);
}
