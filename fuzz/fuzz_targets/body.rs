//! libFuzzer over the target `body` of crates/fuzzing.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (fuzzing::target("body").run)(data));
