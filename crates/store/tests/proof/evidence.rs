//! The intake of evidence over the real storages, with real pictures and videos.
use crate::support::{files_below, market, now, open};
use bytes::Bytes;
use engine::evidence::sniff::Kind;
use engine::evidence::{EvidenceIntake, EvidenceLimits, IntakeError, Taken};
use engine::vault::{Opened, SealState, Vault};
use futures::stream;
use resolution::refusal::Refusal;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use testbed::Bed;

const LIMITS: EvidenceLimits = EvidenceLimits {
    picture_max_bytes: 2_000_000,
    video_max_bytes: 200_000_000,
    pdf_max_bytes: 10_000_000,
    text_max_bytes: 100_000,
};

async fn take(vault: &Vault, bytes: &[u8]) -> Result<Taken, IntakeError> {
    let pieces: Vec<std::io::Result<Bytes>> =
        bytes.chunks(7_000).map(|p| Ok(Bytes::copy_from_slice(p))).collect();
    let author = vault.pseudonym(market(), "buyer");
    EvidenceIntake::new(vault.clone()).take(market(), author, &LIMITS, stream::iter(pieces)).await
}

fn refusal(taken: Result<Taken, IntakeError>) -> (String, Option<u64>) {
    match taken {
        Err(IntakeError::Refused(Refusal::FileRefused { why, most })) => (why, most),
        other => panic!("not refused: {other:?}"),
    }
}

fn filled(head: &[u8], length: usize) -> Vec<u8> {
    let mut file = head.to_vec();
    file.resize(length, 0);
    file
}

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR";
const MP4: &[u8] = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom";

#[tokio::test]
async fn evi_01_a_picture_must_be_smaller_than_its_limit_to_the_byte() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let taken = take(&vault, &filled(PNG, 1_999_999)).await.expect("one byte below the limit is taken");
    assert_eq!((taken.kind, taken.mime, taken.bytes), (Kind::Picture, "image/png", 1_999_999));
    let before = files_below(&bed.folder().join("blobs"));
    assert_eq!(refusal(take(&vault, &filled(PNG, 2_000_000)).await), ("too_large".into(), Some(2_000_000)));
    assert_eq!(files_below(&bed.folder().join("blobs")), before, "nothing is kept of a refused file");
}

#[tokio::test]
async fn evi_01_a_video_must_be_smaller_than_its_limit_and_is_stopped_there() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let intake = EvidenceIntake::new(vault.clone());
    let author = vault.pseudonym(market(), "buyer");
    let limits = EvidenceLimits { video_max_bytes: 3_000_000, ..LIMITS };
    let mut upload = intake.begin(market(), author, limits);
    upload.push(&filled(MP4, 2_999_999)).await.expect("below the limit");
    let error = upload.push(&[0]).await.expect_err("the limit itself");
    assert_eq!(refusal(Err(error)), ("too_large".into(), Some(3_000_000)));
    drop(upload);
    assert!(files_below(&bed.folder().join("blobs")).is_empty());
    assert_eq!(take(&vault, &filled(MP4, 2_999_999)).await.expect("taken").kind, Kind::Video);
}

#[tokio::test]
async fn evi_03_the_real_type_decides_and_the_rest_is_refused_with_a_reason() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    assert_eq!(take(&vault, b"%PDF-1.4\n1 0 obj").await.expect("taken").kind, Kind::Pdf);
    assert_eq!(take(&vault, "Günther war nicht zu Hause.".as_bytes()).await.expect("taken").kind, Kind::Text);
    for (file, why) in [
        (&b""[..], "empty"),
        (b"<svg onload=alert(1)>", "markup"),
        (b"#!/bin/sh\n", "script"),
        (b"PK\x03\x04\x14\x00\x06\x00", "not_a_taken_type"),
        (b"MZ\x90\x00\x03", "not_a_taken_type"),
    ] {
        assert_eq!(refusal(take(&vault, file).await), (why.into(), None));
    }
    let mut late = vec![b'a'; 50_000];
    late[49_000] = 0;
    assert_eq!(
        refusal(take(&vault, &late).await).0,
        "not_plain_text",
        "a text with something else hidden behind"
    );
    assert_eq!(
        refusal(take(&vault, "caf\u{e9}".as_bytes().split_last().expect("bytes").1).await).0,
        "not_plain_text"
    );
}

