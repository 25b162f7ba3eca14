//! Carriers' answers through the command line.
use crate::tools::{imported, over, recourse, shared};
use std::path::{Path, PathBuf};

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            below(&path, found);
        } else if !name.ends_with("INDEX.json") && !name.ends_with(".karrio-parsed.json") {
            found.push(path);
        }
    }
}

#[test]
fn every_shared_payload_is_read() {
    let Some(shared) = shared() else { return };
    let mut files = Vec::new();
    below(&shared.join("tracking"), &mut files);
    assert!(files.len() > 160, "{} payloads", files.len());
    let words = ["import", "tracking", "--json"].map(PathBuf::from);
    let report = recourse(words.iter().chain(&files)).ok().json();
    assert_eq!(report["unreadable"], 0);
    let payloads: Vec<&str> = report["files"]
        .as_array()
        .expect("files")
        .iter()
        .filter_map(|file| file["payload"].as_str())
        .collect();
    for word in ["trackers", "webhook", "error", "claim", "refund"] {
        assert!(payloads.contains(&word), "no {word}");
    }
    let table = recourse(["import", "tracking"].map(PathBuf::from).iter().chain(&files)).ok().out;
    for status in
        ["delivered", "lost", "damaged", "returned_to_sender", "awaiting_collection", "customs", "unknown"]
    {
        assert!(table.contains(status), "no {status}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (good, bad) = (folder.path().join("good.json"), folder.path().join("bad.json"));
    std::fs::write(&good, payload("none")).expect("written");
    std::fs::write(&bad, "{\"half\":").expect("written");
    let words = ["import", "tracking"].map(PathBuf::from);
    let ran = recourse(words.iter().chain([&good, &bad]));
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("bad.json: not read"), "{}", ran.out);
    assert!(ran.out.contains("in_transit") && ran.out.contains("1 could not be read"), "{}", ran.out);
}

/// A tracker as EasyPost writes it.
fn payload(number: &str) -> String {
    format!(
        r#"{{"object":"Tracker","id":"trk_1","mode":"test","tracking_code":"{number}","status":"in_transit",
        "carrier":"olist-logistics","tracking_details":[{{"object":"TrackingDetail","message":"On its way",
        "status":"in_transit","datetime":"2018-02-21T10:00:00Z","source":"carrier","tracking_location":{{}}}}]}}"#
    )
}

#[test]
fn scans_reach_the_parcel_once() {
    let data = imported();
    let file = data.path().join("scan.json");
    std::fs::write(&file, payload("lost")).expect("written");
    let name = file.to_string_lossy().into_owned();
    let give = ["import", "tracking", &name, "--marketplace", "olist", "--json"];
    assert_eq!(over(data.path(), &give).ok().json()["given"]["new"], 1);
    assert_eq!(over(data.path(), &give).ok().json()["given"]["repeated"], 1);
    over(data.path(), &["verify"]).ok();
    let elsewhere = over(data.path(), &["import", "tracking", &name, "--marketplace", "nowhere"]);
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.err.contains("there is: olist"), "{}", elsewhere.err);
}
