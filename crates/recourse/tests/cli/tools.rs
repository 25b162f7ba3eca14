//! Running the binary and the accountants' tools.
use serde_json::Value;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The binary.
pub const BINARY: &str = env!("CARGO_BIN_EXE_recourse");

/// What one run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Holds that all was well.
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "it ended with {}\n{}\n{}", self.code, self.out, self.err);
        self
    }

    /// What it printed as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("it ended by itself"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Runs the binary.
pub fn recourse<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    ran(Command::new(BINARY).args(arguments).env_remove("RECOURSE_DATA").output().expect("the binary runs"))
}

/// Runs the binary over a data directory.
pub fn over(data: &Path, arguments: &[&str]) -> Ran {
    let data = data.to_string_lossy().into_owned();
    recourse(arguments.iter().copied().chain(["--data", &data]))
}

#[expect(clippy::disallowed_methods, reason = "whether this is CI is the environment's to say")]
pub fn on_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

/// Gives a text to a tool from Debian; nothing where it is missing, which fails on CI.
pub fn tool(name: &str, arguments: &[&str], input: &str) -> Option<Ran> {
    let started = Command::new(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            assert!(!on_ci(), "{name} is missing ({error}); ./dev setup installs it");
            eprintln!("passed over: {name} is missing; ./dev setup installs it");
            return None;
        }
    };
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    // A tool that refuses early closes its input; its own words are what counts.
    let _closed = writer.join().expect("the writer ends");
    Some(ran(output))
}

/// The shared data: at `RECOURSE_SHARED`, else at `../shared` beside the workspace; where they are missing the test is
/// passed over, which fails on CI.
#[expect(clippy::disallowed_methods, reason = "where the shared data lie is the environment's to say")]
pub fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("RECOURSE_SHARED").map_or_else(beside, PathBuf::from);
    let data = root.join("data");
    if data.is_dir() {
        return Some(data);
    }
    assert!(!on_ci(), "the shared data are missing at {}; set RECOURSE_SHARED", root.display());
    eprintln!("passed over: no shared data at {}; set RECOURSE_SHARED to run this test", root.display());
    None
}

/// The small marketplace that lies beside the tests.
pub fn small() -> String {
    format!("{}/tests/cli/olist", env!("CARGO_MANIFEST_DIR"))
}

/// Imports the small marketplace into a new folder.
pub fn imported() -> tempfile::TempDir {
    let data = tempfile::tempdir().expect("a folder");
    over(data.path(), &["import", "olist", &small(), "--json"]).ok();
    data
}

/// Copies a data directory.
pub fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().expect("a folder");
    copy_into(from, to.path());
    to
}

fn copy_into(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("readable") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_into(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("copied");
        }
    }
}

/// All decimal amounts of an account in the balances, in minor units.
pub fn balance(balances: &Value, account: &str) -> i64 {
    let rows = balances["balances"].as_array().expect("rows");
    rows.iter()
        .filter(|row| row["account"] == account)
        .map(|row| row["minor"].as_i64().expect("a number"))
        .sum()
}
