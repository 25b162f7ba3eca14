//! What the recorded orders say: quantiles and shares, measured from the files themselves.
//!
//! Only delivered orders are measured: the sample holds every order of its source that was *not* delivered, so that
//! its rates of trouble are not those of the marketplace.
use jiff::civil::DateTime;
use simulator::calibration::PLACES;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;

/// Everything that is measured: samples by name, counts by name and word.
#[derive(Default)]
pub struct Measured {
    pub samples: BTreeMap<&'static str, Vec<i64>>,
    pub counts: BTreeMap<&'static str, BTreeMap<String, u64>>,
}

type Row = HashMap<String, String>;

fn rows(folder: &Path, name: &str) -> Vec<Row> {
    let file = std::fs::File::open(folder.join(format!("{name}.csv.xz"))).expect("the file");
    let mut text = String::new();
    liblzma::read::XzDecoder::new(file).read_to_string(&mut text).expect("xz");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn instant(row: &Row, field: &str) -> Option<DateTime> {
    row.get(field).filter(|text| !text.is_empty())?.replace(' ', "T").parse().ok()
}

fn minutes(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs() / 60
}

/// "128.45" as 12845, digit by digit.
fn cents(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{part:0<2}");
    let whole: i64 = whole.parse().expect("an amount");
    whole * 100 + digits[..2].parse::<i64>().expect("an amount")
}

impl Measured {
    fn sample(&mut self, name: &'static str, value: i64) {
        self.samples.entry(name).or_default().push(value);
    }

    fn count(&mut self, name: &'static str, word: String) {
        *self.counts.entry(name).or_default().entry(word).or_default() += 1;
    }

    /// Measures the files of a folder.
    pub fn of(folder: &Path) -> Self {
        let mut all = Self::default();
        let mut delivered: HashMap<String, i64> = HashMap::new();
        for row in rows(folder, "orders").iter().filter(|row| row["order_status"] == "delivered") {
            delivered.insert(row["order_id"].clone(), 0);
            all.times(row);
        }
        all.items(folder, &delivered);
        all.payments(folder, &delivered);
        for row in rows(folder, "order_reviews").iter().filter(|row| delivered.contains_key(&row["order_id"]))
        {
            all.count("review score", row["review_score"].clone());
        }
        all
    }

    fn times(&mut self, row: &Row) {
        let bought = instant(row, "order_purchase_timestamp");
        let carrier = instant(row, "order_delivered_carrier_date");
        let customer = instant(row, "order_delivered_customer_date");
        let estimate = instant(row, "order_estimated_delivery_date");
        let Some(bought) = bought else { return };
        self.count("hour of purchase", format!("{:02}", bought.hour()));
        self.count("weekday of purchase", format!("{}", bought.weekday().to_monday_one_offset()));
        // A scan before the purchase is in the source and means nothing here.
        if let Some(carrier) = carrier.filter(|carrier| *carrier >= bought) {
            self.sample("purchase to carrier", minutes(bought, carrier));
            if let Some(customer) = customer.filter(|customer| *customer >= carrier) {
                self.sample("carrier to customer", minutes(carrier, customer));
            }
        }
        if let Some(estimate) = estimate {
            self.sample("purchase to estimate", minutes(bought, estimate));
            if let Some(customer) = customer {
                self.sample("estimate to delivery", minutes(estimate, customer));
            }
        }
    }

    fn items(&mut self, folder: &Path, delivered: &HashMap<String, i64>) {
        let mut orders: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
        for row in rows(folder, "order_items").iter().filter(|row| delivered.contains_key(&row["order_id"])) {
            let order = orders.entry(row["order_id"].clone()).or_default();
            let (price, freight) = (cents(&row["price"]), cents(&row["freight_value"]));
            *order = (order.0 + 1, order.1 + price, order.2 + freight);
            self.sample("price of a unit", price);
        }
        for (units, price, freight) in orders.into_values() {
            self.sample("value of an order", price + freight);
            self.sample("freight share", freight * 1000 / (price + freight).max(1));
            self.count("units of an order", units.min(6).to_string());
        }
    }

    fn payments(&mut self, folder: &Path, delivered: &HashMap<String, i64>) {
        let mut orders: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for row in
            rows(folder, "order_payments").iter().filter(|row| delivered.contains_key(&row["order_id"]))
        {
            orders.entry(row["order_id"].clone()).or_default().push(cents(&row["payment_value"]));
            self.count("payment type", row["payment_type"].clone());
        }
        for shares in orders.into_values() {
            self.count("payments of an order", shares.len().min(6).to_string());
            let all: i64 = shares.iter().sum();
            if shares.len() > 1 && all > 0 {
                let largest = shares.iter().max().copied().unwrap_or(0);
                self.sample("largest of several payments", largest * 1000 / all);
            }
        }
    }
}

/// The quantiles of samples at the places of the tables.
pub fn quantiles(samples: &[i64]) -> Vec<i64> {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let last = sorted.len().saturating_sub(1);
    let at = |place: u32| usize::try_from(place).unwrap_or(0) * last / 1000;
    PLACES.iter().filter_map(|place| sorted.get(at(*place)).copied()).collect()
}

/// Counts as parts of 10,000, rounded down, what is left to the most frequent.
pub fn shares(counts: &BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let all: u64 = counts.values().sum::<u64>().max(1);
    let mut parts: Vec<(String, u64)> = counts.iter().map(|(w, n)| (w.clone(), n * 10_000 / all)).collect();
    let rest = 10_000 - parts.iter().map(|(_, n)| n).sum::<u64>();
    if let Some(most) = parts.iter_mut().max_by_key(|(_, n)| *n) {
        most.1 += rest;
    }
    parts
}
