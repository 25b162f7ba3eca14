//! Parcels: shipping, scans, receipt, and the windows that belong to them.
use super::{Frame, Order, Parcel, Told};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::observe::Nanos;
use crate::read::{Declared, DelayFound, OfParcel, Scan, Scans, WindowLengthened, WindowSet, WindowShut};

/// The words by which a carrier says that it failed.
const FAILED: [&str; 4] = ["lost", "damaged", "returned_to_sender", "attempt_failed"];

/// The causes by which a carrier says that a parcel is late without its recipient's doing.
const HOLDS_UP: [&str; 4] = ["delay", "disruption", "customs", "prohibited"];

/// The words that show that the carrier has or had the parcel.
const POSSESSED: [&str; 9] = [
    "in_transit",
    "awaiting_collection",
    "out_for_delivery",
    "delivered",
    "attempt_failed",
    "exception",
    "returned_to_sender",
    "lost",
    "damaged",
];

/// How much a word that ends a journey tells at one instant; nothing for words that do not end it.
fn rank(word: &str) -> Option<u8> {
    ["damaged", "lost", "returned_to_sender", "delivered"].iter().position(|w| *w == word)?.try_into().ok()
}

impl Parcel {
    /// Tracked: at the first carrier scan that shows it, or when the buyer says it came. Untracked or sent again: when
    /// declared.
    pub(crate) fn shipped(&self) -> bool {
        self.number.is_none() || self.resend || self.possessed || self.confirmed.is_some()
    }

    /// Delivered by the carrier's word, or confirmed by the buyer.
    pub(crate) fn arrived(&self) -> bool {
        self.confirmed.is_some() || self.ended.as_ref().is_some_and(|(_, _, word)| word == "delivered")
    }

    /// When it came: the carrier's first word of it, where that is its last word too, or the buyer's.
    pub(super) fn receipt(&self) -> Option<Nanos> {
        let delivered = self.ended.as_ref().is_some_and(|(_, _, word)| word == "delivered");
        self.delivered.filter(|_| delivered).into_iter().chain(self.confirmed).min()
    }

    /// Lost, damaged or returned, and the buyer does not say otherwise.
    pub(crate) fn failed(&self) -> bool {
        self.ended.as_ref().is_some_and(|(_, _, word)| word != "delivered")
    }

    fn scan(&mut self, scan: &Scan) {
        if !scan.by_carrier {
            return;
        }
        self.possessed |= POSSESSED.contains(&scan.status.as_str());
        if FAILED.contains(&scan.status.as_str()) {
            self.failed_at = self.failed_at.max(Some(scan.at.0));
        }
        let late = scan.cause.as_deref().is_some_and(|cause| HOLDS_UP.contains(&cause));
        if scan.status == "exception" || (late && rank(&scan.status).is_none()) {
            self.held_up.push((scan.at.0, scan.cause.clone()));
        }
        if scan.status == "delivered" {
            self.delivered = Some(self.delivered.map_or(scan.at.0, |first| first.min(scan.at.0)));
        }
        if let Some(rank) = rank(&scan.status) {
            let new = (scan.at.0, rank, scan.status.clone());
            if self.ended.as_ref().is_none_or(|old| (old.0, old.1) < (new.0, new.1)) {
                self.ended = Some(new);
            }
        }
    }
}

impl Order {
    pub(super) fn declared(&mut self, frame: &Frame<'_>, fact: &Declared, told: &mut Told) -> Held {
        let no = u16::try_from(self.parcels.len()).unwrap_or(u16::MAX);
        ensure!(fact.parcel == no, RecordForm, ("parcel {no} is declared next"), ("parcel {}", fact.parcel));
        ensure!(
            !self.stopped("shipping"),
            Frozen,
            ("nothing is shipped while it is frozen"),
            ("parcel {no}")
        );
        for unit in &fact.units {
            let Some(found) = self.units.get(usize::from(*unit)) else {
                fail!(RecordForm, ("units of the order"), ("unit {unit}"));
            };
            ensure!(
                fact.case.is_some() || !found.cancelled,
                Rights,
                ("a cancelled unit is not shipped"),
                ("unit {unit} in parcel {no}")
            );
            let first = self.unshipped().any(|u| u == *unit);
            ensure!(
                first != fact.resend,
                Rights,
                ("what was shipped is only sent again, what was not is sent"),
                ("unit {unit} with resend {}", fact.resend)
            );
        }
        for unit in &fact.units {
            if let Some(unit) = self.units.get_mut(usize::from(*unit)) {
                unit.parcels.push(no);
                // What is sent again is a new instance of the unit, which may be disputed anew (DIS-18).
                unit.withdrawn = if fact.resend { 0 } else { unit.withdrawn };
            }
        }
        if let Some(case) = fact.case {
            self.case_goes(case, frame, "done", &["dispatching_replacement"])?;
        }
        if let (Some(carrier), Some(number)) = (&fact.carrier, &fact.number) {
            told.declared = Some((carrier.clone(), number.clone()));
        }
        self.parcels.push(Parcel {
            carrier: fact.carrier.clone(),
            number: fact.number.clone(),
            resend: fact.resend,
            case: fact.case,
            ..Parcel::default()
        });
        Ok(())
    }

