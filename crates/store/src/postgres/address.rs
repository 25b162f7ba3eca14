//! The address of a database: what the client library reads, and what of TLS it does not.
use crate::OpenError;
use percent_encoding::percent_decode_str;
use std::path::PathBuf;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

/// How the server is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Without TLS, or with a server that is not checked (`disable`, `prefer`): nobody can listen in where the server
    /// offers TLS, but anybody can claim to be it.
    Anyone,
    /// By the certificates of the operating system.
    System,
    /// By the certificates of a file.
    File(PathBuf),
}

/// A database's address, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    /// Where, who, and which database.
    pub(crate) config: Config,
    /// How the server is known.
    pub(crate) trust: Trust,
}

/// Reads an address. Every `sslmode` that asks for TLS checks certificate and host name: one that would take any
/// certificate protects from nobody who can come between.
///
/// # Errors
/// [`OpenError::Address`], without the password.
pub(crate) fn read(url: &str) -> Result<Address, OpenError> {
    let wrong = |why: String| OpenError::Address { why };
    if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err(wrong("it does not begin with postgres://".to_owned()));
    }
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut kept, mut checked, mut file) = (Vec::new(), false, None);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslrootcert", path)) => {
                let path =
                    percent_decode_str(path).decode_utf8().map_err(|error| wrong(error.to_string()))?;
                file = (path != "system").then(|| PathBuf::from(path.as_ref()));
                checked = true;
            }
            Some(("sslmode", "require" | "verify-ca" | "verify-full")) => {
                checked = true;
                kept.push("sslmode=require");
            }
            _ => kept.push(pair),
        }
    }
    let config = if kept.is_empty() { base.to_owned() } else { format!("{base}?{}", kept.join("&")) };
    let mut config: Config = config.parse().map_err(|error: tokio_postgres::Error| {
        wrong(std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string))
    })?;
    if checked {
        config.ssl_mode(SslMode::Require);
    }
    if config.get_application_name().is_none() {
        config.application_name("recourse");
    }
    let trust = match (checked, file) {
        (false, _) => Trust::Anyone,
        (true, None) => Trust::System,
        (true, Some(path)) => Trust::File(path),
    };
    Ok(Address { config, trust })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trust(url: &str) -> (SslMode, Trust) {
        let address = read(url).expect("an address");
        (address.config.get_ssl_mode(), address.trust)
    }

    #[test]
    fn what_asks_for_tls_checks_the_server() {
        assert_eq!(trust("postgres://u@h/d"), (SslMode::Prefer, Trust::Anyone));
        assert_eq!(trust("postgres://u@h/d?sslmode=disable"), (SslMode::Disable, Trust::Anyone));
        for mode in ["require", "verify-ca", "verify-full"] {
            let url = format!("postgresql://u@h/d?connect_timeout=3&sslmode={mode}");
            assert_eq!(trust(&url), (SslMode::Require, Trust::System));
        }
        assert_eq!(
            trust("postgres://u@h/d?sslrootcert=%2Fetc%2Fa%20ca.pem"),
            (SslMode::Require, Trust::File("/etc/a ca.pem".into())),
            "who names a certificate means it"
        );
        assert_eq!(trust("postgres://u@h/d?sslrootcert=system"), (SslMode::Require, Trust::System));
    }

    #[test]
    fn a_wrong_address_is_told_without_its_password() {
        for url in
            ["mysql://u:secret@h/d", "postgres://u:secret@h:port/d", "postgres://u:secret@h/d?sslmood=x"]
        {
            let told = read(url).expect_err("it is wrong").to_string();
            assert!(told.contains("postgres://USER") && !told.contains("secret"), "{told}");
        }
    }
}
