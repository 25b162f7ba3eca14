//! Disputes from the form to their end, at both widths and in both languages.
use crate::api::To;
use crate::browser::Browser;
use crate::look::Look;
use crate::people::Claim;
use crate::world::{CAME_BROKEN, World};
use serde_json::Value;

const CLAIM: Claim<'_> = Claim {
    received: true,
    reason: "damaged",
    finer: None,
    remedy: "refund",
    amount: None,
    words: "The box was wet and what is in it is broken.",
};
const SELLER: &str = "seller:petit-atelier";

/// A dispute that was just opened in the browser, with its buyer on the page of the case.
struct Opened {
    world: World,
    buyer: Browser,
    look: Look,
    order: String,
    case: String,
}

impl Opened {
    /// From the demo's start page to the page of the case.
    async fn by(look: Look) -> Self {
        let world = World::demo();
        let buyer = world.visit(look).await;
        buyer.enter_as("buyer").await;
        let order = world.order("buyer:ana", CAME_BROKEN).await;
        buyer.to(&format!("/buyer/orders/{order}")).await;
        buyer.dispute(CLAIM).await;
        buyer.follow(&buyer.say("dispute-opened-case")).await;
        let case = world.case(&order).await["id"].as_str().expect("an id").to_owned();
        assert_eq!(buyer.path().await, format!("/buyer/cases/{case}"));
        buyer.sees(&buyer.say("stage-responding")).await;
        Self { world, buyer, look, order, case }
    }

    /// Another visitor on the page of the case, who reads as the buyer does.
    async fn joined_by(&self, who: &str) -> Browser {
        let visitor = self.world.visit(self.look).await;
        visitor.come(&self.world, who, To::Case(&self.case)).await;
        visitor
    }

    async fn now(&self) -> Value {
        self.world.case(&self.order).await
    }

    async fn stage(&self) -> String {
        self.now().await["stage"]["name"].as_str().expect("a stage").to_owned()
    }

    /// Moves the clock by the demo's own buttons, on the buyer's page, until the case is in a stage.
    async fn pass_until(&self, stage: &str) {
        for _ in 0..8 {
            if self.stage().await == stage {
                return;
            }
            self.buyer.click("+5 days", "//form[@action='/demo/clock']//button[@value='five_days']").await;
        }
        panic!("forty days later the case is in {}, not in {stage}", self.stage().await);
    }

    /// Holds that the money went back, and that the buyer's page of the order says so.
    async fn is_paid(&self, minor: i64) {
        self.pass_until("closed").await;
        let order = self.world.get("", &format!("/v1/orders/{}", self.order)).await;
        assert_eq!(order["totals"]["refunded"]["amount"], minor, "{order:#}");
        self.buyer.come(&self.world, "buyer:ana", To::Order(&self.order)).await;
        self.buyer.sees(&self.buyer.say("refund-confirmed")).await;
    }
}

async fn accepted(look: Look) {
    let opened = Opened::by(look).await;
    let asked = opened.now().await["asked"]["amount"]["amount"].as_i64().expect("an amount");
    let seller = opened.joined_by(SELLER).await;
    seller.act("accept_request").await;
    seller.send("accept_request").await;
    seller.sees(&seller.say("done-accept_request")).await;
    opened
        .buyer
        .until("the buyer's page follows", async || {
            !opened.buyer.shows(&opened.buyer.say("stage-responding")).await
        })
        .await;
    opened.is_paid(asked).await;
}

#[tokio::test]
async fn from_form_to_paid_refund_on_a_phone() {
    accepted(Look::PHONE).await;
}

#[tokio::test]
async fn from_form_to_paid_refund_on_a_desktop_in_indonesian() {
    accepted(Look::DESKTOP.speaking("id")).await;
}

async fn seller_silent(look: Look) {
    let opened = Opened::by(look).await;
    opened.pass_until("reviewing").await;
    opened.buyer.sees(&opened.buyer.say("stage-reviewing")).await;
    let mediator = opened.joined_by("mediator:maya").await;
    mediator.click("the button that takes the case", "//form[@data-act='assign']//button").await;
    mediator.act("rule").await;
    mediator.answer("decision", "follow").await;
    mediator.next().await;
    mediator.press(&mediator.say("rule-decide")).await;
    let ruled = opened.now().await;
    assert_eq!(ruled["rulings"].as_array().map(Vec::len), Some(1), "{ruled:#}");
    opened
        .buyer
        .until("the buyer sees the ruling", async || {
            opened.buyer.script("return document.querySelector('[data-ruling]') !== null", vec![]).await
                == true
        })
        .await;
    let amount =
        ruled["rulings"][0]["remedy"]["amount"]["amount"].as_i64().expect("the table refunds damage");
    opened.is_paid(amount).await;
}

#[tokio::test]
async fn a_silent_seller_then_escalation_and_ruling_on_a_phone_in_indonesian() {
    seller_silent(Look::PHONE.speaking("id")).await;
}

#[tokio::test]
async fn a_silent_seller_then_escalation_and_ruling_on_a_desktop() {
    seller_silent(Look::DESKTOP).await;
}

async fn counter_proposal(look: Look) {
    let opened = Opened::by(look).await;
    let seller = opened.joined_by(SELLER).await;
    for (visitor, amount) in [(&seller, "50"), (&opened.buyer, "80")] {
        visitor.until("it may propose", async || visitor.offers("propose").await).await;
        visitor.act("propose").await;
        visitor.answer("remedy", "refund").await;
        visitor.put("amount", amount).await;
        visitor.send("propose").await;
        visitor.sees(&visitor.say("done-propose")).await;
    }
    seller.until("the counter-proposal is there", async || seller.offers("accept_proposal").await).await;
    seller.act("accept_proposal").await;
    seller.send("accept_proposal").await;
    seller.sees(&seller.say("done-accept_proposal")).await;
    opened.is_paid(8_000).await;
    assert_eq!(opened.now().await["outcome"]["amount"]["amount"], 8_000);
}

#[tokio::test]
async fn a_counter_proposal_is_accepted_on_a_phone() {
    counter_proposal(Look::PHONE).await;
}

#[tokio::test]
async fn a_counter_proposal_is_accepted_on_a_desktop_in_indonesian() {
    counter_proposal(Look::DESKTOP.speaking("id")).await;
}

/// Buyer and seller act at once: the seller writes an answer while the buyer withdraws what it answers.
#[tokio::test]
async fn two_browsers_on_one_case() {
    let opened = Opened::by(Look::PHONE).await;
    let seller = opened.joined_by(SELLER).await;
    seller.fill(&seller.say("talk-write"), "Please show us the").await;
    seller.script("window.once = true", vec![]).await;
    let late = opened.joined_by(SELLER).await;
    late.act("propose").await;
    late.put("amount", "40").await;
    late.put("text", "Would this do?").await;

    opened.buyer.act("withdraw").await;
    opened.buyer.send("withdraw").await;
    seller.sees(&seller.say("frame-news")).await;
    seller.sees(&seller.say("closed-withdrawn")).await;
    assert_eq!(seller.script("return window.once", vec![]).await, true, "it was not loaded anew");
    assert_eq!(seller.value(&seller.say("talk-write")).await, "Please show us the");

    // What is sent too late says what happened, and keeps what was typed.
    late.send("propose").await;
    assert_eq!(late.status().await, 412, "the page was of an older state");
    assert!(late.client.source().await.expect("a page").contains("Would this do?"), "the words are lost");
    late.sound().await;
}
