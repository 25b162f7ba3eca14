//! Prometheus's text format, version 0.0.4.
use engine::meters::Counted;
use std::fmt::{Display, Write};
use std::time::Duration;

/// A page of figures on its way.
#[derive(Default)]
pub(super) struct Page(String);

/// What kind of figure a family holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts by size.
    Histogram,
}

/// A label with its value.
pub(super) type Label<'a> = (&'a str, &'a str);

impl Page {
    /// Begins a family of figures.
    pub(super) fn family(&mut self, name: &str, kind: Kind, help: &str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        self.push(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
    }

    /// One figure of the family.
    pub(super) fn figure(&mut self, name: &str, labels: &[Label<'_>], value: impl Display) {
        self.0.push_str(name);
        self.labels(labels, None);
        self.push(format_args!(" {value}\n"));
    }

    /// A family of one figure without labels.
    pub(super) fn single(&mut self, name: &str, kind: Kind, help: &str, value: impl Display) {
        self.family(name, kind, help);
        self.figure(name, &[], value);
    }

    /// A histogram of the family, its numbers written by `write`.
    pub(super) fn histogram(
        &mut self,
        name: &str,
        labels: &[Label<'_>],
        counted: &Counted,
        write: fn(u64) -> String,
    ) {
        let bounds = counted.up_to.iter().map(|(bound, count)| (write(*bound), *count));
        for (bound, count) in bounds.chain([("+Inf".to_owned(), counted.count)]) {
            self.push(format_args!("{name}_bucket"));
            self.labels(labels, Some(("le", &bound)));
            self.push(format_args!(" {count}\n"));
        }
        self.figure(&format!("{name}_sum"), labels, write(counted.sum));
        self.figure(&format!("{name}_count"), labels, counted.count);
    }

    /// The page.
    pub(super) fn text(self) -> String {
        self.0
    }

    fn labels(&mut self, labels: &[Label<'_>], last: Option<Label<'_>>) {
        let mut before = '{';
        for (name, value) in labels.iter().copied().chain(last) {
            self.push(format_args!("{before}{name}=\"{}\"", escaped(value)));
            before = ',';
        }
        if before == ',' {
            self.0.push('}');
        }
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        self.0.write_fmt(text).expect("a string takes everything");
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Microseconds as seconds.
pub(super) fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    short.to_owned()
}

/// A span of time as seconds.
pub(super) fn span(time: Duration) -> String {
    seconds(engine::meters::micros(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_labels_and_histograms_are_written_as_prometheus_reads_them() {
        assert_eq!(
            ["0", "0.00025", "1", "12.5"],
            [0, 250, 1_000_000, 12_500_000].map(seconds).each_ref().map(String::as_str)
        );
        let mut page = Page::default();
        page.family("a_seconds", Kind::Histogram, "How long.");
        let counted = Counted { up_to: vec![(1_000, 2)], count: 3, sum: 2_500_000 };
        page.histogram("a_seconds", &[("route", "a\"b\\c")], &counted, seconds);
        page.single("b", Kind::Gauge, "One.", 7);
        let expected = "# HELP a_seconds How long.\n# TYPE a_seconds histogram\n\
            a_seconds_bucket{route=\"a\\\"b\\\\c\",le=\"0.001\"} 2\n\
            a_seconds_bucket{route=\"a\\\"b\\\\c\",le=\"+Inf\"} 3\n\
            a_seconds_sum{route=\"a\\\"b\\\\c\"} 2.5\na_seconds_count{route=\"a\\\"b\\\\c\"} 3\n\
            # HELP b One.\n# TYPE b gauge\nb 7\n";
        assert_eq!(page.text(), expected);
    }
}
