//! Sealing, opening, erasing and removing, over the real storages.
use crate::support::{files_below, market, now, open};
use engine::vault::{Opened, Person, PersonData, PersonState, SealState, Unsealed, VaultError};
use resolution::id::{MarketplaceId, PartyId};
use resolution::seal::Seal;
use sha2::{Digest, Sha256};
use testbed::{Bed, on_postgres};

fn clear(unsealed: Unsealed) -> Vec<u8> {
    match unsealed {
        Unsealed::Clear(bytes) => bytes.to_vec(),
        other => panic!("not clear: {other:?}"),
    }
}

async fn sealed_file(vault: &engine::vault::Vault, author: PartyId, bytes: &[u8]) -> Seal {
    let mut file = vault.begin_file(market(), author).await.expect("begins");
    for piece in bytes.chunks(50_000) {
        file.write(piece).await.expect("writes");
    }
    file.finish("video/mp4").await.expect("finishes").seal
}

async fn read(opened: Opened) -> Result<Vec<u8>, VaultError> {
    let Opened::Clear(mut stream) = opened else { panic!("not clear") };
    let mut out = Vec::new();
    while let Some(piece) = stream.next().await? {
        out.extend_from_slice(&piece);
    }
    Ok(out)
}

#[tokio::test]
async fn a_text_is_sealed_under_a_salted_digest_and_lies_nowhere_in_clear() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let author = vault.pseudonym(market(), "buyer-1");
    let text = b"The blue lamp never came, says Erika Mustermann.";
    let seal = vault.seal(market(), author, text).await.expect("seals");
    let again = vault.seal(market(), author, text).await.expect("seals");
    assert_ne!(seal.digest, again.digest, "equal texts must not be seen as equal");
    assert_ne!(seal.digest, Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect::<String>());
    assert_eq!(clear(vault.unseal(market(), &seal).await.expect("opens")), text);
    assert_eq!(vault.unseal(MarketplaceId::of("other"), &seal).await.expect("opens"), Unsealed::Missing);
    let stranger = Seal { by: PartyId([9; 16]), ..seal.clone() };
    assert_eq!(vault.unseal(market(), &stranger).await.expect("opens"), Unsealed::Missing);
    for path in files_below(bed.folder()) {
        let bytes = std::fs::read(&path).expect("a readable file");
        assert!(!bytes.windows(10).any(|w| w == b"Mustermann"), "clear text in {}", path.display());
    }
    let long = vec![b'a'; engine::vault::TEXT_MAX + 1];
    assert!(matches!(vault.seal(market(), author, &long).await, Err(VaultError::TooLong { .. })));
}

#[tokio::test]
async fn two_who_seal_first_at_once_use_one_key() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let author = vault.pseudonym(market(), "buyer-1");
    let seals = futures::future::join_all((0..20u8).map(|n| {
        let vault = vault.clone();
        async move { vault.seal(market(), author, &[b'a' + n]).await.expect("seals") }
    }))
    .await;
    for (n, seal) in seals.iter().enumerate() {
        assert_eq!(clear(vault.unseal(market(), seal).await.expect("opens")).len(), 1, "seal {n}");
    }
}

#[tokio::test]
async fn who_is_behind_a_pseudonym_is_known_until_erased() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let data = PersonData {
        name: Some("Erika".into()),
        mail: Some("e@example.org".into()),
        ..PersonData::default()
    };
    let party = vault.put_person(market(), "buyer-1", data.clone()).await.expect("stores");
    let known = Person { external_id: "buyer-1".into(), data };
    assert_eq!(vault.person(market(), party).await.expect("reads"), PersonState::Known(known));
    assert_eq!(vault.person(market(), PartyId([1; 16])).await.expect("reads"), PersonState::Unknown);
    vault.erase(market(), party, "staff", "asked_by_person", now()).await.expect("erases");
    assert_eq!(vault.person(market(), party).await.expect("reads"), PersonState::Erased);
    let many =
        (0..600).map(|n| Person { external_id: format!("b{n}"), data: PersonData::default() }).collect();
    vault.put_people(market(), many).await.expect("stores");
    let last = vault.pseudonym(market(), "b599");
    assert!(matches!(vault.person(market(), last).await.expect("reads"), PersonState::Known(_)));
}

