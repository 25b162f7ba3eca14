//! Remembered answers, natural keys, documents.
use crate::cases;
use crate::fixtures::{at, commit, live, marketplaces, order, sandbox, write, written};
use engine::ports::{Batch, Document, NewAnswer, Outcome, Store, Taken, Write};
use std::sync::Arc;

cases!(
    an_answer_is_remembered_and_forgotten,
    an_answer_given_meanwhile_makes_a_write_stale,
    natural_keys_are_taken_for_ever_by_the_first,
    documents_are_found_by_digest_and_marketplace,
);

fn answer(key: u8, second: i64) -> Option<NewAnswer> {
    Some(NewAnswer { key: [key; 16], request: [9; 32], outcome: b"done".to_vec(), at: at(second) })
}

async fn an_answer_is_remembered_and_forgotten(store: &dyn Store) {
    marketplaces(store).await;
    let decided = Write { answer: answer(1, 100), ..write(live(), order(1), 0, &["a"]) };
    let refused = Write { answer: answer(2, 100), ..write(live(), order(9), 0, &[]) };
    let positions = written(store, vec![decided, refused]).await;
    let found = store.answers(vec![[1; 16], [2; 16], [3; 16]], at(0)).await.expect("they are read");
    let [Some(first), Some(second), None] = &found[..] else { panic!("in the order asked: {found:?}") };
    assert_eq!((first.request, &first.outcome[..], first.position), ([9; 32], &b"done"[..], positions[0]));
    assert_eq!(second.position, None, "a refusal of nothing has no record");
    assert!(store.answers(vec![[1; 16]], at(101)).await.expect("they are read")[0].is_none());
    assert_eq!(store.forget_answers(at(100), 10).await.expect("none is older"), 0);
    assert_eq!(store.forget_answers(at(101), 1).await.expect("one of two"), 1);
    assert_eq!(store.forget_answers(at(101), 10).await.expect("the other"), 1);
    assert!(
        store
            .answers(vec![[1; 16], [2; 16]], at(0))
            .await
            .expect("they are read")
            .iter()
            .all(Option::is_none)
    );
}

async fn an_answer_given_meanwhile_makes_a_write_stale(store: &dyn Store) {
    marketplaces(store).await;
    let with = |no, at| Write { answer: answer(1, at), ..write(live(), order(no), 0, &["a"]) };
    written(store, vec![with(1, 100)]).await;
    assert_eq!(commit(store, vec![with(2, 110)]).await, [Outcome::Stale]);
    assert!(store.history(order(2)).await.expect("it is read").is_empty());
    // A forgotten answer is no answer, even before its row is gone.
    let batch = Batch { writes: vec![Arc::new(with(3, 5_000))], forget_before: at(200), clocks: Vec::new() };
    let outcomes = store.commit(batch).await.expect("it is committed");
    assert!(matches!(outcomes[..], [Outcome::Committed { .. }]));
    let twice = vec![
        Write { answer: answer(7, 1), ..write(live(), order(4), 0, &["a"]) },
        Write { answer: answer(7, 1), ..write(live(), order(5), 0, &["a"]) },
    ];
    assert!(matches!(commit(store, twice).await[..], [Outcome::Committed { .. }, Outcome::Stale]));
}

async fn natural_keys_are_taken_for_ever_by_the_first(store: &dyn Store) {
    marketplaces(store).await;
    let taking = |no, keys: &[u8]| Write {
        natural: keys.iter().map(|key| [*key; 16]).collect(),
        ..write(live(), order(no), 0, &["a"])
    };
    let positions = written(store, vec![taking(1, &[1, 2])]).await;
    assert_eq!(commit(store, vec![taking(2, &[2])]).await, [Outcome::Stale]);
    // One of its keys is free: it counts, and the taken one stays with its first owner.
    written(store, vec![taking(3, &[2, 3])]).await;
    let found = store.taken(vec![[2; 16], [4; 16]]).await.expect("they are read");
    assert_eq!(found, [Some(Taken { first: 1, version: 1, position: positions[0] }), None]);
    let nothing_to_do = Write { natural: vec![[4; 16]], ..write(live(), order(1), 1, &[]) };
    assert_eq!(written(store, vec![nothing_to_do]).await, [None]);
    let found = store.taken(vec![[4; 16]]).await.expect("they are read");
    assert_eq!(found, [Some(Taken { first: 2, version: 1, position: None })]);
}

async fn documents_are_found_by_digest_and_marketplace(store: &dyn Store) {
    marketplaces(store).await;
    let document = |no: u8| Document { digest: [no; 32], kind: "listing".to_owned(), bytes: vec![no; 3] };
    store.put_documents(live(), vec![document(1), document(1)]).await.expect("they are kept");
    written(
        store,
        vec![Write { documents: vec![document(1), document(2)], ..write(live(), order(1), 0, &["a"]) }],
    )
    .await;
    for no in [1, 2] {
        assert_eq!(store.document(live(), [no; 32]).await.expect("it is read"), Some(document(no)));
        assert_eq!(store.document(sandbox(), [no; 32]).await.expect("it is read"), None);
    }
}
