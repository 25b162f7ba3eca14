//! The server under test, over data of its own.
use crate::browser::Browser;
use crate::driver::Driver;
use crate::look::Look;
use reqwest::Url;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_recourse");
const DEMO: [&str; 5] = ["demo", "--seed", "1", "--orders", "300"];

/// The order of the demo's buyer whose goods came broken, by its reference.
pub const CAME_BROKEN: &str = "N-10002";

/// A server with a driver for its visitors.
pub struct World {
    server: Server,
    driver: Driver,
    /// Where it answers: `http://127.0.0.1:…`.
    pub address: String,
    /// Removed at the end.
    _data: TempDir,
}

/// A running server; killed if the test ends before it was stopped.
struct Server {
    process: Child,
    /// What it printed until it listened.
    said: String,
}

impl World {
    /// A sandbox without anything in it.
    pub fn empty() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        Self::over(data, &["serve", "--sandbox"])
    }

    /// The demo, as it is when it begins.
    pub fn demo() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        copy(&template(), data.path());
        Self::over(data, &DEMO)
    }

    fn over(data: TempDir, arguments: &[&str]) -> Self {
        let (server, address) = Server::start(arguments, data.path());
        Self { server, driver: Driver::start(), address, _data: data }
    }

    /// The marketplace's key for its API.
    pub fn key(&self) -> &str {
        let word = self.server.said.split_whitespace().find(|word| word.starts_with("rk_"));
        word.expect("a key is shown")
    }

    /// A visitor with a browser of their own.
    pub async fn visit(&self, look: Look) -> Browser {
        Browser::start(&self.driver, &self.address, look).await
    }
}

impl Server {
    /// Starts it on a free port and waits until it says where it listens.
    fn start(arguments: &[&str], data: &Path) -> (Self, String) {
        let mut process = Command::new(BINARY)
            .args(arguments)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let mut out = BufReader::new(process.stdout.take().expect("piped"));
        let mut server = Self { process, said: String::new() };
        // The first address that is shown as the server's own, without a path.
        let own = |word: &&str| Url::parse(word).is_ok_and(|url| url.port().is_some() && url.path() == "/");
        let address = loop {
            let mut line = String::new();
            let read = out.read_line(&mut line).expect("readable");
            assert!(read > 0, "it ended before it listened: {}", server.said);
            server.said.push_str(&line);
            if let Some(address) = line.split_whitespace().find(own) {
                break address.trim_end_matches('/').to_owned();
            }
        };
        // Nobody may wait for us to read what else it says.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        (server, address)
    }

    /// Tells it to stop, and waits until everything is written.
    fn stop(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
        assert!(self.process.wait().expect("it ends").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.process.kill();
        let _status = self.process.wait();
    }
}

/// The demo's data, made by whoever needs it first and again when the binary is another. Tests of one run are processes
/// of their own, so that a lock on a file keeps them apart.
fn template() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
    fs::create_dir_all(&folder).expect("writable");
    let lock = File::create(folder.join("lock")).expect("writable");
    lock.lock().expect("a lock");
    let (data, stamp) = (folder.join("data"), folder.join("made-by"));
    let binary = fs::metadata(BINARY).expect("it was built");
    let made_by = format!("{} {:?} {DEMO:?}", binary.len(), binary.modified().expect("known"));
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&made_by) {
        // Neither need be there.
        let (_stamp, _data) = (fs::remove_file(&stamp), fs::remove_dir_all(&data));
        let (server, _) = Server::start(&DEMO, &data);
        server.stop();
        fs::write(&stamp, made_by).expect("writable");
    }
    data
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("readable") {
        let entry = entry.expect("readable");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("known").is_dir() {
            fs::create_dir(&to).expect("writable");
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).expect("writable");
        }
    }
}
