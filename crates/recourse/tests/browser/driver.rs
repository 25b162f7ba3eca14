//! `chromedriver` as a process: one for each test, with all browsers that it starts.
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// The shell that holds `chromedriver` and ends the whole process group when its input ends: that happens when this
/// value is dropped, when the test panics, and even when the test is killed. `chromedriver` itself would leave its
/// browsers behind.
/// Only `chromedriver` keeps the output open, so that its end is seen.
const GUARDIAN: &str =
    "exec 3<&0; chromedriver --port=0 </dev/null & exec >/dev/null; cat <&3 >/dev/null; kill -KILL 0";

/// How often it is started: two of them that choose their port at the same moment can choose the same, and one ends.
const STARTS: usize = 5;

/// A running driver.
pub struct Driver {
    guardian: Child,
    /// `http://…`.
    pub address: String,
}

impl Driver {
    /// Starts it on a port that it chooses, and waits until it listens.
    pub fn start() -> Self {
        (0..STARTS).find_map(|_| Self::once()).expect("chromedriver does not start: run `./dev setup`")
    }

    fn once() -> Option<Self> {
        let mut guardian = Command::new("sh")
            .args(["-c", GUARDIAN])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a shell runs");
        let mut out = BufReader::new(guardian.stdout.take().expect("piped"));
        let port = loop {
            let mut line = String::new();
            let read = out.read_line(&mut line).expect("readable");
            if read == 0 {
                drop(guardian.stdin.take());
                let _ended = guardian.wait();
                return None;
            }
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim().trim_end_matches('.').to_owned();
            }
        };
        // Nobody may wait for us to read what the browsers say.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        Some(Self { guardian, address: format!("http://127.0.0.1:{port}") })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        let _killed = self.guardian.wait();
    }
}
