//! Reads the Olist files: `NAME.csv` or `NAME.csv.xz`, every row into a struct, every mistake with its file and line.
use anyhow::{Context, Result, bail};
use jiff::civil::DateTime;
use resolution::money::{Currency, Minor, Money};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// A row of an orders file. Times are local and without zone; nothing: it has not happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// The purchase's id.
    pub id: String,
    /// The customer's id, which is a new one with every purchase.
    pub customer: String,
    /// The status word.
    pub status: String,
    /// Purchased at.
    pub purchased: DateTime,
    /// Payment approved at.
    pub approved: Option<DateTime>,
    /// Handed over to the carrier at.
    pub handed_over: Option<DateTime>,
    /// Delivered to the buyer at.
    pub delivered: Option<DateTime>,
    /// Estimated delivery.
    pub estimate: Option<DateTime>,
}

/// A row of `order_items`: one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// Its number within the purchase.
    pub number: u32,
    /// The product.
    pub product: String,
    /// Who sells it.
    pub seller: String,
    /// Until when the seller should hand it over.
    pub ship_by: DateTime,
    /// Price in minor units.
    pub price: Minor,
    /// Freight in minor units.
    pub freight: Minor,
}

/// A row of `order_payments`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Its number within the purchase.
    pub sequential: u32,
    /// The method's word.
    pub method: String,
    /// Amount in minor units.
    pub amount: Minor,
}

/// One orders file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrdersFile {
    /// Its name, without folder and `.xz`.
    pub name: String,
    /// Its rows, in their order.
    pub rows: Vec<OrderRow>,
}

/// The attributes of a product by column, as the listing showed them.
pub type Product = BTreeMap<String, String>;

/// Everything that an import needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The orders files.
    pub orders: Vec<OrdersFile>,
    /// Items by purchase.
    pub items: HashMap<String, Vec<ItemRow>>,
    /// Payments by purchase.
    pub payments: HashMap<String, Vec<PaymentRow>>,
    /// The person behind a customer id.
    pub customers: HashMap<String, String>,
    /// Where a buyer or a seller lives, in lines, by the person's or the seller's id.
    pub addresses: HashMap<String, Vec<String>>,
    /// Products by id.
    pub products: HashMap<String, Product>,
    /// Stars of the buyers' reviews by purchase, the fewest where there are several; read where the file is there.
    pub scores: HashMap<String, u8>,
}

/// The file of the orders that have items and payments.
const ORDERS: &str = "orders";

/// Further orders files, read where they are there.
const FURTHER: [&str; 2] = ["orders_more", "orders_us_dates"];

/// Reads a folder.
///
/// # Errors
/// A file that is missing or cannot be read, with its name, line and what is wrong.
pub fn folder(folder: &Path, currency: Currency) -> Result<Source> {
    if !folder.is_dir() {
        bail!("{} is not a folder; name the folder that holds orders.csv or orders.csv.xz", folder.display());
    }
    let mut source = Source { orders: vec![orders(folder, ORDERS)?], ..Source::default() };
    for name in FURTHER {
        if find(folder, name).is_some() {
            source.orders.push(orders(folder, name)?);
        }
    }
    each(folder, "order_items", |row| {
        let item = ItemRow {
            number: row.number("order_item_id")?,
            product: row.text("product_id")?,
            seller: row.text("seller_id")?,
            ship_by: row.time("shipping_limit_date")?,
            price: row.money("price", currency)?,
            freight: row.money("freight_value", currency)?,
        };
        source.items.entry(row.text("order_id")?).or_default().push(item);
        Ok(())
    })?;
    each(folder, "order_payments", |row| {
        let payment = PaymentRow {
            sequential: row.number("payment_sequential")?,
            method: row.text("payment_type")?,
            amount: row.money("payment_value", currency)?,
        };
        source.payments.entry(row.text("order_id")?).or_default().push(payment);
        Ok(())
    })?;
    each(folder, "customers", |row| {
        let person = row.text("customer_unique_id")?;
        source.addresses.insert(person.clone(), row.address("customer")?);
        source.customers.insert(row.text("customer_id")?, person);
        Ok(())
    })?;
    if find(folder, "sellers").is_some() {
        each(folder, "sellers", |row| {
            source.addresses.insert(row.text("seller_id")?, row.address("seller")?);
            Ok(())
        })?;
    }
    source.products = products(folder)?;
    if find(folder, "order_reviews").is_some() {
        each(folder, "order_reviews", |row| {
            let stars = u8::try_from(row.number("review_score")?).unwrap_or(u8::MAX);
            let fewest = source.scores.entry(row.text("order_id")?).or_insert(stars);
            *fewest = stars.min(*fewest);
            Ok(())
        })?;
    }
    source.items.values_mut().for_each(|items| items.sort_by_key(|item| item.number));
    source.payments.values_mut().for_each(|payments| payments.sort_by_key(|payment| payment.sequential));
    Ok(source)
}

fn orders(folder: &Path, name: &str) -> Result<OrdersFile> {
    let mut rows = Vec::new();
    each(folder, name, |row| {
        rows.push(OrderRow {
            id: row.text("order_id")?,
            customer: row.text("customer_id")?,
            status: row.text("order_status")?,
            purchased: row.time("order_purchase_timestamp")?,
            approved: row.optional("order_approved_at")?,
            handed_over: row.optional("order_delivered_carrier_date")?,
            delivered: row.optional("order_delivered_customer_date")?,
            estimate: row.optional("order_estimated_delivery_date")?,
        });
        Ok(())
    })?;
    Ok(OrdersFile { name: format!("{name}.csv"), rows })
}

