//! Goods that go back: the journey, what came, whether it is accepted.
use super::{Frame, Order};
use crate::broken::{Held, ensure};
use crate::calendar::shown;
use crate::read::{OfCase, ReturnObjected, ReturnScans};
use std::collections::BTreeSet;

impl Order {
    pub(super) fn return_scanned(&mut self, frame: &Frame<'_>, fact: &ReturnScans) -> Held {
        let said = |words: &[&str]| fact.scans.iter().any(|scan| words.contains(&scan.status.as_str()));
        let (arrived, lost) = (said(&["delivered"]), said(&["lost", "damaged"]));
        let case = self.case_mut(fact.case)?;
        let stage = case.stage.as_ref().map_or("", |s| s.name.as_str());
        match stage {
            "return_in_transit" if arrived => {
                self.case_goes(fact.case, frame, "arrived", &["return_in_transit"])
            }
            "return_in_transit" if lost => self.case_goes(fact.case, frame, "lost", &["return_in_transit"]),
            "reviewing" if arrived => {
                case.going = Some("inspecting".into());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What came back: said by the seller or the marketplace's warehouse, who need not wait for the carrier's word.
    pub(super) fn return_received(&mut self, fact: &OfCase) -> Held {
        let case = self.case_mut(fact.case)?;
        let stage = case.stage.as_ref().map_or("", |stage| stage.name.as_str());
        ensure!(
            case.sent_back && !case.closed && stage == "inspecting",
            StageExit,
            ("what came back is said where it is inspected"),
            ("in {stage}")
        );
        case.came_back = true;
        Ok(())
    }

    /// Accepted by the seller, who said what came, or by silence at the end of the inspection (RET-7).
    pub(super) fn return_accepted(&mut self, frame: &Frame<'_>, fact: &OfCase) -> Held {
        if !frame.is_clock() {
            self.case_goes(fact.case, frame, "accept", &["inspecting"])?;
            let said = self.case(fact.case)?.came_back;
            ensure!(said, StageExit, ("accepted once it is said what came"), ("nothing was said"));
            return Ok(());
        }
        let stage = self.case(fact.case)?.stage.as_ref().filter(|stage| stage.name == "inspecting");
        let end = stage.and_then(|stage| stage.end);
        ensure!(
            end.is_some() && end == frame.due,
            StageDefault,
            ("silence about what came back at {:?}", end.map(shown)),
            ("at {:?}", frame.due.map(shown))
        );
        Ok(())
    }

    /// An objection shows every document that the policy asks for (RET-6).
    pub(super) fn return_objected(&mut self, frame: &Frame<'_>, fact: &ReturnObjected) -> Held {
        self.case_goes(fact.case, frame, "object", &["inspecting"])?;
        let asked = frame.policy.objection_documents;
        let shown = fact.documents.iter().collect::<BTreeSet<_>>().len();
        let case = self.case_mut(fact.case)?;
        ensure!(
            case.came_back && shown >= asked,
            StageExit,
            ("an objection to what came, with {asked} documents"),
            ("said what came: {}, documents: {shown}", case.came_back)
        );
        case.return_contested = true;
        Ok(())
    }
}
