//! A disk of a test: small enough to be filled, and its own, so that it can be made read only.
use crate::tools::Data;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::Command;
use testbed::on_ci;

/// A data directory on a disk of its own, in memory.
pub struct Small(pub Data);

impl Small {
    /// An empty one; nothing where this user may not mount, which fails on CI.
    pub fn make(megabytes: u32) -> Option<Self> {
        let small = Self(Data::make());
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m,mode=0700"), "tmpfs"])
            .arg(small.0.path())
            .output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(small);
        }
        assert!(!on_ci(), "a small disk cannot be mounted; on CI these tests run as root");
        eprintln!("passed over: only root may mount a small disk");
        None
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }

    /// Leaves no room at all.
    pub fn fill(&self) {
        let mut file = OpenOptions::new().create(true).append(true).open(self.filler()).expect("a file");
        for piece in [64 * 1024, 512, 1] {
            let bytes = vec![7; piece];
            loop {
                match file.write(&bytes) {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::StorageFull, "{error}");
                        break;
                    }
                }
            }
        }
    }

    /// Makes room again.
    pub fn free(&self) {
        std::fs::remove_file(self.filler()).expect("it goes");
    }

    /// Mounts it anew, to be written or not. Nobody may have a file on it open.
    pub fn writable(&self, writable: bool) {
        let how = if writable { "remount,rw" } else { "remount,ro" };
        let done = Command::new("mount").args(["-o", how]).arg(self.0.path()).output().expect("mount runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}
