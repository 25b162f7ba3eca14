//! Tells cargo that the message files are part of the crate: a new file alone makes it build again.

fn main() {
    println!("cargo:rerun-if-changed=locales");
}
