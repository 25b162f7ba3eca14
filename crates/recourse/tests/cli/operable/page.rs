//! Reading a page of figures as strictly as Prometheus does.
use std::collections::BTreeMap;

/// A page that was read.
pub struct Page {
    /// Every figure by its name and labels, as they stand.
    figures: BTreeMap<String, f64>,
    kinds: BTreeMap<String, String>,
}

impl Page {
    /// Reads it; whatever Prometheus would refuse fails the test.
    pub fn read(text: &str) -> Self {
        assert!(text.ends_with('\n'), "the last line ends");
        let mut page = Self { figures: BTreeMap::new(), kinds: BTreeMap::new() };
        let mut family = String::new();
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                family = help.split(' ').next().expect("a name").to_owned();
                assert!(help.len() > family.len() + 5, "it says what it is: {line}");
                assert!(!page.kinds.contains_key(&family), "twice: {family}");
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').expect("a kind");
                assert_eq!(name, family, "help comes before the kind");
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
                page.kinds.insert(name.to_owned(), kind.to_owned());
            } else {
                page.figure(line, &family);
            }
        }
        page.histograms();
        page
    }

    fn figure(&mut self, line: &str, family: &str) {
        let (key, value) = line.rsplit_once(' ').expect("a value");
        let name = key.split('{').next().expect("a name");
        let parts = ["", "_bucket", "_sum", "_count"].map(|part| format!("{family}{part}"));
        let known = if self.kinds[family] == "histogram" { &parts[1..] } else { &parts[..1] };
        assert!(known.iter().any(|part| part == name), "{name} is not of {family}");
        assert!(name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'), "{name}");
        if let Some(labels) = key.strip_prefix(name).filter(|labels| !labels.is_empty()) {
            assert!(labels.starts_with('{') && labels.ends_with("\"}"), "{line}");
        }
        let number: f64 = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
        assert!(number >= 0.0, "{line}");
        assert!(self.figures.insert(key.to_owned(), number).is_none(), "twice: {key}");
    }

    /// Classes grow, and the last holds all.
    fn histograms(&self) {
        let mut seen: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
        for (key, value) in &self.figures {
            if let Some((name, labels)) = key.split_once("_bucket{") {
                let (labels, bound) = labels.rsplit_once("le=\"").expect("a bound");
                let bound = bound.trim_end_matches("\"}");
                let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().expect("a number") };
                let labels = labels.trim_end_matches(',');
                let whole = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
                seen.entry(format!("{name}_count{whole}")).or_default().push((bound, *value));
            }
        }
        for (count, mut classes) in seen {
            classes.sort_by(|one, other| one.0.total_cmp(&other.0));
            assert!(classes.windows(2).all(|two| two[0].1 <= two[1].1), "{count}: {classes:?}");
            let (bound, last) = classes.last().expect("one");
            assert!(bound.is_infinite());
            assert!((last - self.figures[&count]).abs() < 0.5, "{count}");
        }
    }

    /// A figure; 0 where it is not there.
    pub fn value(&self, key: &str) -> f64 {
        self.figures.get(key).copied().unwrap_or(0.0)
    }

    /// Whether there is such a figure.
    pub fn has(&self, key: &str) -> bool {
        self.figures.contains_key(key)
    }

    /// The sum of all figures whose name and labels have these words.
    pub fn sum(&self, words: &[&str]) -> f64 {
        let fits = |key: &str| words.iter().all(|word| key.contains(word));
        self.figures.iter().filter(|(key, _)| fits(key)).map(|(_, value)| value).sum()
    }
}
