//! The address of a database: what the client library reads, and what of TLS it does not.
use crate::OpenError;
use percent_encoding::percent_decode_str;
use std::path::PathBuf;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

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
    /// Where, who, and which database: one for each server that the address names.
    pub(crate) servers: Vec<Config>,
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
    let servers = apart(&config).map_err(wrong)?;
    let trust = match (checked, file) {
        (false, _) => Trust::Anyone,
        (true, None) => Trust::System,
        (true, Some(path)) => Trust::File(path),
    };
    Ok(Address { servers, trust })
}

/// One configuration for each server, alike in all else.
fn apart(config: &Config) -> Result<Vec<Config>, String> {
    let (hosts, addresses, ports) = (config.get_hosts(), config.get_hostaddrs(), config.get_ports());
    let count = hosts.len().max(addresses.len());
    let fits = |len: usize| len <= 1 || len == count;
    if count == 0
        || !fits(ports.len())
        || !(addresses.is_empty() || hosts.is_empty() || hosts.len() == addresses.len())
    {
        return Err("it must name a server, or several as HOST:PORT,HOST:PORT".to_owned());
    }
    let one = |at: usize| {
        let mut one = alike(config);
        match hosts.get(at) {
            Some(Host::Tcp(name)) => _ = one.host(name),
            #[cfg(unix)]
            Some(Host::Unix(path)) => _ = one.host_path(path),
            None => {}
        }
        if let Some(address) = addresses.get(at) {
            one.hostaddr(*address);
        }
        if let Some(port) = ports.get(at).or(ports.first()) {
            one.port(*port);
        }
        one
    };
    Ok((0..count).map(one).collect())
}

/// Everything but where the server is.
fn alike(config: &Config) -> Config {
    let mut one = Config::new();
    one.ssl_mode(config.get_ssl_mode())
        .ssl_negotiation(config.get_ssl_negotiation())
        .keepalives(config.get_keepalives())
        .keepalives_idle(config.get_keepalives_idle())
        .channel_binding(config.get_channel_binding());
    if let Some(user) = config.get_user() {
        one.user(user);
    }
    if let Some(password) = config.get_password() {
        one.password(password);
    }
    if let Some(name) = config.get_dbname() {
        one.dbname(name);
    }
    if let Some(options) = config.get_options() {
        one.options(options);
    }
    if let Some(name) = config.get_application_name() {
        one.application_name(name);
    }
    if let Some(wait) = config.get_connect_timeout() {
        one.connect_timeout(*wait);
    }
    if let Some(wait) = config.get_tcp_user_timeout() {
        one.tcp_user_timeout(*wait);
    }
    if let Some(wait) = config.get_keepalives_interval() {
        one.keepalives_interval(wait);
    }
    if let Some(count) = config.get_keepalives_retries() {
        one.keepalives_retries(count);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trust(url: &str) -> (SslMode, Trust) {
        let address = read(url).expect("an address");
        (address.servers[0].get_ssl_mode(), address.trust)
    }

    #[test]
    fn each_server_of_an_address_is_asked_by_itself_with_all_else_that_it_says() {
        let url = "postgres://u:p@a:1,b:2/d?connect_timeout=3&options=-c%20geqo%3Doff&application_name=x&sslmode=require";
        let servers = read(url).expect("an address").servers;
        let [first, second] = &servers[..] else { panic!("two servers: {servers:?}") };
        assert_eq!((first.get_hosts(), first.get_ports()), (&[Host::Tcp("a".to_owned())][..], &[1][..]));
        assert_eq!((second.get_hosts(), second.get_ports()), (&[Host::Tcp("b".to_owned())][..], &[2][..]));
        // Put together again they are what the library reads: nothing is left out.
        let whole: Config = url.parse().expect("the library reads it");
        for one in &servers {
            let mut again = alike(one);
            again.host("a").host("b").port(1).port(2);
            assert_eq!(again, whole);
        }
        let known = read("postgres://u@a,b,c/d").expect("an address").servers;
        assert_eq!(known.iter().map(|one| one.get_ports().to_vec()).collect::<Vec<_>>(), vec![vec![5432]; 3]);
        assert!(read("postgres://u@a:1,b:2,c/d?port=6000").is_err(), "four ports for three servers");
        assert!(read("postgres:///d").is_err(), "it names no server");
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
