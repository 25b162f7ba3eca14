//! The steps that most stories share: the goods arrive or do not, a dispute is opened, answered, passed on, decided.
use crate::demo::people::Shape;
use crate::demo::pictures::{Look, Scene};
use crate::demo::tale::{Tale, days, hours, minutes};
use crate::demo::words::{self, QUARRELS};
use anyhow::Result;
use jiff::SignedDuration;
use serde_json::{Value, json};

/// What the buyer asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Everything back.
    Refund,
    /// A part back.
    Part,
    /// Everything back against the goods.
    Return,
    /// The same again.
    Replacement,
    /// Another solution in words.
    Other,
}

/// How a mediator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything asked for goes back.
    All,
    /// A part goes back.
    Part,
    /// Nothing goes back.
    Nothing,
}

/// What a story is about.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    /// A reason of the policy.
    pub reason: &'static str,
    /// What is asked.
    pub ask: Ask,
    /// How long before the end the stage of the story begins.
    pub since: SignedDuration,
    /// Who mediates.
    pub mediator: &'static str,
}

impl Plot {
    /// Whether the goods came.
    fn received(self) -> bool {
        self.reason != "not_received"
    }

    /// Who the mediator is to the API.
    pub fn mediation(self) -> String {
        format!("mediator:{}", self.mediator)
    }

    /// A point of the stage so far: `part` of `of` of it are still to come.
    pub fn left(self, part: i32, of: i32) -> SignedDuration {
        self.since / of * part
    }
}

/// The units that a dispute with this reason is about.
fn units(tale: &Tale, plot: Plot) -> Vec<u16> {
    let all: Vec<u16> = (0..tale.count()).collect();
    match plot.reason {
        "short_shipment" => all.into_iter().skip(1).take(1).collect(),
        "not_received" => all,
        _ => all.into_iter().take(1).collect(),
    }
}

/// What is asked, in the API's form.
pub async fn asked(tale: &Tale, plot: Plot) -> Result<Value> {
    let most = tale.refundable(&units(tale, plot)).await?;
    Ok(match plot.ask {
        Ask::Refund => json!({"kind": "refund", "amount": tale.money(most)}),
        Ask::Part => json!({"kind": "refund", "amount": tale.money(most / 2)}),
        Ask::Return => json!({"kind": "return_and_refund", "amount": tale.money(most)}),
        Ask::Replacement => json!({"kind": "replacement"}),
        Ask::Other => json!({"kind": "other", "words": tale.says(&tale.buyer(), words::OTHER)}),
    })
}

/// A refund of so many hundredths of what the case is about.
pub async fn share(tale: &Tale, plot: Plot, hundredths: i64) -> Result<Value> {
    let most = tale.refundable(&units(tale, plot)).await?;
    Ok(json!({"kind": "refund", "amount": tale.money((most * hundredths / 100).max(1))}))
}

/// The order is placed and paid so long before the end.
pub async fn bought(tale: &mut Tale, before: SignedDuration, estimate: i64) -> Result<()> {
    tale.at(before).await;
    tale.place(estimate).await?;
    tale.at(before - minutes(20)).await;
    tale.pay().await
}

/// Bought, and on its way a day later.
pub async fn sent(tale: &mut Tale, before: SignedDuration, estimate: i64) -> Result<()> {
    bought(tale, before, estimate).await?;
    tale.at(before - hours(20)).await;
    tale.ship(&[], false).await?;
    tale.at(before - hours(26)).await;
    tale.scan("in_transit").await
}

/// Everything up to the instant at which a dispute with this reason may be opened.
pub async fn came(tale: &mut Tale, plot: Plot, opening: SignedDuration) -> Result<()> {
    if !plot.received() {
        sent(tale, opening + days(19), 8).await?;
        tale.at(opening + days(16)).await;
        tale.scan("in_transit").await?;
        tale.at(opening + days(6)).await;
        return tale.write(&tale.buyer(), words::WHERE).await;
    }
    let before = if plot.reason == "late" { opening + days(22) } else { opening + days(8) };
    sent(tale, before, 7).await?;
    tale.at(opening + hours(26)).await;
    tale.scan("out_for_delivery").await?;
    tale.at(opening + hours(22)).await;
    tale.scan("delivered").await
}

/// The dispute is opened, with what the buyer has to show.
pub async fn opened(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    came(tale, plot, at).await?;
    tale.at(at).await;
    let ask = asked(tale, plot).await?;
    tale.dispute(&units(tale, plot), plot.reason, ask).await?;
    buyer_shows(tale, plot).await
}

