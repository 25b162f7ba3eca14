//! Running the binary and the accountants' tools.
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use testbed::Bed;

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
    ran(Command::new(BINARY)
        .args(arguments)
        .env_remove("RECOURSE_DATA")
        .env_remove("RECOURSE_DATABASE")
        .output()
        .expect("the binary runs"))
}

/// A data directory of a test, with a database of its own where the tests run on PostgreSQL.
pub struct Data(Bed);

/// The databases of the data directories that have one.
static DATABASES: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());

impl Data {
    /// An empty one.
    pub fn make() -> Self {
        Self::of(waiting(Bed::make()))
    }

    /// An empty one with a PostgreSQL database, on whatever the tests run; nothing where there is no server.
    pub fn on_postgres() -> Option<Self> {
        waiting(Bed::on_server()).map(Self::of)
    }

    /// An empty one beside a database that is made already.
    pub fn beside(url: String) -> Self {
        let data = Self::make();
        DATABASES.lock().expect("unbroken").insert(data.path().to_owned(), url);
        data
    }

    /// A copy of it. Nobody may use it meanwhile.
    pub fn copy(&self) -> Self {
        Self::of(waiting(self.0.copy()))
    }

    fn of(bed: Bed) -> Self {
        if let Some(url) = bed.url() {
            DATABASES.lock().expect("unbroken").insert(bed.folder().to_owned(), url);
        }
        Self(bed)
    }

    pub fn path(&self) -> &Path {
        self.0.folder()
    }

    /// Changes the database by hand, as somebody with the disk could.
    pub fn damage(&self, sqlite: &str, postgres: &str) {
        waiting(self.0.damage(sqlite, postgres));
    }

    /// The bytes that a query finds past the program.
    pub fn bytes(&self, query: &str) -> Vec<u8> {
        waiting(self.0.bytes(query))
    }
}

/// Waits for a future from a test with or without a runtime of its own.
fn waiting<T: Send>(future: impl Future<Output = T> + Send) -> T {
    let wait = || tokio::runtime::Runtime::new().expect("a runtime").block_on(future);
    std::thread::scope(|scope| scope.spawn(wait).join().expect("it ends well"))
}

/// The arguments that name a data directory, and its database where it has another than in the directory.
pub fn place(data: &Path) -> Vec<String> {
    let mut arguments = vec!["--data".to_owned(), data.to_string_lossy().into_owned()];
    if let Some(url) = DATABASES.lock().expect("unbroken").get(data) {
        arguments.extend(["--database".to_owned(), url.clone()]);
    }
    arguments
}

/// Runs the binary over a data directory.
pub fn over(data: &Path, arguments: &[&str]) -> Ran {
    let place = place(data);
    recourse(arguments.iter().copied().chain(place.iter().map(String::as_str)))
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
pub fn imported() -> Data {
    let data = Data::make();
    over(data.path(), &["import", "olist", &small(), "--json"]).ok();
    data
}

/// Copies a directory.
pub fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().expect("a folder");
    testbed::copy_into(from, to.path());
    to
}

/// All decimal amounts of an account in the balances, in minor units.
pub fn balance(balances: &Value, account: &str) -> i64 {
    let rows = balances["balances"].as_array().expect("rows");
    rows.iter()
        .filter(|row| row["account"] == account)
        .map(|row| row["minor"].as_i64().expect("a number"))
        .sum()
}
