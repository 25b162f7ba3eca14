//! One order's tale: who buys what from whom, and the acts of everybody, each one request to the API.
//!
//! Instants are told as "how long before the end": a story that is to be in a stage for two days when the demo begins
//! enters it two days before the end.
use super::client::{Client, File};
use super::clockwork::Clockwork;
use super::people::{self, Buyer, Good, Seller};
use super::pictures::{self, Scene};
use super::words::{self, Said};
use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use resolution::parcel::tracking::Scan;
use serde_json::{Value, json};

/// What all tales share.
#[derive(Clone)]
pub struct Scenery {
    /// The API.
    pub client: Client,
    /// The clock.
    pub clock: Clockwork,
    /// When the demo begins.
    pub end: Timestamp,
}

/// What is bought.
#[derive(Clone, Debug)]
pub struct Deal {
    /// The marketplace's reference.
    pub reference: String,
    /// Who buys.
    pub buyer: &'static Buyer,
    /// Who sells.
    pub seller: &'static Seller,
    /// What, and how many.
    pub goods: Vec<(&'static Good, u16)>,
    /// How the sandbox gateway behaves: the end of the payment's id.
    pub steer: &'static str,
    /// The method of payment.
    pub method: &'static str,
}

/// An order and what becomes of it.
pub struct Tale {
    scenery: Scenery,
    /// What was bought.
    pub deal: Deal,
    order: String,
    case: String,
    parcels: Vec<String>,
    scans: u32,
}

/// Days before the end.
pub const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(days * 24)
}

/// Hours before the end.
pub const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// Minutes before the end.
pub const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn id_in(answer: &Value) -> Result<String> {
    let made = answer["created"].as_str().with_context(|| format!("nothing was made: {answer}"))?;
    Ok(made.to_owned())
}

impl Tale {
    /// A tale that has not begun.
    pub fn new(scenery: &Scenery, deal: Deal) -> Self {
        Self {
            scenery: scenery.clone(),
            deal,
            order: String::new(),
            case: String::new(),
            parcels: Vec::new(),
            scans: 0,
        }
    }

    /// Waits until so long before the end.
    pub async fn at(&self, before: SignedDuration) {
        self.until(self.instant(before)).await;
    }

    /// Waits until an instant.
    pub async fn until(&self, at: Timestamp) {
        self.scenery.clock.until(at).await;
    }

    /// The instant so long before the end.
    pub fn instant(&self, before: SignedDuration) -> Timestamp {
        self.scenery.end - before
    }

    /// Where the clock stands.
    pub fn now(&self) -> Timestamp {
        self.scenery.clock.now()
    }

    /// Who the buyer is to the API.
    pub fn buyer(&self) -> String {
        format!("buyer:{}", self.deal.buyer.id)
    }

    /// Who the seller is to the API.
    pub fn seller(&self) -> String {
        format!("seller:{}", self.deal.seller.id)
    }