async fn buyer_shows(tale: &Tale, plot: Plot) -> Result<()> {
    let (who, shape) = (tale.buyer(), tale.deal.goods[0].0.shape);
    let broken = Scene::Goods { shape, look: Look::Broken };
    let whole = Scene::Goods { shape, look: Look::Whole };
    match plot.reason {
        "damaged" => {
            tale.show(&who, "goods_pictures", broken).await?;
            tale.show(&who, "packaging_pictures", Scene::Parcel { torn: true }).await?;
        }
        "not_as_described" => {
            let other = Scene::Goods { shape, look: Look::OffColour };
            tale.show(&who, "goods_pictures", other).await?;
        }
        "wrong_item" => {
            let shape = if shape == Shape::Book { Shape::Cup } else { Shape::Book };
            tale.show(&who, "goods_pictures", Scene::Goods { shape, look: Look::Whole }).await?;
        }
        "counterfeit" => {
            tale.show(&who, "goods_pictures", whole).await?;
            tale.show_paper(&who, "counterfeit_proof", "Answer of the maker").await?;
        }
        "short_shipment" | "missing_part" => {
            tale.show(&who, "received_goods", whole).await?;
        }
        _ => tale.log().await?,
    }
    Ok(())
}

/// The seller shows everything that the reason asks of a seller.
pub async fn seller_shows(tale: &Tale, plot: Plot) -> Result<()> {
    let (who, good) = (tale.seller(), tale.deal.goods[0].0);
    match plot.reason {
        "not_received" => {
            tale.show(&who, "delivery_proof", Scene::Slip { says: "HANDED OVER" }).await?;
        }
        "counterfeit" => {
            tale.show_paper(&who, "purchase_documents", "Invoice of the maker").await?;
        }
        "late" => {
            tale.show(&who, "dispatch_proof", Scene::Slip { says: "DROP OFF" }).await?;
        }
        "short_shipment" => {
            tale.show(&who, "one_unit_weight", Scene::Scale { grams: good.grams }).await?;
            tale.show(&who, "whole_weight", Scene::Scale { grams: good.grams * 2 + 140 }).await?;
            tale.show(&who, "shipping_receipt", Scene::Slip { says: "SHIPPED" }).await?;
            tale.show(&who, "carrier_weight", Scene::Scale { grams: good.grams * 2 + 135 }).await?;
        }
        _ => {
            let scene = Scene::Goods { shape: good.shape, look: Look::Whole };
            tale.show(&who, "dispatch_record", scene).await?;
        }
    }
    Ok(())
}

/// The seller accepts what is asked.
pub async fn granted(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    opened(tale, plot, at + hours(31)).await?;
    tale.at(at).await;
    tale.in_case(&tale.seller(), "answer", json!({"answer": "accept"})).await.map(drop)
}

/// The seller rejects, and both talk.
pub async fn rejected(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    opened(tale, plot, at + hours(31)).await?;
    tale.at(at + hours(9)).await;
    tale.talk(&tale.buyer(), words::NUDGE).await?;
    tale.at(at + hours(4)).await;
    tale.talk(&tale.seller(), words::LOOKING).await?;
    tale.at(at).await;
    let quarrel = QUARRELS.iter().find(|quarrel| quarrel.reason == plot.reason).unwrap_or(&QUARRELS[0]);
    let words = json!({"reason": quarrel.refusal, "text": tale.says(&tale.seller(), quarrel.refused)});
    tale.in_case(&tale.seller(), "answer", json!({"answer": "reject", "words": words})).await.map(drop)
}

/// The seller rejects and offers a part, the buyer wants more and calls the platform.
pub async fn escalated(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    rejected(tale, plot, at + hours(30)).await?;
    tale.at(at + hours(20)).await;
    let offer = share(tale, plot, 30).await?;
    tale.propose(&tale.seller(), offer, words::OFFER).await?;
    tale.at(at).await;
    let words = json!({"reason": "no_agreement", "text": tale.says(&tale.buyer(), words::ESCALATE)});
    tale.in_case(&tale.buyer(), "escalate", json!({"words": words})).await.map(drop)
}

/// A mediator takes the case.
pub async fn taken(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    escalated(tale, plot, at + hours(8)).await?;
    seller_shows(tale, plot).await?;
    tale.at(at).await;
    tale.in_case(&plot.mediation(), "assign", json!({})).await.map(drop)
}

/// The mediator rules.
pub async fn ruled(tale: &mut Tale, plot: Plot, verdict: Verdict, at: SignedDuration) -> Result<()> {
    taken(tale, plot, at + hours(15)).await?;
    tale.at(at).await;
    rule(tale, plot, verdict).await
}

/// The mediator who has the case rules, now.
pub async fn rule(tale: &Tale, plot: Plot, verdict: Verdict) -> Result<()> {
    let (remedy, liable) = match verdict {
        Verdict::All => (Some(share(tale, plot, 100).await?), "seller"),
        Verdict::Part => (Some(share(tale, plot, 40).await?), "seller"),
        Verdict::Nothing => (None, "nobody"),
    };
    // Where the ruling follows the recommendation, the core leaves these words out.
    let departs = json!({"reason": "weighed", "text": words::DEPARTS.en});
    let body = json!({"remedy": remedy, "liable": liable, "departs": departs});
    tale.in_case(&plot.mediation(), "rulings", body).await.map(drop)
}
