//! `chromedriver` as a process: one for each test, with all browsers that it starts.
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// The shell that holds `chromedriver` and ends the whole process group when its input ends: that happens when this
/// value is dropped, when the test panics, and even when the test is killed. `chromedriver` itself would leave its
/// browsers behind.
const GUARDIAN: &str = "exec 3<&0; chromedriver --port=0 </dev/null & cat <&3 >/dev/null; kill -KILL 0";

/// A running driver.
pub struct Driver {
    guardian: Child,
    /// `http://…`.
    pub address: String,
}

impl Driver {
    /// Starts it on a port that it chooses, and waits until it listens.
    pub fn start() -> Self {
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
            assert!(read > 0, "chromedriver did not start: run `./dev setup`");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim().trim_end_matches('.').to_owned();
            }
        };
        // Nobody may wait for us to read what the browsers say.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        Self { guardian, address: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        let _killed = self.guardian.wait();
    }
}
