//! Bodies of the HTTP API: every type that a request is read into.
use serde::de::DeserializeOwned;

/// Reads the bytes as each of the types, as the server does; a place is named where that fails.
macro_rules! every {
    ($bytes:expr; $($name:ident)+) => {
        $(read::<api::$name>($bytes);)+
    };
}

/// The bytes as a body of every kind.
pub(crate) fn body(bytes: &[u8]) {
    every!(bytes;
        AcceptProposal AcceptReturn AccountAssign AccountWords AddressAnswer Assign ChangeCase KeyName LongerShipBy
        LongerWindow MoveClock NewAccountRuling NewAnswer NewAnswerDraft NewAppeal NewBuyerCause NewCancellation NewCapture
        NewCase NewClaim NewClaimAnswer NewComplaint NewFinding NewFundChange NewGoodwillRefund NewHold NewLegResult
        NewLogEntry NewMarketplace NewMessage NewPassword NewPayout NewPayoutRoute NewPerson NewPortalLink NewProposal
        NewPurchase NewQuestion NewQuestionnaire NewReceipt NewReport NewRestriction NewReturn NewRiskFreeze NewRuling
        NewShipment NewStaff NewTracking Nothing ObjectToReturn QuestionAnswer ReturnAddress ReturnReceipt ReturnShipment
        RiskDecision Why WithWords
    );
}

fn read<T: DeserializeOwned>(bytes: &[u8]) {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    if let Err(error) = serde_path_to_error::deserialize::<_, T>(&mut json) {
        // The problem shows both.
        let (path, said) = (error.path().to_string(), error.inner().to_string());
        assert!(!path.is_empty() || !said.is_empty(), "a refusal says where or what");
    }
}
