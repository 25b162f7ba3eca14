//! Style, script and picture files: part of the binary, compressed once, named by their hash so that a browser may keep
//! them for ever.
use crate::state::App;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::LazyLock;

/// A file of the binary.
struct Asset {
    /// As pages name it.
    name: &'static str,
    mime: &'static str,
    /// With the hash of its content.
    path: String,
    plain: Bytes,
    gzip: Bytes,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("tabler", "css", include_bytes!("../../assets/tabler/tabler.min.css")),
        asset("recourse", "css", include_bytes!("../../assets/recourse.css")),
        asset("theme", "js", include_bytes!("../../assets/theme.js")),
        asset("recourse", "js", include_bytes!("../../assets/recourse.js")),
        asset("icon", "svg", include_bytes!("../../assets/icon.svg")),
    ]
});

fn asset(stem: &'static str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    let (name, mime) = match (stem, kind) {
        ("tabler", _) => ("tabler.css", "text/css; charset=utf-8"),
        (_, "css") => ("recourse.css", "text/css; charset=utf-8"),
        ("theme", _) => ("theme.js", "text/javascript; charset=utf-8"),
        (_, "js") => ("recourse.js", "text/javascript; charset=utf-8"),
        _ => ("icon.svg", "image/svg+xml"),
    };
    let hash = hex::encode(Sha256::digest(bytes));
    let path = format!("/assets/{stem}-{}.{kind}", &hash[..12]);
    let plain = Bytes::from_static(bytes);
    // Without compression the file itself is still right.
    let gzip = compressed(bytes).map_or_else(|_| plain.clone(), Bytes::from);
    Asset { name, mime, path, plain, gzip }
}

fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The path of a file for a page's head.
pub(crate) fn path(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.path.as_str())
}

pub(super) fn routes() -> Router<App> {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let path = format!("/assets/{file}");
    let Some(asset) = ASSETS.iter().find(|asset| asset.path == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let gzip = accepted.is_some_and(|value| value.contains("gzip"));
    let mut response = if gzip { asset.gzip.clone() } else { asset.plain.clone() }.into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    answer.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if gzip {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_under_its_own_hash() {
        for name in ["tabler.css", "recourse.css", "theme.js", "recourse.js", "icon.svg"] {
            let path = path(name);
            let asset = ASSETS.iter().find(|asset| asset.path == path).expect(name);
            let hash = hex::encode(Sha256::digest(&asset.plain));
            assert!(path.contains(&hash[..12]), "{path}");
            assert!(asset.gzip.len() < asset.plain.len(), "{path}");
        }
    }
}
