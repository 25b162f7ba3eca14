//! What `/metrics` says. Labels are words of the program (routes, codes, lanes), never ids, names or texts of anybody.
use super::exposition::Kind::{Counter, Gauge, Histogram};
use super::exposition::{Page, seconds, span};
use crate::state::App;
use engine::meters::LaneMeters;
use engine::ports::Gauges;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// What the system says of this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProcessFigures {
    /// Time that it worked, in the kernel too.
    pub cpu: Duration,
    /// Memory that it holds, in bytes.
    pub memory_bytes: u64,
    /// Files and connections that it has open.
    pub open_files: u64,
    /// Files and connections that it may have open; nothing where that is not known.
    pub most_files: Option<u64>,
}

/// The whole page.
pub(super) async fn page(app: &App) -> String {
    let mut page = Page::default();
    page.family("recourse_build_info", Gauge, "The program that runs; always 1.");
    page.figure("recourse_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    let stopping = u8::from(app.is_stopping());
    page.single("recourse_stopping", Gauge, "1 once the process was told to stop.", stopping);
    commands(app, &mut page);
    lanes(app, &mut page);
    commits(app, &mut page);
    http(app, &mut page);
    store(app, &mut page).await;
    if let Some(process) = app.settings.process.and_then(|read| read()) {
        self::process(process, &mut page);
    }
    page.text()
}

fn each_lane(app: &App, page: &mut Page, name: &str, read: impl Fn(&LaneMeters) -> Vec<(&'static str, u64)>) {
    for (lane, meters) in app.engine.meters().lanes().iter().enumerate() {
        for (outcome, value) in read(meters) {
            page.figure(name, &[("lane", &lane.to_string()), ("outcome", outcome)], value);
        }
    }
}

fn commands(app: &App, page: &mut Page) {
    let name = "recourse_commands_total";
    page.family(name, Counter, "Commands that were answered, by lane and outcome.");
    each_lane(app, page, name, |lane| {
        vec![
            ("decided", lane.decided.get()),
            ("refused", lane.refused().values().sum()),
            ("replayed", lane.replayed.get()),
            ("key_reused", lane.key_reused.get()),
            ("stale", lane.stale.get()),
            ("failed", lane.failed.get()),
            ("turned_away", lane.turned_away.get()),
        ]
    });
    let name = "recourse_refusals_total";
    page.family(name, Counter, "Commands that were refused, by the refusal's code.");
    let mut refused: BTreeMap<&str, u64> = BTreeMap::new();
    for lane in app.engine.meters().lanes() {
        for (code, count) in lane.refused() {
            *refused.entry(code).or_default() += count;
        }
    }
    for (code, count) in refused {
        page.figure(name, &[("code", code)], count);
    }
    let name = "recourse_wakes_total";
    page.family(name, Counter, "Aggregates that were woken because something was due, by lane and outcome.");
    each_lane(app, page, name, |lane| vec![("done", lane.woken.get()), ("failed", lane.wake_failed.get())]);
}

fn lanes(app: &App, page: &mut Page) {
    let depths = app.engine.depths();
    let name = "recourse_lane_waiting";
    page.family(name, Gauge, "Commands and wakes that wait in a lane.");
    for (lane, depth) in depths.iter().enumerate() {
        page.figure(name, &[("lane", &lane.to_string())], depth.waiting);
    }
    let name = "recourse_lane_places";
    page.family(name, Gauge, "Places in a lane; where all are taken, commands are turned away.");
    for (lane, depth) in depths.iter().enumerate() {
        page.figure(name, &[("lane", &lane.to_string())], depth.places);
    }
}

fn commits(app: &App, page: &mut Page) {
    let meters = app.engine.meters();
    let name = "recourse_batch_commands";
    page.family(name, Histogram, "Commands and wakes that a lane took up together.");
    page.histogram(name, &[], &meters.batches.counted(), |number| number.to_string());
    let name = "recourse_commit_seconds";
    page.family(name, Histogram, "Time that a commit took, failed ones included.");
    page.histogram(name, &[], &meters.commits.counted(), seconds);
    let help = "Commits that the store did not carry out.";
    page.single("recourse_commits_failed_total", Counter, help, meters.commits_failed.get());
    let name = "recourse_outbox_tries_total";
    page.family(
        name,
        Counter,
        "Tries of promises, by whether the promise was kept or waits for the next try.",
    );
    page.figure(name, &[("outcome", "kept")], meters.kept.get());
    page.figure(name, &[("outcome", "later")], meters.tried_in_vain.get());
}

fn http(app: &App, page: &mut Page) {
    let http = &app.http;
    let name = "recourse_http_requests_total";
    page.family(name, Counter, "Requests that were answered, by route, method and class of the status.");
    http.each(|route, method, counts| {
        for (class, count) in ["1xx", "2xx", "3xx", "4xx", "5xx"].iter().zip(&counts.classes) {
            if count.get() > 0 {
                page.figure(name, &[("route", route), ("method", method), ("status", class)], count.get());
            }
        }
    });
    let name = "recourse_http_request_seconds";
    page.family(name, Histogram, "Time until an answer began, by route and method.");
    http.each(|route, method, counts| {
        page.histogram(name, &[("route", route), ("method", method)], &counts.took.counted(), seconds);
    });
    let singles = [
        (
            "recourse_http_abandoned_total",
            "Requests whose sender went away before the answer.",
            http.abandoned.get(),
        ),
        ("recourse_http_turned_away_total", "Requests that found no place.", http.turned_away.get()),
        ("recourse_http_timed_out_total", "Requests that took longer than they may.", http.timed_out.get()),
    ];
    for (name, help, value) in singles {
        page.single(name, Counter, help, value);
    }
    let limits = &app.settings.limits;
    let name = "recourse_http_in_flight";
    page.single(name, Gauge, "Requests that are worked on.", http.in_flight());
    let name = "recourse_http_in_flight_most";
    page.single(name, Gauge, "Requests that may be worked on at once.", limits.requests);
    let name = "recourse_http_connections";
    page.single(name, Gauge, "Connections that stand.", http.connections());
    let name = "recourse_http_connections_most";
    page.single(name, Gauge, "Connections that may stand at once.", limits.connections);
}

async fn store(app: &App, page: &mut Page) {
    let found = tokio::time::timeout(app.settings.limits.store_answers, app.engine.gauges()).await;
    let found = found.ok().and_then(Result::ok);
    let name = "recourse_store_up";
    page.single(name, Gauge, "1 where the store answered in time just now.", u8::from(found.is_some()));
    let Some(gauges) = found else { return };
    waiting(app, page, &gauges);
    for (name, help, bytes) in [
        ("recourse_database_file_bytes", "Size of the database's file.", gauges.file_bytes),
        ("recourse_database_log_bytes", "Size of its write-ahead log.", gauges.log_bytes),
    ] {
        if let Some(bytes) = bytes {
            page.single(name, Gauge, help, bytes);
        }
    }
    if gauges.connections.is_empty() {
        return;
    }
    let name = "recourse_database_connections";
    page.family(
        name,
        Gauge,
        "Connections to the database, by pool: most, open, busy, and callers that wait.",
    );
    for pool in &gauges.connections {
        let states =
            [("most", pool.most), ("open", pool.open), ("busy", pool.busy), ("waiting", pool.waiting)];
        for (state, number) in states {
            page.figure(name, &[("pool", pool.kind), ("state", state)], number);
        }
    }
}

fn waiting(app: &App, page: &mut Page, gauges: &Gauges) {
    let now = app.engine.wall();
    let age = |since: Option<Timestamp>| {
        let age = since.map(|since| now.duration_since(since));
        span(age.and_then(|age| Duration::try_from(age).ok()).unwrap_or_default())
    };
    let name = "recourse_deadlines_due";
    page.single(
        name,
        Gauge,
        "Orders and accounts with a deadline that has passed, counted to 10000.",
        gauges.due,
    );
    let name = "recourse_deadline_late_seconds";
    page.single(name, Gauge, "How long ago the earliest of these passed.", age(gauges.due_since));
    let name = "recourse_outbox_waiting";
    page.single(name, Gauge, "Promises that are not yet kept, counted to 10000.", gauges.promised);
    let name = "recourse_outbox_oldest_seconds";
    page.single(name, Gauge, "How long ago the oldest of these was made.", age(gauges.promised_since));
    let name = "recourse_quarantined";
    page.single(name, Gauge, "Orders and accounts out of service, counted to 10000.", gauges.quarantined);
}

fn process(process: ProcessFigures, page: &mut Page) {
    let name = "process_cpu_seconds_total";
    page.single(name, Counter, "Time that the process worked.", span(process.cpu));
    let name = "process_resident_memory_bytes";
    page.single(name, Gauge, "Memory that the process holds.", process.memory_bytes);
    page.single("process_open_fds", Gauge, "Files and connections that are open.", process.open_files);
    if let Some(most) = process.most_files {
        page.single("process_max_fds", Gauge, "Files and connections that may be open.", most);
    }
}
