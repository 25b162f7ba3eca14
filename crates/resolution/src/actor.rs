//! Who acts. What each may do is decided in the core, never at the edge.
use crate::id::{AggregateId, PartyId};
use serde::{Deserialize, Serialize};

/// Who gives a command.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "as", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// A buyer.
    Buyer(PartyId),
    /// A seller.
    Seller(PartyId),
    /// A person of the platform who decides cases.
    Mediator(PartyId),
    /// A person of the platform who looks after money.
    Finance(PartyId),
    /// The marketplace's own server, with its key.
    Marketplace,
    /// A carrier, through a connector.
    Carrier(String),
    /// A payment provider, through a connector.
    Gateway(String),
    /// A deadline that passed.
    Clock,
    /// Another aggregate, by a message.
    Aggregate(AggregateId),
}

impl Actor {
    /// The stable word of the role.
    #[must_use]
    pub const fn role(&self) -> &'static str {
        match self {
            Self::Buyer(_) => "buyer",
            Self::Seller(_) => "seller",
            Self::Mediator(_) => "mediator",
            Self::Finance(_) => "finance",
            Self::Marketplace => "marketplace",
            Self::Carrier(_) => "carrier",
            Self::Gateway(_) => "gateway",
            Self::Clock => "clock",
            Self::Aggregate(_) => "aggregate",
        }
    }

    /// The person behind it, if it is one.
    #[must_use]
    pub const fn party(&self) -> Option<PartyId> {
        match self {
            Self::Buyer(id) | Self::Seller(id) | Self::Mediator(id) | Self::Finance(id) => Some(*id),
            _ => None,
        }
    }
}

/// A side of a case, or the platform between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who opened the case.
    Opener,
    /// Who answers it.
    Respondent,
    /// The platform.
    Platform,
}

impl Side {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opener => "opener",
            Self::Respondent => "respondent",
            Self::Platform => "platform",
        }
    }
}
