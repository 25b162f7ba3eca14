//! Real PostgreSQL servers of a test: a primary, its synchronous standby, a kill and a promotion, with nothing but
//! PostgreSQL's own programs.
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use testbed::on_ci;

/// PostgreSQL's programs, and as whom they run.
struct Programs {
    bin: PathBuf,
    /// PostgreSQL refuses to run as root.
    owner: Option<&'static str>,
}

/// Two places for a server each; which of them has the primary changes.
pub struct Pair {
    programs: Programs,
    folder: tempfile::TempDir,
    ports: [u16; 2],
    running: [Option<Child>; 2],
    /// Which of them takes the writes.
    pub primary: usize,
}

/// Kept by both. Nothing waits for the disk: what a process wrote before it is killed, the kernel has, and only a loss of
/// power would take it back. Whether the commit waits for the standby, which the test is about, has nothing to do with that.
const SETTINGS: [&str; 7] = [
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=on",
    "wal_keep_size=512MB",
    "max_connections=100",
    "shared_buffers=64MB",
    "timezone=UTC",
];

impl Programs {
    /// Where `scripts/postgres.bash` looks too; nothing where they are missing, which fails on CI.
    fn find() -> Option<Self> {
        let in_path = run(Command::new("sh").args(["-c", "readlink -f \"$(command -v postgres)\""]));
        let known =
            ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"].into_iter().flat_map(|root| {
                let found = std::fs::read_dir(root).into_iter().flatten().flatten();
                found.map(|entry| entry.path().join("bin")).collect::<Vec<_>>()
            });
        let in_path = Path::new(in_path.trim()).parent().map(Path::to_owned);
        let whole =
            |bin: &PathBuf| ["postgres", "initdb", "pg_basebackup"].iter().all(|one| bin.join(one).is_file());
        let Some(bin) = in_path.into_iter().chain(known).find(whole) else {
            assert!(!on_ci(), "PostgreSQL's programs are missing; ./dev setup installs them");
            eprintln!("passed over: PostgreSQL's programs are missing; ./dev setup installs them");
            return None;
        };
        let root = run(Command::new("id").arg("-u")).trim() == "0";
        let known = Command::new("id").arg("postgres").output().is_ok_and(|id| id.status.success());
        Some(Self { bin, owner: root.then_some(if known { "postgres" } else { "nobody" }) })
    }

    /// A program as its owner, who ends with the test even where that is killed outright.
    fn command(&self, program: &str) -> Command {
        let program = self.bin.join(program);
        let Some(owner) = self.owner else { return Command::new(program) };
        let group = run(Command::new("id").args(["-g", owner]));
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={owner}")).arg(format!("--regid={}", group.trim()));
        command.args(["--clear-groups", "--pdeathsig=KILL"]).arg(program);
        command
    }
}

impl Pair {
    /// A primary with a synchronous standby; nothing where PostgreSQL is missing.
    pub fn make() -> Option<Self> {
        let programs = Programs::find()?;
        let folder = tempfile::tempdir().expect("a folder");
        if let Some(owner) = programs.owner {
            run(Command::new("chown").arg(owner).arg(folder.path()));
        }
        let ports = [free_port(), free_port()];
        let mut pair = Self { programs, folder, ports, running: [None, None], primary: 0 };
        let mut initdb = pair.command("initdb");
        initdb.arg("--pgdata").arg(pair.data(0));
        run(initdb.args([
            "--username=recourse",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]));
        pair.start(0);
        pair.sql(0, "CREATE DATABASE shop");
        pair.attach(1);
        Some(pair)
    }

    /// Both servers in one address, the first place first, whoever is primary.
    pub fn url(&self) -> String {
        let [one, other] = self.ports;
        format!("postgres://recourse@127.0.0.1:{one},127.0.0.1:{other}/shop")
    }

    fn data(&self, place: usize) -> PathBuf {
        self.folder.path().join(format!("data-{place}"))
    }

    /// In a folder that its owner may see.
    fn command(&self, program: &str) -> Command {
        let mut command = self.programs.command(program);
        command.current_dir(self.folder.path());
        command
    }

