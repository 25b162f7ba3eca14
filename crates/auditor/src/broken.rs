//! A broken invariant, before it is known where in the feed it stands.
use crate::violation::Invariant;

/// Which invariant, what should be, and what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) invariant: Invariant,
    pub(crate) expected: String,
    pub(crate) found: String,
}

/// Whether everything holds.
pub(crate) type Held = Result<(), Box<Broken>>;

impl Broken {
    pub(crate) fn new(invariant: Invariant, expected: String, found: String) -> Box<Self> {
        Box::new(Self { invariant, expected, found })
    }
}

/// Goes on where a condition holds; else returns the invariant as broken. Texts are made only then.
macro_rules! ensure {
    ($ok:expr, $invariant:ident, ($($expected:tt)+), ($($found:tt)+)) => {
        if !$ok {
            return Err($crate::broken::Broken::new(
                $crate::violation::Invariant::$invariant,
                format!($($expected)+),
                format!($($found)+),
            ));
        }
    };
}
pub(crate) use ensure;

/// Returns an invariant as broken.
macro_rules! fail {
    ($invariant:ident, ($($expected:tt)+), ($($found:tt)+)) => {
        return Err($crate::broken::Broken::new(
            $crate::violation::Invariant::$invariant,
            format!($($expected)+),
            format!($($found)+),
        ))
    };
}
pub(crate) use fail;
