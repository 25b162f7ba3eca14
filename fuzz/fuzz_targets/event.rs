//! libFuzzer over the target `event` of crates/fuzzing.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (fuzzing::target("event").run)(data));
