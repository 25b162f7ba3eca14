//! Marketplaces, policies, calendars, keys.
use crate::cases;
use crate::fixtures::{at, live, marketplace, marketplaces, sandbox};
use engine::ports::{ApiKey, Marketplace, Staff, Store, StoreError};
use resolution::id::MarketplaceId;

cases!(
    a_marketplace_is_made_once,
    a_marketplace_changes_and_stays_what_it_is,
    policies_and_calendars_are_kept,
    api_keys_are_found_by_hash_and_revoked,
    staff_belongs_to_one_marketplace_and_goes_without_a_trace,
);

async fn a_marketplace_is_made_once(store: &dyn Store) {
    marketplaces(store).await;
    marketplaces(store).await;
    store.move_clock(sandbox(), at(5_000)).await.expect("it moves");
    let later = Marketplace { created: at(9), ..marketplace("sandbox", Some(at(1))) };
    store.create_marketplace(later).await.expect("only its times differ");
    let found = store.marketplace(sandbox()).await.expect("it is read").expect("it is there");
    assert_eq!(found, marketplace("sandbox", Some(at(5_000))));
    let other = Marketplace { zone: "Asia/Jakarta".to_owned(), ..marketplace("live", None) };
    assert!(matches!(store.create_marketplace(other).await, Err(StoreError::Exists { .. })));
    let turned = marketplace("live", Some(at(1)));
    assert!(matches!(store.create_marketplace(turned).await, Err(StoreError::Exists { .. })));
    let all = store.marketplaces().await.expect("they are read");
    assert_eq!(all.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["live", "sandbox"]);
}

async fn a_marketplace_changes_and_stays_what_it_is(store: &dyn Store) {
    marketplaces(store).await;
    let changed = Marketplace { policy: "1".repeat(64), sandbox: Some(at(7)), ..marketplace("live", None) };
    store.update_marketplace(changed).await.expect("it is changed");
    let found = store.marketplace(live()).await.expect("it is read").expect("it is there");
    assert_eq!((found.policy, found.sandbox), ("1".repeat(64), None));
    let missing = store.update_marketplace(marketplace("nobody", None)).await;
    assert!(matches!(missing, Err(StoreError::Missing { .. })));
}

async fn policies_and_calendars_are_kept(store: &dyn Store) {
    marketplaces(store).await;
    let files = [("policy.toml".to_owned(), "name = \"x\"".to_owned())].into();
    let hash = "a".repeat(64);
    store.put_policy(hash.clone(), files, at(1)).await.expect("it is kept");
    store.put_policy(hash.clone(), [].into(), at(2)).await.expect("nothing happens");
    let found = store.policy_files(hash.clone()).await.expect("it is read").expect("it is there");
    assert_eq!(found.get("policy.toml").map(String::as_str), Some("name = \"x\""));
    assert_eq!(store.policies().await.expect("they are read"), [(hash, at(1))]);
    assert_eq!(store.policy_files("b".repeat(64)).await.expect("it is read"), None);
    for text in ["one", "two"] {
        store.put_calendar(live(), "c".to_owned(), text.to_owned()).await.expect("it is kept");
    }
    assert_eq!(store.calendar(live(), "c".to_owned()).await.expect("it is read").as_deref(), Some("two"));
    assert_eq!(store.calendar(sandbox(), "c".to_owned()).await.expect("it is read"), None);
}

async fn api_keys_are_found_by_hash_and_revoked(store: &dyn Store) {
    marketplaces(store).await;
    let key = |no: u8, marketplace| ApiKey {
        id: format!("key_{no}"),
        marketplace,
        name: "shop".to_owned(),
        role: "server".to_owned(),
        hash: [no; 32],
        created: at(1),
        revoked: None,
    };
    store.put_api_key(key(1, Some(live()))).await.expect("it is kept");
    store.put_api_key(key(2, None)).await.expect("it is kept");
    assert!(store.put_api_key(key(1, None)).await.is_err(), "a key is one key");
    assert_eq!(store.api_key([1; 32]).await.expect("it is read"), Some(key(1, Some(live()))));
    assert_eq!(store.api_keys(None).await.expect("they are read"), [key(2, None)]);
    assert!(store.revoke_api_key("key_1".to_owned(), at(5)).await.expect("it is revoked"));
    assert!(!store.revoke_api_key("key_1".to_owned(), at(6)).await.expect("it is already"));
    let found = store.api_key([1; 32]).await.expect("it is read").expect("it is there");
    assert_eq!(found.revoked, Some(at(5)));
}

async fn staff_belongs_to_one_marketplace_and_goes_without_a_trace(store: &dyn Store) {
    marketplaces(store).await;
    let person = |marketplace, id: &str, login: &str| Staff {
        marketplace,
        id: id.to_owned(),
        login: login.to_owned(),
        role: "mediator".to_owned(),
        password: format!("hash of {id}"),
        generation: [1; 16],
        created: at(1),
    };
    let (maria, ada) = (person(live(), "1", "maria"), person(live(), "2", "ada"));
    for new in [maria.clone(), ada.clone(), person(sandbox(), "1", "maria")] {
        store.put_staff(new).await.expect("it is added");
    }
    for taken in [person(live(), "1", "other"), person(live(), "3", "maria")] {
        assert!(matches!(store.put_staff(taken).await, Err(StoreError::Exists { .. })));
    }
    let by_id = |place, id: &str| store.staff(place, id.to_owned());
    let by_login = |place, login: &str| store.staff_by_login(place, login.to_owned());
    assert_eq!(by_id(live(), "1").await.expect("it is read"), Some(maria.clone()));
    assert_eq!(by_login(live(), "maria").await.expect("it is read"), Some(maria.clone()));
    assert_eq!(by_login(live(), "1").await.expect("it is read"), None);
    assert_eq!(by_login(sandbox(), "ada").await.expect("it is read"), None);
    assert_eq!(by_id(MarketplaceId::of("nobody"), "1").await.expect("it is read"), None);
    assert_eq!(store.all_staff(live()).await.expect("they are read"), [ada, maria.clone()]);
    let set = |place, id: &str| store.set_staff_password(place, id.to_owned(), "new".to_owned(), [2; 16]);
    assert!(set(live(), "1").await.expect("it is set"));
    assert!(!set(live(), "3").await.expect("there is nobody"));
    let changed = Staff { password: "new".to_owned(), generation: [2; 16], ..maria };
    assert_eq!(by_id(live(), "1").await.expect("it is read"), Some(changed));
    let other = by_id(sandbox(), "1").await.expect("it is read").expect("there");
    assert_eq!(other.generation, [1; 16], "the other marketplace's is another");
    assert!(store.remove_staff(live(), "1".to_owned()).await.expect("it is removed"));
    assert!(!store.remove_staff(live(), "1".to_owned()).await.expect("it is gone"));
    assert_eq!(by_id(live(), "1").await.expect("it is read"), None);
    assert!(by_id(sandbox(), "1").await.expect("it is read").is_some());
    store.put_staff(person(live(), "1", "maria")).await.expect("both are free again");
}
