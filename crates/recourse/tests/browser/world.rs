//! The server under test, over data of its own.
use crate::browser::Browser;
use crate::driver::Driver;
use crate::look::Look;
use reqwest::Url;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A server with a driver for its visitors.
pub struct World {
    server: Child,
    driver: Driver,
    /// Where it answers: `http://127.0.0.1:…`.
    pub address: String,
    data: TempDir,
}

impl World {
    /// A sandbox without anything in it.
    pub fn empty() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let (server, address) = start(&["serve", "--sandbox"], &data);
        Self { server, driver: Driver::start(), address, data }
    }

    /// A visitor with a browser of their own.
    pub async fn visit(&self, look: Look) -> Browser {
        Browser::start(&self.driver, &self.address, look).await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.server.kill();
        let _status = self.server.wait();
    }
}

/// Runs the binary until it says where it listens.
fn start(arguments: &[&str], data: &TempDir) -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_recourse"))
        .args(arguments)
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut out = BufReader::new(server.stdout.take().expect("piped"));
    let mut said = String::new();
    let address = loop {
        let mut line = String::new();
        assert!(out.read_line(&mut line).expect("readable") > 0, "it ended before it listened: {said}");
        said.push_str(&line);
        // The first address that is shown as the server's own, without a path.
        let own = |word: &&str| Url::parse(word).is_ok_and(|url| url.port().is_some() && url.path() == "/");
        if let Some(address) = line.split_whitespace().find(own) {
            break address.trim_end_matches('/').to_owned();
        }
    };
    std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
    (server, address)
}
