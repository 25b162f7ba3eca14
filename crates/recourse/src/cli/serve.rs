//! The command line of serving. Every argument here that has an environment variable can stand in a configuration file, too
//! (`settings`); its words are also those of `recourse config example`.
use super::Data;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use server::Secret;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Serves the HTTP API, and runs clocks and outbox, until it is told to stop.
#[derive(Args, Debug)]
pub struct Serve {
    /// Where.
    #[command(flatten)]
    pub data: Data,
    /// Address and port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "RECOURSE_LISTEN")]
    pub listen: SocketAddr,
    /// Address and port for the operator alone: /metrics, /health/live and /health/ready [default: none].
    #[arg(long, value_name = "ADDRESS", env = "RECOURSE_ADMIN_LISTEN")]
    pub admin_listen: Option<SocketAddr>,
    /// Makes the sandbox marketplace `demo` with a key and prints a first request.
    #[arg(long)]
    pub sandbox: bool,
    /// The secret that EasyPost signs the webhooks of a marketplace with; several are divided by commas.
    #[arg(long, value_name = "SLUG=SECRET", env = "RECOURSE_EASYPOST_SECRETS", value_delimiter = ',')]
    #[arg(hide_env_values = true, value_parser = hidden)]
    pub easypost_secret: Vec<Secret>,
    /// A file with these secrets, one SLUG=SECRET a line.
    #[arg(
        long,
        value_name = "FILE",
        env = "RECOURSE_EASYPOST_SECRETS_FILE",
        conflicts_with = "easypost_secret"
    )]
    pub easypost_secret_file: Option<PathBuf>,
    /// Where people reach it, such as `https://help.shop.example`: portal links begin with it, and with https the cookies of
    /// sessions are never sent unencrypted [default: the host that a request names].
    #[arg(long, value_name = "URL", env = "RECOURSE_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Every request comes through your own proxy, which adds the sender to X-Forwarded-For and may number it in
    /// X-Request-Id.
    #[arg(long, env = "RECOURSE_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Limits.
    #[command(flatten)]
    pub limits: Limits,
}

