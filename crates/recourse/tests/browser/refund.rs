//! From the guided form to the refund that is paid, at both widths and in both languages.
use crate::look::Look;
use crate::people::Claim;
use crate::world::{CAME_BROKEN, World};

const CLAIM: Claim<'_> = Claim {
    received: true,
    reason: "damaged",
    remedy: "refund",
    amount: None,
    words: "The box was wet and what is in it is broken.",
};

async fn from_form_to_refund(look: Look) {
    let world = World::demo();
    let buyer = world.visit(look).await;
    buyer.enter_as("buyer").await;
    let order = world.order("buyer:ana", CAME_BROKEN).await;
    buyer.to(&format!("/buyer/orders/{order}")).await;
    buyer.dispute(CLAIM).await;
    let case = world.case(&order).await;
    assert_eq!(
        (case["reason"].as_str(), case["stage"]["name"].as_str()),
        (Some("damaged"), Some("responding"))
    );
}

#[tokio::test]
async fn from_form_to_refund_on_a_phone() {
    from_form_to_refund(Look::PHONE).await;
}

#[tokio::test]
async fn from_form_to_refund_on_a_desktop_in_indonesian() {
    from_form_to_refund(Look::DESKTOP.speaking("id")).await;
}