#[tokio::test]
async fn after_erasing_everything_of_the_person_reads_erased_and_nothing_of_others() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let (buyer, seller) = (vault.pseudonym(market(), "b"), vault.pseudonym(market(), "s"));
    let text = vault.seal(market(), buyer, b"mine").await.expect("seals");
    let file = sealed_file(&vault, buyer, &[7; 200_000]).await;
    let other = vault.seal(market(), seller, b"theirs").await.expect("seals");
    for _ in 0..2 {
        vault.erase(market(), buyer, "staff", "asked_by_person", now()).await.expect("erases");
    }
    assert_eq!(vault.unseal(market(), &text).await.expect("reads"), Unsealed::Erased);
    assert!(matches!(vault.open_file(market(), &file).await.expect("reads"), Opened::Erased));
    assert_eq!(vault.state(market(), &file, true).await.expect("reads"), SealState::Erased);
    assert_eq!(clear(vault.unseal(market(), &other).await.expect("reads")), b"theirs");
    assert_eq!(vault.destructions().await.expect("reads").len(), 1, "who, why and when stay, once");
    let later = vault.seal(market(), buyer, b"I am back").await.expect("seals");
    assert_eq!(clear(vault.unseal(market(), &later).await.expect("reads")), b"I am back");
    assert_eq!(vault.unseal(market(), &text).await.expect("reads"), Unsealed::Erased);
}

#[tokio::test]
async fn an_erased_key_is_gone_from_the_disk() {
    if on_postgres() {
        // A server's files are its own, and its log forgets later; see `postgres_vault`.
        return;
    }
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let buyer = vault.pseudonym(market(), "b");
    vault.seal(market(), buyer, b"mine").await.expect("seals");
    let database = rusqlite::Connection::open(bed.folder().join("vault.sqlite")).expect("opens");
    let key: Vec<u8> =
        database.query_row("SELECT wrapped FROM person_key", [], |row| row.get(0)).expect("one key");
    drop(database);
    let holds = || {
        let files = files_below(bed.folder());
        let with = files.iter().filter(|file| {
            let bytes = std::fs::read(file).expect("reads");
            bytes.windows(key.len()).any(|window| window == key)
        });
        with.count()
    };
    assert!(holds() > 0, "the key is on the disk before");
    vault.erase(market(), buyer, "staff", "asked_by_person", now()).await.expect("erases");
    assert_eq!(holds(), 0, "neither in the database nor in its log");
}

#[tokio::test]
async fn an_erasure_is_repeated_when_an_older_database_comes_back() {
    let bed = Bed::make().await;
    let (buyer, text, picture, backup) = {
        let vault = open(&bed, 1).await;
        let buyer = vault.pseudonym(market(), "b");
        let text = vault.seal(market(), buyer, b"mine").await.expect("seals");
        let seller = vault.pseudonym(market(), "s");
        let picture = sealed_file(&vault, seller, &[7; 1_000]).await;
        vault.start().await.expect("the log is emptied into the database");
        drop(vault);
        (buyer, text, picture, bed.copy().await)
    };
    let vault = open(&bed, 1).await;
    vault.erase(market(), buyer, "staff", "asked_by_person", now()).await.expect("erases");
    vault.remove(market(), &picture, "court", "court_order", now()).await.expect("removes");
    vault.seal(market(), buyer, b"back").await.expect("seals");
    // The database and the files are older again; the list beside them is not.
    std::fs::copy(bed.folder().join("destroyed.jsonl"), backup.folder().join("destroyed.jsonl"))
        .expect("copies");
    let vault = open(&backup, 2).await;
    assert_eq!(
        clear(vault.unseal(market(), &text).await.expect("reads")),
        b"mine",
        "the backup brought it back"
    );
    vault.start().await.expect("repeats");
    assert_eq!(vault.unseal(market(), &text).await.expect("reads"), Unsealed::Erased);
    assert_eq!(vault.unseal(market(), &picture).await.expect("reads"), Unsealed::Removed);
    assert!(files_below(&backup.folder().join("blobs")).is_empty(), "the file is gone again");
    assert_eq!(vault.destructions().await.expect("reads").len(), 2);
}

