//! libFuzzer over the target `webhook` of crates/fuzzing.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (fuzzing::target("webhook").run)(data));