#[tokio::test]
async fn evi_06_evidence_is_sealed_on_arrival_and_its_digest_outlives_removal_and_erasure() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let first = take(&vault, &filled(PNG, 100_000)).await.expect("taken");
    let second = take(&vault, &filled(PNG, 100_000)).await.expect("taken");
    assert_ne!(first.seal.digest, second.seal.digest, "salted: the same file twice is two seals");
    let Opened::Clear(mut file) = vault.open_file(market(), &first.seal).await.expect("opens") else {
        panic!("gone")
    };
    let mut clear = Vec::new();
    while let Some(piece) = file.next().await.expect("reads") {
        clear.extend_from_slice(&piece);
    }
    assert_eq!(clear, filled(PNG, 100_000));
    vault.remove(market(), &first.seal, "court", "court_order", now()).await.expect("removes");
    assert_eq!(vault.state(market(), &first.seal, true).await.expect("reads"), SealState::Removed);
    vault.erase(market(), second.seal.by, "staff", "asked_by_person", now()).await.expect("erases");
    assert_eq!(vault.state(market(), &second.seal, true).await.expect("reads"), SealState::Erased);
    let text = serde_json::to_string(&vault.destructions().await.expect("reads")).expect("writes");
    for kept in [first.seal.digest.as_str(), "court_order", "asked_by_person", "2026-03-01T10:00:00Z"] {
        assert!(text.contains(kept), "{kept} stays");
    }
}

#[tokio::test]
async fn evi_10_an_upload_that_breaks_off_is_never_evidence_and_can_be_repeated() {
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let author = vault.pseudonym(market(), "buyer");
    let broken = stream::iter([Ok(Bytes::from(filled(PNG, 1_500_000))), Err(std::io::Error::other("reset"))]);
    let taken = EvidenceIntake::new(vault.clone()).take(market(), author, &LIMITS, broken).await;
    assert!(matches!(taken, Err(IntakeError::Interrupted(_))));
    assert!(files_below(&bed.folder().join("blobs")).is_empty());
    take(&vault, &filled(PNG, 1_500_000)).await.expect("the repeat is taken");
}

/// The shared data: `RECOURSE_SHARED`, or the folder beside the repository.
#[expect(clippy::disallowed_methods, reason = "only the test's environment knows where the shared data lies")]
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("RECOURSE_SHARED").map_or(beside, PathBuf::from).join("data");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "the shared data is missing: set RECOURSE_SHARED");
    None
}

#[tokio::test]
async fn evi_03_every_shared_picture_and_video_is_classified_or_refused_with_a_reason() {
    let Some(data) = shared() else { return };
    let bed = Bed::make().await;
    let vault = open(&bed, 1).await;
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut files = files_below(&data.join("images"));
    files.extend(files_below(&data.join("video")));
    for path in &files {
        let name = path.strip_prefix(&data).expect("below").display().to_string();
        let word = match take(&vault, &std::fs::read(path).expect("reads")).await {
            Ok(taken) => format!("{} {}", taken.kind, taken.mime),
            Err(IntakeError::Refused(refusal)) => refusal.sentence(),
            Err(other) => panic!("{name}: {other}"),
        };
        seen.entry(word).or_default().push(name);
    }
    for (word, names) in &seen {
        println!("{:4} {word}: {}", names.len(), names[..names.len().min(4)].join(", "));
    }
    let with = |extensions: &[&str]| -> usize {
        files
            .iter()
            .filter(|f| f.extension().is_some_and(|e| extensions.iter().any(|x| e.eq_ignore_ascii_case(x))))
            .count()
    };
    assert!(with(&["jpg", "png", "heic", "mp4"]) > 100, "the shared data is there");
    let taken = |kind: &str| {
        seen.iter().filter(|(word, _)| word.starts_with(kind)).map(|(_, n)| n.len()).sum::<usize>()
    };
    assert!(taken("video") >= 11, "videos: {}", taken("video"));
    assert!(taken("picture") > 200, "pictures: {}", taken("picture"));
}