#[tokio::test]
async fn a_half_line_in_the_list_was_never_acknowledged_and_is_cut_off() {
    let bed = Bed::make().await;
    let list = bed.folder().join("destroyed.jsonl");
    std::fs::write(&list, "{\"act\":\"era").expect("writes");
    let vault = open(&bed, 1).await;
    vault.start().await.expect("starts");
    let buyer = vault.pseudonym(market(), "b");
    vault.erase(market(), buyer, "staff", "asked_by_person", now()).await.expect("erases");
    vault.start().await.expect("starts");
    let text = std::fs::read_to_string(&list).expect("reads");
    assert_eq!(text.lines().count(), 1);
    std::fs::remove_file(&list).expect("removes");
    vault.start().await.expect("starts");
    assert_eq!(std::fs::read_to_string(&list).expect("reads"), text, "a lost list is written again");
}

#[tokio::test]
async fn a_file_comes_back_in_pieces_and_a_changed_one_is_named() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let author = vault.pseudonym(market(), "b");
    let bytes: Vec<u8> = (0..3_000_000u32).map(|n| n.to_be_bytes()[3] ^ n.to_be_bytes()[1]).collect();
    let seal = sealed_file(&vault, author, &bytes).await;
    let Opened::Clear(stream) = vault.open_file(market(), &seal).await.expect("opens") else {
        panic!("not clear")
    };
    assert_eq!((stream.bytes, stream.mime.as_str()), (3_000_000, "video/mp4"));
    assert_eq!(read(Opened::Clear(stream)).await.expect("reads"), bytes);
    assert_eq!(vault.state(market(), &seal, true).await.expect("reads"), SealState::Sound);
    let path = files_below(&bed.folder().join("blobs")).remove(0);
    let mut stored = std::fs::read(&path).expect("reads");
    assert!(stored.windows(64).all(|w| w != &bytes[100..164]));
    stored[2_000_000] ^= 1;
    std::fs::write(&path, stored).expect("writes");
    assert!(matches!(
        read(vault.open_file(market(), &seal).await.expect("opens")).await,
        Err(VaultError::Damaged { .. })
    ));
    assert_eq!(vault.state(market(), &seal, true).await.expect("reads"), SealState::Damaged);
    std::fs::remove_file(&path).expect("removes");
    assert_eq!(vault.state(market(), &seal, false).await.expect("reads"), SealState::Missing);
}

#[tokio::test]
async fn a_file_given_up_halfway_leaves_nothing() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let author = vault.pseudonym(market(), "b");
    let mut file = vault.begin_file(market(), author).await.expect("begins");
    file.write(&[1; 3_000_000]).await.expect("writes");
    assert_eq!(files_below(&bed.folder().join("blobs")).len(), 1);
    drop(file);
    assert!(files_below(&bed.folder().join("blobs")).is_empty());
}

#[tokio::test]
async fn another_master_key_is_told_from_damage() {
    use engine::vault::random::Seeded;
    use engine::vault::{KeyBytes, Keys, Vault};
    use std::sync::Arc;
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let author = vault.pseudonym(market(), "b");
    let seal = vault.seal(market(), author, b"text").await.expect("seals");
    let blobs = store::LocalBlobs::open(&bed.folder().join("blobs")).expect("opens");
    let keys = Keys::new(&KeyBytes::generate(&Seeded::new(99)));
    let other = Vault::new(Arc::new(keys), Arc::new(Seeded::new(3)), bed.vault().await, Arc::new(blobs));
    assert!(matches!(other.unseal(market(), &seal).await, Err(VaultError::WrongMaster { .. })));
}
