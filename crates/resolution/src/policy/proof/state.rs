//! A case as the proof sees it: everything of it that decides where it can go, and nothing else.
//!
//! Amounts, words, persons and instants are left out; what they could decide is decided both ways instead.
use crate::policy::{RemedyKind, StageName};

/// A remedy, as far as it decides the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Give {
    Refund,
    ReturnAndRefund,
    Replacement,
    ReplacementAfterReturn,
    FeeRefund,
    Other,
}

impl Give {
    /// What may be asked, offered and ruled where goods came, or where they did not: nothing goes back that never came.
    pub fn all(received: bool) -> &'static [Self] {
        const WITHOUT_RETURN: &[Give] = &[Give::Refund, Give::Replacement, Give::FeeRefund, Give::Other];
        const ALL: &[Give] = &[
            Give::Refund,
            Give::Replacement,
            Give::FeeRefund,
            Give::Other,
            Give::ReturnAndRefund,
            Give::ReplacementAfterReturn,
        ];
        if received { ALL } else { WITHOUT_RETURN }
    }

    /// What may be asked where a reason offers this remedy.
    pub fn of(kind: RemedyKind, received: bool) -> &'static [Self] {
        match kind {
            RemedyKind::Refund => &[Self::Refund],
            RemedyKind::ReturnAndRefund => &[Self::ReturnAndRefund],
            RemedyKind::Replacement if received => &[Self::Replacement, Self::ReplacementAfterReturn],
            RemedyKind::Replacement => &[Self::Replacement],
            RemedyKind::FeeRefund => &[Self::FeeRefund],
            RemedyKind::Other => &[Self::Other],
            RemedyKind::SellerPayment => &[],
        }
    }

    /// In words, after "accepts", "offers" or "rules".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Refund => "a refund",
            Self::ReturnAndRefund => "return and refund",
            Self::Replacement => "a replacement",
            Self::ReplacementAfterReturn => "a replacement after the goods came back",
            Self::FeeRefund => "the shipping fee back",
            Self::Other => "another solution",
        }
    }
}

/// What the last ruling gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Ruled {
    /// Nothing was ruled yet.
    #[default]
    Not,
    /// The dispute fails.
    Nothing,
    Gives(Give),
}

/// Facts about a case that are true or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Marks(u16);

impl Marks {
    /// Somebody appealed.
    pub const APPEALED: Self = Self(1);
    /// The goods were sent back.
    pub const RETURNED: Self = Self(1 << 1);
    /// What came back was looked at: accepted or objected to.
    pub const LOOKED_AT: Self = Self(1 << 2);
    /// The return arrived after its case had gone to review.
    pub const CAME_LATE: Self = Self(1 << 3);
    /// The platform's proposal stands.
    pub const PROPOSED: Self = Self(1 << 4);
    /// The mediator's question stands.
    pub const ASKED: Self = Self(1 << 5);
    /// A refund is promised: the gateway is at work.
    pub const PROMISED: Self = Self(1 << 6);
    /// The replacement was sent.
    pub const SENT_AGAIN: Self = Self(1 << 7);
    /// A review rests, with what is left of its clock.
    pub const RESTS: Self = Self(1 << 8);

    pub const fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    pub const fn with(self, mark: Self) -> Self {
        Self(self.0 | mark.0)
    }

    pub const fn without(self, mark: Self) -> Self {
        Self(self.0 & !mark.0)
    }
}

/// A case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct State {
    pub stage: StageName,
    pub asked: Give,
    /// The remedy that is carried out, once fixed.
    pub fixed: Option<Give>,
    pub ruled: Ruled,
    pub marks: Marks,
}

impl State {
    pub fn has(&self, mark: Marks) -> bool {
        self.marks.has(mark)
    }

    pub fn with(self, mark: Marks) -> Self {
        Self { marks: self.marks.with(mark), ..self }
    }

    pub fn without(self, mark: Marks) -> Self {
        Self { marks: self.marks.without(mark), ..self }
    }

    /// No outcome fixed, and no ruling out that could still be appealed (`undecided` of the core).
    pub fn undecided(&self) -> bool {
        self.fixed.is_none() && (self.ruled == Ruled::Not || self.has(Marks::APPEALED))
    }

    /// What was agreed, or else ruled for the opener.
    pub fn owed(&self) -> Option<Give> {
        self.fixed.or(match self.ruled {
            Ruled::Gives(give) => Some(give),
            Ruled::Not | Ruled::Nothing => None,
        })
    }
}