    fn start(&mut self, place: usize) {
        let log = std::fs::File::create(self.folder.path().join(format!("log-{place}"))).expect("a log");
        let mut server = self.command("postgres");
        server.arg("-D").arg(self.data(place));
        server.arg("-p").arg(self.ports[place].to_string()).arg("-k").arg(self.folder.path());
        SETTINGS.iter().for_each(|setting| _ = server.args(["-c", setting]));
        let server = server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        self.running[place] = Some(server.expect("PostgreSQL starts"));
        while self.tried(place, "SELECT 1").is_none() {
            let server = self.running[place].as_mut().expect("it was started");
            assert!(
                server.try_wait().expect("it is looked at").is_none(),
                "it ended at its start: {}",
                self.log(place)
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn log(&self, place: usize) -> String {
        std::fs::read_to_string(self.folder.path().join(format!("log-{place}"))).unwrap_or_default()
    }

    /// Makes a place anew as the standby of the primary; from here on every commit waits for it.
    pub fn attach(&mut self, place: usize) {
        let data = self.data(place);
        if data.exists() {
            std::fs::remove_dir_all(&data).expect("the old one goes");
        }
        let port = self.ports[self.primary].to_string();
        let mut copy = self.command("pg_basebackup");
        copy.args([
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            "recourse",
            "-R",
            "-X",
            "stream",
            "--checkpoint=fast",
            "--no-sync",
        ]);
        run(copy.arg("-D").arg(data));
        self.start(place);
        // By hand what a failover manager does: a standby that is there is waited for, one that is not yet is not.
        self.sql(self.primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        self.sql(self.primary, "SELECT pg_reload_conf()");
        while self.sql(self.primary, "SELECT sync_state FROM pg_stat_replication").trim() != "sync" {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The whole failover; gives how long no server was there to be written to.
    #[expect(clippy::disallowed_methods, reason = "how long it took is printed, and judged by nobody")]
    pub fn kill_and_promote(&mut self) -> Duration {
        let since = Instant::now();
        self.kill();
        self.promote();
        since.elapsed()
    }

    /// `kill -9` of the primary and of every process of it.
    fn kill(&mut self) {
        let mut primary = self.running[self.primary].take().expect("it runs");
        let id = primary.id().to_string();
        let all = run(Command::new("ps").args(["-A", "-o", "pid=,ppid="]));
        let of = |line: &str| {
            let (process, parent) = line.trim().split_once(' ')?;
            (parent.trim() == id).then(|| process.to_owned())
        };
        let processes: Vec<String> = [id.clone()].into_iter().chain(all.lines().filter_map(of)).collect();
        // One of them may have ended at this moment.
        let _killed = Command::new("kill").arg("-KILL").args(processes).output().expect("kill runs");
        primary.wait().expect("it is over");
    }

    /// Makes the standby the primary, once it has everything that the old one sent.
    fn promote(&mut self) {
        let standby = 1 - self.primary;
        assert_eq!(self.sql(standby, "SELECT pg_promote(true, 60)").trim(), "t", "{}", self.log(standby));
        self.primary = standby;
    }

    fn tried(&self, place: usize, statement: &str) -> Option<String> {
        let port = self.ports[place].to_string();
        let mut psql = Command::new(self.programs.bin.join("psql"));
        psql.args([
            "-X",
            "-At",
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            "recourse",
            "-d",
            "postgres",
            "-c",
            statement,
        ]);
        let told = psql.output().expect("psql runs");
        told.status.success().then(|| String::from_utf8_lossy(&told.stdout).into_owned())
    }

    fn sql(&self, place: usize, statement: &str) -> String {
        self.tried(place, statement)
            .unwrap_or_else(|| panic!("`{statement}` was refused: {}", self.log(place)))
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        for server in self.running.iter_mut().flatten() {
            // What it holds is thrown away: it ends at once, its processes with it.
            let _told = Command::new("kill").args(["-QUIT", &server.id().to_string()]).status();
            let _over = server.wait();
        }
    }
}

/// A port that nobody has now.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it has an address").port()
}

/// Runs a program and gives what it printed.
fn run(command: &mut Command) -> String {
    let Output { status, stdout, stderr } =
        command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8_lossy(&stdout).into_owned()
}
