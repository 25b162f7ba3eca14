//! A loss that was accepted after an older database was restored: shown for ever, no failure, and no cover for a later loss.
use crate::damage::Damage;
use crate::house::House;
use crate::support::now;
use engine::checkpoint::Made;
use engine::verify::{AcceptedLoss, ProblemKind, Report};
use testbed::Bed;

/// Two orders and a checkpoint are copied; then come two more orders and another checkpoint; then the copy is all that is
/// left of the databases, with the files beside it as they are.
async fn restored() -> Bed {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    house.order("r1", "b").await;
    house.order("r2", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    drop(house);
    let older = bed.copy().await;
    let house = House::open(&bed).await;
    house.order("r3", "b").await;
    house.order("r4", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    for name in ["checkpoints.jsonl", "checkpoints/1.heads", "checkpoints/2.heads"] {
        std::fs::copy(bed.folder().join(name), older.folder().join(name)).expect("copies");
    }
    older
}

fn kinds(report: &Report) -> Vec<ProblemKind> {
    report.problems.iter().map(|problem| problem.kind).collect()
}

#[tokio::test]
async fn what_an_older_database_lost_is_a_failure_until_it_is_accepted() {
    let bed = restored().await;
    let house = House::open(&bed).await;
    let report = house.verify().await;
    use ProblemKind::{AggregateMissing, Checkpoint};
    assert_eq!(kinds(&report), [Checkpoint, AggregateMissing, AggregateMissing], "{:#?}", report.problems);
    let missing = house.checkpointer().missing().await.expect("counts").expect("a checkpoint");
    assert_eq!((missing.newest.number, missing.position, missing.lost, missing.alarms), (2, 6, 2, 0));
    assert!(!missing.nothing());

    let accept = || async { house.checkpointer().accept_loss(now(), "operator", "disk_failed").await };
    let loss = accept().await.expect("accepts").expect("there is something");
    assert_eq!((loss.through, loss.position, loss.lost), (2, 6, 2));
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
    let (who, why) = ("operator".to_owned(), "disk_failed".to_owned());
    let shown = AcceptedLoss { at: now(), who, why, checkpoint: 2, lost: 2, position: 6 };
    assert_eq!(report.accepted_losses, std::slice::from_ref(&shown));
    assert_eq!(report.checkpoint, Some((3, now())), "from here everything counts again");
    assert_eq!(accept().await.expect("looks"), None, "there is nothing more to accept");

    for n in 5..12 {
        house.order(&format!("r{n}"), "b").await;
        house.checkpointer().make(now()).await.expect("makes");
    }
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
    assert_eq!(report.accepted_losses, [shown], "it is shown for ever");
}

#[tokio::test]
async fn an_accepted_loss_hides_no_other() {
    let bed = restored().await;
    let house = House::open(&bed).await;
    house.checkpointer().accept_loss(now(), "operator", "disk_failed").await.expect("accepts");
    let first = house.store.heads(0, 1).await.expect("reads")[0].id;
    let house = house.damaged(Damage::gone(first)).await;
    assert!(kinds(&house.verify().await).contains(&ProblemKind::AggregateMissing));
    let Made::New(next) = ({
        house.order("r9", "b").await;
        house.checkpointer().make(now()).await.expect("makes")
    }) else {
        panic!("unchanged")
    };
    assert_eq!((next.number, next.lost), (4, 1));
    let report = house.verify().await;
    assert!(kinds(&report).contains(&ProblemKind::Checkpoint), "{:#?}", report.problems);
    assert_eq!(report.accepted_losses.len(), 1);
}

#[tokio::test]
async fn a_loss_that_a_checkpoint_found_first_can_be_accepted_afterwards() {
    let bed = restored().await;
    let house = House::open(&bed).await;
    house.order("r5", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    assert!(!house.verify().await.ok, "it went on without a word");
    let missing = house.checkpointer().missing().await.expect("counts").expect("a checkpoint");
    assert_eq!((missing.lost, missing.alarms), (0, 1));
    house.checkpointer().accept_loss(now(), "operator", "disk_failed").await.expect("accepts");
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
}

#[tokio::test]
async fn an_altered_acceptance_and_one_of_another_history_count_for_nothing() {
    let bed = restored().await;
    let house = House::open(&bed).await;
    house.checkpointer().accept_loss(now(), "operator", "disk_failed").await.expect("accepts");
    let file = bed.folder().join("losses.jsonl");
    let text = std::fs::read_to_string(&file).expect("reads");
    std::fs::write(&file, text.replace("operator", "somebody")).expect("writes");
    let report = house.verify().await;
    assert!(report.problems.iter().any(|one| one.message.contains("Line 1 of losses.jsonl")));
    assert!(kinds(&report).contains(&ProblemKind::AggregateMissing), "nothing is given up by it");
    drop(house);

    let other = Bed::make().await;
    let house = House::open(&other).await;
    house.order("x1", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    std::fs::write(other.folder().join("losses.jsonl"), text).expect("writes");
    let report = house.verify().await;
    assert!(
        report.problems.iter().any(|one| one.message.contains("not in checkpoints.jsonl")),
        "{report:#?}"
    );
    assert_eq!(report.accepted_losses, []);
}
