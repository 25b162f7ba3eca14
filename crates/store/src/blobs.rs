//! Files in a local folder: `FOLDER/<marketplace>/<two digits>/<digest>`, written under a temporary name first.
use async_trait::async_trait;
use bytes::Bytes;
use engine::ports::blobs::{BlobError, BlobReader, BlobWriter, Blobs};
use resolution::id::MarketplaceId;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// Bytes a read gives at most.
const PIECE: usize = 128 * 1024;

/// Files in a local folder.
pub struct LocalBlobs {
    folder: PathBuf,
    next: AtomicU64,
}

impl LocalBlobs {
    /// Opens or makes the folder.
    ///
    /// # Errors
    /// [`BlobError`] when the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Self, BlobError> {
        fs::create_dir_all(folder.join("half")).map_err(|e| BlobError::new("making the folder", e))?;
        Ok(Self { folder: folder.to_owned(), next: AtomicU64::new(0) })
    }

    /// Removes half files that a crash left behind: all of them, for a process that alone takes uploads, before it takes
    /// any; where several do, those that nobody has written to since an instant.
    ///
    /// # Errors
    /// [`BlobError`] when one cannot be removed.
    pub fn clear_halves(&self, untouched_since: Option<SystemTime>) -> Result<(), BlobError> {
        let old = |path: &Path| -> io::Result<bool> {
            untouched_since.map_or(Ok(true), |since| Ok(fs::metadata(path)?.modified()? < since))
        };
        let clear = || -> io::Result<()> {
            for entry in fs::read_dir(self.folder.join("half"))? {
                let path = entry?.path();
                // Another process may finish or remove it at this moment.
                if old(&path).or_else(|e| gone(e, false))? {
                    fs::remove_file(&path).or_else(|e| gone(e, ()))?;
                }
            }
            Ok(())
        };
        clear().map_err(|e| BlobError::new("clearing half files", e))
    }

    fn path(&self, marketplace: MarketplaceId, digest: [u8; 32]) -> PathBuf {
        path(&self.folder, marketplace, digest)
    }
}

fn path(folder: &Path, marketplace: MarketplaceId, digest: [u8; 32]) -> PathBuf {
    let name: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    folder.join(marketplace.to_string()).join(&name[..2]).join(name)
}

async fn blocking<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, BlobError> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|e| BlobError::new(doing, e))?;
    done.map_err(|e| BlobError::new(doing, e))
}

fn gone<T>(error: io::Error, nothing: T) -> io::Result<T> {
    if error.kind() == io::ErrorKind::NotFound { Ok(nothing) } else { Err(error) }
}

#[async_trait]
impl Blobs for LocalBlobs {
    async fn begin(&self, marketplace: MarketplaceId) -> Result<Box<dyn BlobWriter>, BlobError> {
        let folder = self.folder.clone();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let half = self.folder.join("half").join(format!("{}-{number}", std::process::id()));
            let name = half.clone();
            // Processes on different machines may have the same number: a name that is taken is another's.
            let made = blocking("beginning a file", move || {
                match File::options().write(true).create_new(true).open(name) {
                    Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(None),
                    file => file.map(Some),
                }
            });
            if let Some(file) = made.await? {
                return Ok(Box::new(LocalWriter { folder, marketplace, half: Some(half), file: Some(file) }));
            }
        }
    }

    async fn open(
        &self,
        marketplace: MarketplaceId,
        digest: [u8; 32],
    ) -> Result<Option<Box<dyn BlobReader>>, BlobError> {
        let path = self.path(marketplace, digest);
        let file =
            blocking("opening a file", move || File::open(path).map(Some).or_else(|e| gone(e, None))).await?;
        Ok(file.map(|file| -> Box<dyn BlobReader> { Box::new(LocalReader { file: Some(file) }) }))
    }

    async fn remove(&self, marketplace: MarketplaceId, digest: [u8; 32]) -> Result<(), BlobError> {
        let path = self.path(marketplace, digest);
        blocking("destroying a file", move || fs::remove_file(path).or_else(|e| gone(e, ()))).await
    }
}

struct LocalWriter {
    folder: PathBuf,
    marketplace: MarketplaceId,
    /// The temporary name, until the file has its own.
    half: Option<PathBuf>,
    file: Option<File>,
}

impl Drop for LocalWriter {
    fn drop(&mut self) {
        if let Some(half) = self.half.take() {
            // What cannot be removed now is cleared at the next start.
            let _ = fs::remove_file(half);
        }
    }
}

#[async_trait]
impl BlobWriter for LocalWriter {
    async fn write(&mut self, bytes: Bytes) -> Result<(), BlobError> {
        let doing = "writing a file";
        let mut file = self.file.take().ok_or_else(|| BlobError::new(doing, "an earlier write failed"))?;
        let written = blocking(doing, move || file.write_all(&bytes).map(|()| file)).await?;
        self.file = Some(written);
        Ok(())
    }

    async fn finish(mut self: Box<Self>, digest: [u8; 32]) -> Result<(), BlobError> {
        let doing = "finishing a file";
        let file = self.file.take().ok_or_else(|| BlobError::new(doing, "an earlier write failed"))?;
        let half = self.half.clone().ok_or_else(|| BlobError::new(doing, "the file is finished already"))?;
        let to = path(&self.folder, self.marketplace, digest);
        blocking(doing, move || {
            file.sync_all()?;
            let folder = to.parent().ok_or_else(|| io::Error::other("a file without a folder"))?;
            fs::create_dir_all(folder)?;
            fs::rename(half, &to)?;
            // The name is durable only when every folder on the way to it is.
            for folder in folder.ancestors().take(3) {
                File::open(folder)?.sync_all()?;
            }
            Ok(())
        })
        .await?;
        self.half = None;
        Ok(())
    }
}

struct LocalReader {
    file: Option<File>,
}

#[async_trait]
impl BlobReader for LocalReader {
    async fn next(&mut self) -> Result<Option<Bytes>, BlobError> {
        let Some(mut file) = self.file.take() else {
            return Ok(None);
        };
        let (file, piece) = blocking("reading a file", move || {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece)?;
            piece.truncate(read);
            Ok((file, piece))
        })
        .await?;
        if piece.is_empty() {
            return Ok(None);
        }
        self.file = Some(file);
        Ok(Some(Bytes::from(piece)))
    }
}
