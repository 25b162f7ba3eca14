//! The essential paths without scripts, and by the keyboard alone.
use crate::api::To;
use crate::browser::Browser;
use crate::look::Look;
use crate::people::Claim;
use crate::world::{CAME_BROKEN, World};

const CLAIM: Claim<'_> = Claim {
    received: true,
    reason: "counterfeit",
    finer: Some("trademark"),
    remedy: "refund",
    amount: Some("12.50"),
    words: "The maker's name is misspelled on the stamp.",
};

/// That the dispute is open, as the API tells it.
async fn is_open(world: &World, order: &str) {
    let case = world.case(order).await;
    assert_eq!(
        (case["reason"].as_str(), case["sub_reason"].as_str(), case["stage"]["name"].as_str()),
        (Some("counterfeit"), Some("trademark"), Some("responding"))
    );
    assert_eq!(case["asked"]["amount"]["amount"], 1250, "{case:#}");
}

#[tokio::test]
async fn a_dispute_is_opened_and_answered_without_scripts() {
    let world = World::demo();
    let browser = world.visit(Look::PHONE.without_scripts()).await;
    browser.enter_as("buyer").await;
    let order = world.order("buyer:ana", CAME_BROKEN).await;
    browser.to(&format!("/buyer/orders/{order}")).await;
    browser.dispute(CLAIM).await;
    is_open(&world, &order).await;
    let case = world.case(&order).await["id"].as_str().expect("an id").to_owned();
    let seller = world.visit(Look::DESKTOP.without_scripts()).await;
    seller.come(&world, "seller:petit-atelier", To::Case(&case)).await;
    seller.act("accept_request").await;
    seller.send("accept_request").await;
    seller.sees(&seller.say("done-accept_request")).await;
    assert_ne!(world.case(&order).await["stage"]["name"], "responding");
}

impl Browser {
    /// Tabs to a group of radio buttons and chooses one of them with the arrows.
    async fn pick(&self, name: &str, value: &str) {
        self.tab_until(&format!("the question {name}"), |here| here["name"] == name).await;
        self.key(fantoccini::key::Key::Space).await;
        for _ in 0..20 {
            if self.here().await["value"] == value {
                return;
            }
            self.key(fantoccini::key::Key::Down).await;
        }
        panic!("the arrows do not come to {name}={value}");
    }

    /// Tabs to a field and writes into it.
    async fn write(&self, name: &str, text: &str) {
        self.tab_until(&format!("the field {name}"), |here| here["name"] == name).await;
        // What Tab comes to in a field of one line is chosen whole, so that it is replaced.
        let field = self.client.active_element().await.expect("it has the focus");
        field.send_keys(text).await.expect("it takes text");
    }

    async fn press_by_key(&self, words: &str) {
        self.tab_to(words).await;
        self.enter().await;
    }
}

#[tokio::test]
async fn a_dispute_is_opened_with_the_keyboard_alone() {
    let world = World::demo();
    let browser = world.visit(Look::DESKTOP).await;
    browser.open("/demo").await;
    browser.press_by_key(&browser.words.with("demo-enter", &[("person", "Ana Pereira")])).await;
    let order = world.order("buyer:ana", CAME_BROKEN).await;
    let path = format!("/buyer/orders/{order}");
    browser.tab_until("the order", |here| here["href"] == path).await;
    browser.enter().await;
    browser.press_by_key(&browser.say("order-problem")).await;
    let next = browser.say("form-continue");
    browser.pick("received", "yes").await;
    browser.press_by_key(&next).await;
    browser.press_by_key(&next).await;
    browser.pick("reason", CLAIM.reason).await;
    browser.press_by_key(&next).await;
    browser.pick("sub_reason", CLAIM.finer.expect("it has finer ones")).await;
    browser.press_by_key(&next).await;
    browser.pick("remedy", CLAIM.remedy).await;
    browser.write("amount", "12.50").await;
    browser.press_by_key(&next).await;
    browser.write("words", CLAIM.words).await;
    browser.press_by_key(&next).await;
    browser.press_by_key(&next).await;
    browser.press_by_key(&browser.say("dispute-send")).await;
    browser.sees(&browser.say("dispute-opened")).await;
    is_open(&world, &order).await;
}
