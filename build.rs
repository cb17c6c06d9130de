//! Puts the commit into an optimised build where it is known: git knows it in a checkout, and cargo leaves it in a published crate. Builds
//! for development do without, so that a commit alone compiles nothing again. Static binaries are linked to be small. Packs the texts that
//! `src/stored.rs` unpacks.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    store(Path::new(&std::env::var("OUT_DIR").unwrap_or_default()))?;
    // Addresses that the loader of a static binary fills in, a fortieth of their usual size; older linkers say that they do not know how.
    if std::env::var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("musl") {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        // Of functions that came out the same the linker of Rust keeps one; where a toolchain has none, that of the system links.
        if let Some(folder) = own_linker() {
            println!("cargo:rustc-link-arg-bins=-B{folder}");
            println!("cargo:rustc-link-arg-bins=-fuse-ld=lld");
            println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
        }
    }
    if std::env::var("OPT_LEVEL").as_deref() == Ok("0") {
        return Ok(());
    }
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    if let Some(commit) = from_git(&root).or_else(|| from_crate(&root)) {
        println!("cargo:rustc-env=SEMXFORM_COMMIT={commit}");
    }
    Ok(())
}

/// Schemas of files that semxform reads and writes itself; those of Semaphore's versions are made when they are printed.
const SCHEMAS: [&str; 4] = ["receipt", "report", "rules", "semxform"];

/// Texts beside the code that uses them.
const ALONE: [&str; 2] = ["src/report/emit/page.html", "src/semaphore/cron/zones.txt"];

/// Writes the packed texts and the table that `src/stored.rs` includes. Packs of rules and steps of migrations are unpacked apart: a run
/// needs the one or the other.
fn store(out: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed=rules");
    let schemas = SCHEMAS.iter().map(|name| PathBuf::from(format!("schemas/{name}.schema.json"))).collect();
    let packs = files(Path::new("rules"))?;
    let mut steps = files(Path::new("rules/migrate"))?;
    steps.extend(files(Path::new("rules/migrate/up"))?);
    steps.extend(files(Path::new("rules/migrate/down"))?);
    let alone = ALONE.iter().map(|file| vec![PathBuf::from(file)]);
    let folders: Vec<Vec<PathBuf>> = [packs, steps, schemas].into_iter().chain(alone).collect();

    let mut table = format!("static FOLDERS: [Folder; {}] = [\n", folders.len());
    for (at, folder) in folders.iter().enumerate() {
        let mut all = Vec::new();
        let mut names = String::new();
        for file in folder {
            println!("cargo:rerun-if-changed={}", file.display());
            let text = fs::read_to_string(file)?;
            let name = file.display().to_string().replace('\\', "/");
            let _ = write!(names, "({name:?}, {}), ", text.len());
            all.extend(text.into_bytes());
        }
        fs::write(out.join(format!("stored.{at}")), miniz_oxide::deflate::compress_to_vec(&all, 10))?;
        let _ = writeln!(table, "    Folder::new(&[{names}], include_bytes!(concat!(env!(\"OUT_DIR\"), \"/stored.{at}\"))),");
    }
    fs::write(out.join("stored.rs"), table + "];\n")
}

/// The YAML files of a folder, by name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut files: Vec<PathBuf> =
        entries.into_iter().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    files.sort();
    Ok(files)
}

/// The folder of the linker that comes with Rust.
fn own_linker() -> Option<String> {
    let output = Command::new(std::env::var("RUSTC").ok()?).args(["--print", "sysroot"]).output().ok()?;
    let sysroot = String::from_utf8(output.stdout).ok()?;
    let folder = Path::new(sysroot.trim()).join("lib/rustlib").join(std::env::var("HOST").ok()?).join("bin/gcc-ld");
    folder.join("ld.lld").exists().then(|| folder.display().to_string())
}

/// Commit and date of the checkout; none where the sources lie in the repository of another project.
fn from_git(root: &str) -> Option<String> {
    let git = |args: &[&str]| {
        let output = Command::new("git").arg("-C").arg(root).args(args).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    let top = Path::new(&git(&["rev-parse", "--show-toplevel"])?).canonicalize().ok()?;
    if top != Path::new(root).canonicalize().ok()? {
        return None;
    }
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo:rerun-if-changed={}", Path::new(root).join(log).display());
    }
    git(&["log", "-1", "--format=%h %cs"])
}

/// The commit that `cargo package` wrote beside the sources.
fn from_crate(root: &str) -> Option<String> {
    let text = std::fs::read_to_string(Path::new(root).join(".cargo_vcs_info.json")).ok()?;
    let hash = text.split("\"sha1\"").nth(1)?.split('"').nth(1)?;
    hash.get(..7).filter(|short| short.bytes().all(|b| b.is_ascii_hexdigit())).map(str::to_owned)
}
