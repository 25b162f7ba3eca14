//! The server as a process.
use crate::tools::{BINARY, place};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server; killed if the test fails before it stops it.
pub struct Server {
    process: Child,
    /// What it printed until it listened.
    pub said: String,
    /// `http://…`.
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.process.kill();
        let _status = self.process.wait();
    }
}

impl Server {
    /// Starts it on a free port and waits until it says where it listens.
    pub fn start(data: &Path) -> Self {
        let place = place(data);
        let serve = ["serve", "--sandbox", "--listen", "127.0.0.1:0"].into_iter();
        Self::run(&serve.chain(place.iter().map(String::as_str)).collect::<Vec<_>>())
    }

    /// The same without a sandbox, with further arguments.
    pub fn live(data: &Path, more: &[&str]) -> Self {
        let place = place(data);
        let serve = ["serve", "--listen", "127.0.0.1:0"].into_iter().chain(more.iter().copied());
        Self::run(&serve.chain(place.iter().map(String::as_str)).collect::<Vec<_>>())
    }

    /// Starts it with these arguments and waits likewise.
    pub fn run(arguments: &[&str]) -> Self {
        let mut command = Command::new(BINARY);
        command.args(arguments).stderr(Stdio::null());
        Self::of(&mut command)
    }

    /// Starts what was made ready, or a command that ends up being it, and waits likewise.
    pub fn of(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the binary runs");
        let mut out = BufReader::new(process.stdout.take().expect("piped"));
        let mut said = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(out.read_line(&mut line).expect("readable") > 0, "it ended before it listened: {said}");
            said.push_str(&line);
            if let Some(rest) = line.strip_prefix("Recourse listens on ") {
                break rest.split_whitespace().next().expect("an address").to_owned();
            }
        };
        Self { process, said, address }
    }

    /// What the system calls it.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The sandbox's key, where it was shown.
    pub fn key(&self) -> Option<String> {
        let word = self.said.split_whitespace().find(|word| word.starts_with("rk_test_"));
        word.map(str::to_owned)
    }

    /// Tells it to stop, and holds that it ends well.
    pub fn stop(self) {
        self.tell();
        self.ends();
    }

    /// Tells it to stop.
    pub fn tell(&self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
    }

    /// Holds that it ends well.
    pub fn ends(mut self) {
        assert!(self.process.wait().expect("it ends").success());
    }
}