    pub(super) fn scanned(&mut self, fact: &Scans, told: &mut Told) -> Held {
        let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) else {
            fail!(RecordForm, ("a parcel of the order"), ("parcel {}", fact.parcel));
        };
        for scan in &fact.scans {
            parcel.scan(scan);
            if let (Some(carrier), Some(number)) = (&parcel.carrier, &parcel.number) {
                told.scans.push((carrier.clone(), number.clone(), scan.at.0, scan.status.clone()));
            }
        }
        Ok(())
    }

    /// A window is set: never to end sooner than was shown, but for one case: on arrival *not received* ends with
    /// *received*. And whoever learns of the receipt has the time that the policy gives from then.
    pub(super) fn window_set(&mut self, frame: &Frame<'_>, fact: &WindowSet) -> Held {
        let Some(parcel) = self.parcels.get(usize::from(fact.parcel)) else {
            fail!(RecordForm, ("a parcel of the order"), ("parcel {}", fact.parcel));
        };
        let (opens, closes) = (fact.opens.0, fact.closes.0);
        if fact.kind == "received" {
            if let Some((_, old)) = parcel.received {
                ensure!(
                    closes >= old,
                    WindowShortened,
                    ("the window shown to end at {} ends no sooner", shown(old)),
                    ("{}", shown(closes))
                );
            } else {
                let grace = frame.calendar.end(frame.at, frame.policy.learned_grace);
                ensure!(
                    closes >= grace,
                    WindowShortened,
                    ("time from when the receipt became known, to {}", shown(grace)),
                    ("{}", shown(closes))
                );
                if frame.policy.opens_at_receipt {
                    let least = frame.calendar.end(opens, frame.policy.received_close);
                    ensure!(
                        closes >= least,
                        WindowShortened,
                        ("the policy's days from the receipt, to {}", shown(least)),
                        ("{}", shown(closes))
                    );
                }
                ensure!(
                    parcel.arrived(),
                    WindowClosed,
                    ("a window for what was received after a receipt"),
                    ("one without")
                );
            }
        } else {
            let with_received = parcel.received.filter(|_| parcel.arrived()).map(|(_, closes)| closes);
            // The window of what came may be set right after this one, in the same record.
            let arrives = parcel.arrived() && fact.rule == "PRO-7";
            let old = parcel.not_received.map(|(_, old)| old);
            if let Some(old) = old {
                let least = if arrives { with_received.unwrap_or(frame.at) } else { old };
                ensure!(
                    closes >= least.min(old),
                    WindowShortened,
                    ("the window shown to end at {} ends no sooner", shown(old)),
                    ("{}", shown(closes))
                );
            }
            ensure!(!parcel.shut, WindowShortened, ("a window that was shut stays shut"), ("set again"));
        }
        if let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) {
            let window = Some((opens, closes));
            if fact.kind == "received" {
                parcel.received = window;
            } else {
                parcel.not_received = window;
            }
        }
        Ok(())
    }

    /// Only the buyer's own word, or silence on the address question, shuts the window for what did not come.
    pub(super) fn window_shut(&mut self, fact: &WindowShut) -> Held {
        let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) else {
            fail!(RecordForm, ("a parcel of the order"), ("parcel {}", fact.parcel));
        };
        let settled = parcel.address.is_some_and(|(_, answer)| answer.is_some_and(|a| a != Some(false)));
        ensure!(
            fact.kind == "not_received" && (parcel.confirmed.is_some() || settled),
            WindowShortened,
            ("'not received' is shut by the buyer's confirmation or the address question alone"),
            ("{} shut by {}", fact.kind, fact.rule)
        );
        parcel.shut = true;
        parcel.not_received = None;
        Ok(())
    }

    /// The seller lengthens the windows of a parcel, and never shortens one.
    pub(super) fn lengthened(&mut self, fact: &WindowLengthened) -> Held {
        let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) else {
            fail!(RecordForm, ("a parcel of the order"), ("parcel {}", fact.parcel));
        };
        let ends = [parcel.received, parcel.not_received];
        let shown_to = ends.into_iter().flatten().map(|(_, closes)| closes).max().max(parcel.lengthened);
        ensure!(
            shown_to.is_some_and(|last| fact.until.0 > last),
            WindowShortened,
            ("beyond {:?}", shown_to.map(shown)),
            ("{}", shown(fact.until.0))
        );
        parcel.lengthened = Some(fact.until.0);
        Ok(())
    }

    /// The buyer is told of the carrier's silence only while the parcel has not come.
    pub(super) fn silent(&self, fact: &OfParcel) -> Held {
        let parcel = self.parcels.get(usize::from(fact.parcel));
        ensure!(
            parcel.is_some_and(|parcel| !parcel.arrived()),
            StageDefault,
            ("silence about a parcel that has not come"),
            ("parcel {} has", fact.parcel)
        );
        Ok(())
    }

    /// A delay is the carrier's own word about a parcel on its way, and is told once.
    pub(super) fn delayed(&mut self, fact: &DelayFound) -> Held {
        let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) else {
            fail!(RecordForm, ("a parcel of the order"), ("parcel {}", fact.parcel));
        };
        ensure!(
            !parcel.arrived() && !parcel.failed(),
            StageDefault,
            ("a delay of a parcel that is on its way"),
            ("parcel {} is not", fact.parcel)
        );
        let said = |at: Nanos| parcel.held_up.iter().any(|(since, _)| *since == at);
        let why = fact.cause.is_none() || parcel.held_up.iter().any(|(_, cause)| *cause == fact.cause);
        ensure!(
            said(fact.since.0) && why,
            StageDefault,
            ("a delay as the carrier told it"),
            ("one since {} because of {:?}", shown(fact.since.0), fact.cause)
        );
        let told = (fact.since.0, fact.cause.clone());
        ensure!(
            parcel.delay_told.as_ref() != Some(&told),
            StageDefault,
            ("a delay is told once"),
            ("the same again, since {}", shown(told.0))
        );
        parcel.delay_told = Some(told);
        Ok(())
    }

    /// After a record: what was lengthened ends no sooner.
    pub(super) fn windows_hold(&self) -> Held {
        for (parcel, no) in self.parcels.iter().zip(0_u16..) {
            let Some(until) = parcel.lengthened else { continue };
            // A parcel that turned back has not come: what was shown for what came holds no longer.
            let received = parcel.received.filter(|_| parcel.arrived());
            let short = [received, parcel.not_received].into_iter().flatten().find(|(_, c)| *c < until);
            ensure!(
                short.is_none(),
                WindowShortened,
                ("windows of parcel {no} to {}", shown(until)),
                ("{:?}", short.map(|(_, closes)| shown(closes)))
            );
        }
        Ok(())
    }

    pub(super) fn address_answered(&mut self, frame: &Frame<'_>, fact: &OfParcel) -> Held {
        let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) else { return Ok(()) };
        let Some((end, None)) = parcel.address else {
            fail!(StageDefault, ("an open question about the address"), ("an answer to none"));
        };
        let in_time = if frame.is_clock() { frame.due == Some(end) } else { frame.at < end };
        ensure!(
            in_time && frame.is_clock() == fact.received.is_none(),
            StageDefault,
            ("an answer before {}, or silence at that instant", shown(end)),
            ("{:?} by {} at {}", fact.received, frame.role, shown(frame.at))
        );
        parcel.address = Some((end, Some(fact.received)));
        Ok(())
    }

    pub(super) fn asked_about(&mut self, frame: &Frame<'_>, fact: &OfParcel, address: bool) -> Held {
        let within = if address { frame.policy.address_within } else { frame.policy.collect_within };
        let ends = frame.calendar.end(frame.at, within);
        let end = fact.end.map_or(0, |end| end.0);
        ensure!(
            end == ends,
            StageClock,
            ("a question to the buyer ends at {}", shown(ends)),
            ("{}", shown(end))
        );
        if let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) {
            if address {
                parcel.address = Some((end, None));
            } else {
                parcel.collection = Some((end, false));
            }
        }
        Ok(())
    }

    pub(super) fn not_collected(&mut self, frame: &Frame<'_>, fact: &OfParcel) -> Held {
        let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) else { return Ok(()) };
        let open = parcel.collection.filter(|(_, over)| !over).map(|(end, _)| end);
        ensure!(
            open.is_some() && open == frame.due,
            StageDefault,
            ("the time to collect is over at {:?}", open.map(shown)),
            ("at {:?}", frame.due.map(shown))
        );
        parcel.collection = open.map(|end| (end, true));
        Ok(())
    }

    /// Whether the window for a dispute over a unit is open.
    pub(super) fn window_open(&self, frame: &Frame<'_>, unit: u16, received: bool) -> Held {
        let Some((no, parcel)) = self.parcel_of(unit) else {
            fail!(WindowClosed, ("a dispute over what was shipped"), ("unit {unit} in no parcel"));
        };
        let window = if received { parcel.received } else { parcel.not_received };
        let open = window.is_some_and(|(opens, closes)| opens <= frame.at && frame.at < closes);
        ensure!(
            open,
            WindowClosed,
            ("a window of parcel {no} that is open: {:?}", window.map(|(o, c)| (shown(o), shown(c)))),
            ("a dispute over unit {unit} at {}", shown(frame.at))
        );
        Ok(())
    }
}