/// Products with the English word of their category beside the Portuguese one, where there is a translation.
fn products(folder: &Path) -> Result<HashMap<String, Product>> {
    let mut english = HashMap::new();
    if find(folder, "product_category_name_translation").is_some() {
        each(folder, "product_category_name_translation", |row| {
            english.insert(row.text("product_category_name")?, row.text("product_category_name_english")?);
            Ok(())
        })?;
    }
    let mut products = HashMap::new();
    each(folder, "products", |row| {
        let mut product: Product = row.filled();
        if let Some(word) = product.get("product_category_name").and_then(|word| english.get(word)) {
            product.insert("product_category_name_english".to_owned(), word.clone());
        }
        products.insert(row.text("product_id")?, product);
        Ok(())
    })?;
    Ok(products)
}

/// The file of that name, packed or not.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    ["csv", "csv.xz"].iter().map(|ending| folder.join(format!("{name}.{ending}"))).find(|path| path.is_file())
}

fn each(folder: &Path, name: &str, mut take: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
    let Some(path) = find(folder, name) else {
        bail!("{name}.csv and {name}.csv.xz are missing in {}; add one of them", folder.display());
    };
    let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let packed = path.extension().is_some_and(|ending| ending == "xz");
    let bytes: Box<dyn Read> = if packed {
        Box::new(liblzma::read::XzDecoder::new(BufReader::new(file)))
    } else {
        Box::new(BufReader::new(file))
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().with_context(|| format!("{} cannot be read", path.display()))?.clone();
    let columns: HashMap<&str, usize> = headers
        .iter()
        .enumerate()
        .map(|(at, name)| (name.trim_start_matches('\u{FEFF}').trim(), at))
        .collect();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).with_context(|| format!("{} cannot be read", path.display()))? {
        let line = record.position().map_or(0, csv::Position::line);
        take(&Row { columns: &columns, record: &record })
            .with_context(|| format!("{}, line {line}", path.display()))?;
    }
    Ok(())
}

/// One row with its columns by name.
struct Row<'a> {
    columns: &'a HashMap<&'a str, usize>,
    record: &'a csv::StringRecord,
}

impl Row<'_> {
    fn get(&self, column: &str) -> Result<&str> {
        let at = self.columns.get(column).with_context(|| format!("the column {column} is missing"))?;
        Ok(self.record.get(*at).unwrap_or("").trim())
    }

    fn text(&self, column: &str) -> Result<String> {
        let text = self.get(column)?;
        if text.is_empty() {
            bail!("{column} is empty");
        }
        Ok(text.to_owned())
    }

    fn number(&self, column: &str) -> Result<u32> {
        let text = self.get(column)?;
        text.parse().ok().with_context(|| format!("{column} is '{text}', which is not a whole number"))
    }

    fn money(&self, column: &str, currency: Currency) -> Result<Minor> {
        let amount = Money::parse(currency, self.get(column)?).with_context(|| column.to_owned())?;
        Ok(amount.amount)
    }

    fn time(&self, column: &str) -> Result<DateTime> {
        let text = self.get(column)?;
        local_time(text).with_context(|| {
            format!(
                "{column} is '{text}', which is neither like 2018-03-19 14:48:23 nor like 3/19/2018 14:48"
            )
        })
    }

    fn optional(&self, column: &str) -> Result<Option<DateTime>> {
        if self.get(column)?.is_empty() { Ok(None) } else { self.time(column).map(Some) }
    }

    /// Postal code, city and state of a `customer` or a `seller`, as far as they are given.
    fn address(&self, of: &str) -> Result<Vec<String>> {
        let parts = ["zip_code_prefix", "city", "state"].map(|part| self.get(&format!("{of}_{part}")));
        let parts = parts.into_iter().collect::<Result<Vec<_>>>()?;
        Ok(parts.into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect())
    }

    /// All columns that have a value.
    fn filled(&self) -> BTreeMap<String, String> {
        let value =
            |(name, at): (&&str, &usize)| Some(((*name).to_owned(), self.record.get(*at)?.trim().to_owned()));
        self.columns.iter().filter_map(value).filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// `2018-03-19 14:48:23`, or as Americans write it and without seconds, `3/19/2018 14:48`.
fn local_time(text: &str) -> Option<DateTime> {
    let forms = ["%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M"];
    forms.iter().find_map(|form| DateTime::strptime(form, text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_ways_of_writing_a_time_are_read() {
        assert_eq!(local_time("2018-03-19 14:48:23"), Some(date(2018, 3, 19).at(14, 48, 23, 0)));
        assert_eq!(local_time("3/9/2017 7:01"), Some(date(2017, 3, 9).at(7, 1, 0, 0)));
        assert_eq!(local_time("4/11/2017 0:00"), Some(date(2017, 4, 11).at(0, 0, 0, 0)));
        assert_eq!(local_time("13/11/2017 0:00"), None);
        assert_eq!(local_time("2018-03-19"), None);
    }

    #[test]
    fn a_mistake_is_named_with_file_and_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let head = "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,\
                    order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date\n";
        let rows = "a,b,delivered,2018-01-01 00:00:00,,,,\nc,d,delivered,yesterday,,,,\n";
        std::fs::write(folder.path().join("orders.csv"), format!("{head}{rows}")).expect("written");
        let brl = "BRL".parse().expect("a currency");
        let error = super::folder(folder.path(), brl).expect_err("a mistake");
        let said = format!("{error:#}");
        assert!(said.contains("orders.csv, line 3: order_purchase_timestamp is 'yesterday'"), "{said}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let error =
            super::folder(folder.path(), "BRL".parse().expect("a currency")).expect_err("nothing there");
        assert!(error.to_string().contains("orders.csv and orders.csv.xz are missing"), "{error}");
    }
}