/// How much, and how long. Each help text ends with its range, which a test holds against what is taken.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Requests a second that one key may make over time, and twice as many at once after a rest; 0: as many as it likes
    /// (0 to 1000000).
    #[arg(long, value_name = "N", default_value_t = 200, env = "RECOURSE_RATE", value_parser = within(0, 1_000_000))]
    pub rate: u32,
    /// Connections at once; further ones wait until one ends (1 to 1000000).
    #[arg(long, value_name = "N", default_value_t = 8_192, env = "RECOURSE_CONNECTIONS", value_parser = within(1, 1_000_000))]
    #[arg(hide_short_help = true)]
    pub connections: u32,
    /// Requests that are worked on at once; further ones are answered with 503 and Retry-After (1 to 1000000).
    #[arg(long, value_name = "N", default_value_t = 2_048, env = "RECOURSE_REQUESTS", value_parser = within(1, 1_000_000))]
    #[arg(hide_short_help = true)]
    pub requests: u32,
    /// Commands that may wait in a lane; further ones are answered with 503 and Retry-After (1 to 1000000).
    #[arg(long, value_name = "N", default_value_t = 4_096, env = "RECOURSE_QUEUE", value_parser = within(1, 1_000_000))]
    #[arg(hide_short_help = true)]
    pub queue: u32,
    /// Live pages that are open at once; further ones stand still until they are loaded again (0 to 1000000).
    #[arg(long, value_name = "N", default_value_t = 4_000, env = "RECOURSE_STREAMS", value_parser = within(0, 1_000_000))]
    #[arg(hide_short_help = true)]
    pub streams: u32,
    /// Bytes of the first line and the headers of a request, at most (8192 to 1048576).
    #[arg(long, value_name = "BYTES", default_value_t = 65_536, env = "RECOURSE_HEAD_MAX", value_parser = within(8_192, 1_048_576))]
    #[arg(hide_short_help = true)]
    pub head_max: u32,
    /// Bytes of a body other than an upload, at most (1024 to 67108864).
    #[arg(long, value_name = "BYTES", default_value_t = 1_048_576, env = "RECOURSE_BODY_MAX", value_parser = within(1_024, 67_108_864))]
    #[arg(hide_short_help = true)]
    pub body_max: u32,
    /// Bytes of an upload, at most; the policy's limits of files hold besides (1024 to 4294967295).
    #[arg(long, value_name = "BYTES", default_value_t = 268_435_456, env = "RECOURSE_UPLOAD_MAX", value_parser = within(1_024, 4_294_967_295))]
    #[arg(hide_short_help = true)]
    pub upload_max: u32,
    /// Seconds in which a connection must have sent a whole head of a request, also between two requests (1 to 3600).
    #[arg(long, value_name = "SECONDS", default_value_t = 75, env = "RECOURSE_HEAD_TIMEOUT", value_parser = within(1, 3_600))]
    #[arg(hide_short_help = true)]
    pub head_timeout: u32,
    /// Seconds that a body may pause between two of its pieces (1 to 3600).
    #[arg(long, value_name = "SECONDS", default_value_t = 30, env = "RECOURSE_BODY_TIMEOUT", value_parser = within(1, 3_600))]
    #[arg(hide_short_help = true)]
    pub body_timeout: u32,
    /// Seconds until the answer to a request begins, at most; then it is 503 with Retry-After (1 to 3600).
    #[arg(long, value_name = "SECONDS", default_value_t = 60, env = "RECOURSE_REQUEST_TIMEOUT", value_parser = within(1, 3_600))]
    #[arg(hide_short_help = true)]
    pub request_timeout: u32,
    /// The same for uploads and for moving a sandbox's clock (1 to 86400).
    #[arg(long, value_name = "SECONDS", default_value_t = 900, env = "RECOURSE_LONG_REQUEST_TIMEOUT", value_parser = within(1, 86_400))]
    #[arg(hide_short_help = true)]
    pub long_request_timeout: u32,
    /// Milliseconds in which the store must answer for the process to be ready (10 to 60000).
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 2_000, env = "RECOURSE_STORE_TIMEOUT", value_parser = within(10, 60_000))]
    #[arg(hide_short_help = true)]
    pub store_timeout: u32,
    /// Seconds that requests are still taken after the process was told to stop, while /health/ready says 503: as long as your
    /// load balancer needs to notice (0 to 600).
    #[arg(long, value_name = "SECONDS", default_value_t = 0, env = "RECOURSE_DRAIN", value_parser = within(0, 600))]
    #[arg(hide_short_help = true)]
    pub drain: u32,
    /// Seconds that requests under way may then still take (0 to 3600).
    #[arg(long, value_name = "SECONDS", default_value_t = 30, env = "RECOURSE_GRACE", value_parser = within(0, 3_600))]
    #[arg(hide_short_help = true)]
    pub grace: u32,
}

fn within(least: u64, most: u64) -> RangedU64ValueParser<u32> {
    RangedU64ValueParser::new().range(least..=most)
}

/// A secret is taken as it is: what is wrong with it is said later, by words that do not repeat it.
pub fn hidden(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}

/// A number of seconds.
pub fn seconds(number: u32) -> Duration {
    Duration::from_secs(u64::from(number))
}

/// Reads an address without a path.
fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let plain = host.bytes().all(|c| c.is_ascii_alphanumeric() || b".-:[]".contains(&c));
    let fits = !host.is_empty() && plain;
    if fits {
        Ok(url.to_ascii_lowercase())
    } else {
        Err("write http:// or https:// and a host, without a path".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_scheme_and_host() {
        assert_eq!(public_url("https://Help.shop.example/"), Ok("https://help.shop.example".to_owned()));
        assert_eq!(public_url("http://127.0.0.1:8080"), Ok("http://127.0.0.1:8080".to_owned()));
        for wrong in
            ["", "help.shop.example", "https://", "https://a/b", "ftp://a", "https://a b", "https://u@a"]
        {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }
}