    /// The language of a party as the API names it.
    fn language(&self, who: &str) -> &'static str {
        if who.starts_with("buyer") { self.deal.buyer.language } else { self.deal.seller.language }
    }

    /// Something somebody says, in that person's language.
    pub fn says(&self, who: &str, said: Said) -> &'static str {
        said.by(self.language(who))
    }

    /// An amount of the order's currency.
    pub fn money(&self, amount: i64) -> Value {
        json!({"amount": amount, "currency": self.deal.seller.currency})
    }

    /// Units in the order.
    pub fn count(&self) -> u16 {
        self.deal.goods.iter().map(|(_, count)| *count).sum()
    }

    /// Posts as someone.
    pub async fn post(&self, who: &str, path: &str, body: Value) -> Result<Value> {
        self.scenery.client.post(who, path, &body).await.with_context(|| self.deal.reference.clone())
    }

    /// An act on the order.
    pub async fn on_order(&self, who: &str, act: &str, body: Value) -> Result<Value> {
        self.post(who, &format!("/v1/orders/{}/{act}", self.order), body).await
    }

    /// An act in the case.
    pub async fn in_case(&self, who: &str, act: &str, body: Value) -> Result<Value> {
        self.post(who, &format!("/v1/cases/{}/{act}", self.case), body).await
    }

    /// The order's page for the marketplace.
    pub async fn page(&self) -> Result<Value> {
        self.scenery.client.get("", &format!("/v1/orders/{}", self.order)).await
    }

    /// The case's page for someone.
    pub async fn case_page(&self, who: &str) -> Result<Value> {
        self.scenery.client.get(who, &format!("/v1/cases/{}", self.case)).await
    }

    /// The buyer places the order; the estimate is that many days later.
    pub async fn place(&mut self, estimate: i64) -> Result<()> {
        let deal = &self.deal;
        let mut lines = Vec::new();
        let mut total = 0;
        for (good, count) in &deal.goods {
            let (price, shipping) = (good.price * i64::from(*count), good.shipping * i64::from(*count));
            total += price + shipping;
            lines.push(json!({
                "sku": good.sku, "quantity": count, "pieces": [1], "price": self.money(price),
                "shipping": self.money(shipping), "listing": listing(good)?,
            }));
        }
        let now = self.now();
        let body = json!({
            "reference": deal.reference, "buyer": deal.buyer.id, "currency": deal.seller.currency,
            "placed_at": now, "estimate": now + days(estimate),
            "sellers": [{"seller": deal.seller.id, "lines": lines}],
            "payments": [{"provider": "sandbox", "payment_id": self.payment(), "method": deal.method,
                "amount": self.money(total)}],
        });
        let placed = self.post("", "/v1/purchases", body).await?;
        self.order = placed["orders"][0]["order"].as_str().context("no order was made")?.to_owned();
        Ok(())
    }

    fn payment(&self) -> String {
        format!("pay_{}{}", self.deal.reference, self.deal.steer)
    }

    /// The buyer pays.
    pub async fn pay(&self) -> Result<()> {
        let body = json!({"provider": "sandbox", "payment_id": self.payment(), "captured_at": self.now()});
        self.post("", "/v1/payments/captures", body).await.map(drop)
    }

    /// The tracking number of a parcel of the order.
    pub fn number(&self, parcel: usize) -> String {
        let plain: String = self.deal.reference.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{}{plain}{parcel:02}", self.deal.seller.carrier.to_ascii_uppercase())
    }

    /// The seller declares a parcel with some units; with all that are not shipped where none is named.
    pub async fn ship(&mut self, units: &[u16], case: bool) -> Result<()> {
        let number = self.number(self.parcels.len());
        let grams: u32 = self.deal.goods.iter().map(|(good, count)| good.grams * u32::from(*count)).sum();
        let mut body = json!({"units": units, "carrier": self.deal.seller.carrier, "number": number,
            "weight_grams": grams + 140});
        if case {
            body["case"] = json!(self.case);
        }
        let done = self.on_order(&self.seller(), "shipments", body).await?;
        self.parcels.push(id_in(&done)?);
        Ok(())
    }

    /// The carrier scans the newest parcel, now.
    pub async fn scan(&mut self, status: &str) -> Result<()> {
        self.scan_with(status, json!({})).await
    }

    /// The same with a cause or another field.
    pub async fn scan_with(&mut self, status: &str, more: Value) -> Result<()> {
        let number = self.number(self.parcels.len().saturating_sub(1));
        let mut scan = json!({"at": self.now(), "status": status});
        for (name, value) in more.as_object().into_iter().flatten() {
            scan[name] = value.clone();
        }
        self.track(&number, scan).await
    }

    /// The carrier tells, now, of a scan of the newest parcel that it made before.
    pub async fn told(&mut self, scan: &Scan) -> Result<()> {
        let number = self.number(self.parcels.len().saturating_sub(1));
        let mut told = serde_json::to_value(scan)?;
        if let Some(fields) = told.as_object_mut() {
            // The carrier's own words are for those who read them from a carrier.
            fields.remove("raw");
        }
        self.track(&number, told).await
    }

    /// The carrier scans the return.
    pub async fn scan_return(&mut self, status: &str) -> Result<()> {
        let number = self.returning();
        let scan = json!({"at": self.now(), "status": status});
        self.track(&number, scan).await
    }

    async fn track(&mut self, number: &str, scan: Value) -> Result<()> {
        self.scans += 1;
        let event = format!("{}-{number}-{}", self.deal.reference, self.scans);
        let body =
            json!({"event": event, "carrier": self.deal.seller.carrier, "number": number, "scans": [scan]});
        self.post("", "/v1/tracking", body).await.map(drop)
    }

    /// The tracking number of the return.
    pub fn returning(&self) -> String {
        format!("R{}", self.number(0))
    }

    /// Whether the buyer may confirm a parcel now.
    pub async fn may_confirm(&self) -> Result<bool> {
        let page = self.scenery.client.get(&self.buyer(), &format!("/v1/orders/{}", self.order)).await?;
        let acts = page["allowed_actions"].as_array().context("an order says what is allowed")?;
        Ok(acts.iter().any(|act| act["act"] == "confirm_receipt" && act["allowed"] == true))
    }

    /// The buyer confirms the newest parcel.
    pub async fn confirm(&self) -> Result<()> {
        let parcel = self.parcels.last().context("nothing was shipped")?;
        self.on_order(&self.buyer(), "receipts", json!({"parcel": parcel})).await.map(drop)
    }

    /// Somebody writes on the order.
    pub async fn write(&self, who: &str, said: Said) -> Result<()> {
        self.on_order(who, "messages", json!({"text": self.says(who, said)})).await.map(drop)
    }

    /// Somebody writes in the case.
    pub async fn talk(&self, who: &str, said: Said) -> Result<()> {
        let body = json!({"case": self.case, "text": self.says(who, said)});
        self.on_order(who, "messages", body).await.map(drop)
    }

    /// Somebody shows a picture; gives its id.
    pub async fn show(&self, who: &str, requirement: &str, scene: Scene) -> Result<String> {
        let file = pictures::picture(scene, &self.deal.reference)?;
        let grams = if let Scene::Scale { grams } = scene { Some(grams) } else { None };
        self.submit(who, requirement, grams, &file).await
    }

    /// Somebody shows a paper; gives its id.
    pub async fn show_paper(&self, who: &str, requirement: &str, heading: &str) -> Result<String> {
        let lines = [
            format!("Order {}", self.deal.reference),
            format!("Date {}", self.now().strftime("%Y-%m-%d %H:%M UTC")),
            format!("Carrier {}, number {}", self.deal.seller.carrier, self.number(0)),
            "Made up for a demonstration.".to_owned(),
        ];
        self.submit(who, requirement, None, &pictures::paper(heading, &lines)?).await
    }

    async fn submit(&self, who: &str, requirement: &str, grams: Option<u32>, file: &[u8]) -> Result<String> {
        let mut fields = Vec::new();
        if !self.case.is_empty() {
            fields.push(("case", self.case.clone()));
        }
        if !requirement.is_empty() {
            fields.push(("requirement", requirement.to_owned()));
        }
        fields.push(("taken", (self.now() - minutes(35)).to_string()));
        if let Some(grams) = grams {
            fields.push(("grams", grams.to_string()));
        }
        let path = format!("/v1/orders/{}/evidence", self.order);
        let done = self.scenery.client.upload(who, &path, File { fields, bytes: file }).await;
        id_in(&done.with_context(|| self.deal.reference.clone())?)
    }

    /// The buyer logs what the carrier said.
    pub async fn log(&self) -> Result<()> {
        let who = self.buyer();
        let body = json!({"case": self.case, "requirement": "carrier_statement",
            "text": self.says(&who, words::CARRIER_SAYS), "taken": self.now()});
        self.on_order(&who, "evidence/log", body).await.map(drop)
    }

    /// What can still be asked back for some units.
    pub async fn refundable(&self, units: &[u16]) -> Result<i64> {
        let page = self.page().await?;
        let lines = page["lines"].as_array().context("an order has lines")?;
        let all = lines.iter().filter_map(|line| line["units"].as_array()).flatten();
        let named = all.filter(|unit| units.iter().any(|no| unit["unit"] == *no));
        Ok(named.filter_map(|unit| unit["refundable"]["amount"].as_i64()).sum())
    }

    /// The buyer opens a dispute about some units.
    pub async fn dispute(&mut self, units: &[u16], reason: &str, remedy: Value) -> Result<()> {
        let who = self.buyer();
        let quarrel = words::quarrel_of(reason);
        let body = json!({"units": units, "received": reason != "not_received", "reason": reason,
            "sub_reason": words::finer(reason), "remedy": remedy, "text": self.says(&who, quarrel.claim)});
        let done = self.on_order(&who, "cases", body).await?;
        self.case = id_in(&done)?;
        Ok(())
    }

    /// The buyer wants to send units back for a change of mind.
    pub async fn ask_back(&mut self, units: &[u16]) -> Result<()> {
        let who = self.buyer();
        let text = self.says(&who, words::CHANGED_MIND);
        let reason = "change_of_mind";
        let body =
            json!({"units": units, "reason": reason, "sub_reason": words::finer(reason), "text": text});
        self.case = id_in(&self.on_order(&who, "returns", body).await?)?;
        Ok(())
    }

    /// The seller claims payment.
    pub async fn claim(&mut self, body: Value) -> Result<()> {
        self.case = id_in(&self.on_order(&self.seller(), "claims", body).await?)?;
        Ok(())
    }

    /// The marketplace's own check finds a risk.
    pub async fn freeze_for_risk(&mut self, body: Value) -> Result<()> {
        self.case = id_in(&self.on_order("", "risk_freezes", body).await?)?;
        Ok(())
    }

    /// Finance changes the budget of the protection fund.
    pub async fn fund(&self, change: Value) -> Result<()> {
        self.post("finance:treasury", "/v1/fund/changes", change).await.map(drop)
    }

    /// A side proposes.
    pub async fn propose(&self, who: &str, remedy: Value, said: Said) -> Result<()> {
        let text = if who.starts_with("mediator") { said.en } else { self.says(who, said) };
        let body = json!({"remedy": remedy, "words": {"reason": "agreement", "text": text}});
        self.in_case(who, "proposals", body).await.map(drop)
    }

    /// A side accepts the newest proposal of another (`opener`, `respondent` or `platform`).
    pub async fn accept(&self, who: &str, whose: &str) -> Result<()> {
        let page = self.case_page(who).await?;
        let proposal = &page["proposals"][whose];
        let act = format!("proposals/{}/accept", proposal["proposal"]);
        self.in_case(who, &act, json!({"terms": proposal["terms"]})).await.map(drop)
    }

    /// A side refuses the newest proposal of another.
    pub async fn refuse(&self, who: &str, whose: &str) -> Result<()> {
        let page = self.case_page(who).await?;
        let act = format!("proposals/{}/reject", page["proposals"][whose]["proposal"]);
        let words = json!({"reason": "not_enough", "text": self.says(who, words::TOO_LITTLE)});
        self.in_case(who, &act, json!({"words": words})).await.map(drop)
    }
}

/// A listing as buyers saw it.
fn listing(good: &Good) -> Result<Value> {
    use base64::Engine as _;
    let picture = base64::engine::general_purpose::STANDARD.encode(pictures::thumbnail(good.shape)?);
    Ok(json!({"title": good.title, "picture": format!("data:image/png;base64,{picture}")}))
}

/// A deal over one good of a seller.
pub fn deal(reference: &str, buyer: &str, seller: &str, goods: &[(usize, u16)]) -> Deal {
    let seller = people::seller(seller);
    let goods = goods.iter().map(|(no, count)| (&seller.goods[no % seller.goods.len()], *count));
    Deal {
        reference: reference.to_owned(),
        buyer: people::buyer_of(buyer),
        seller,
        goods: goods.collect(),
        steer: "",
        method: "credit_card",
    }
}
