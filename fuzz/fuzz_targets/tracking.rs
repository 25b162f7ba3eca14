//! libFuzzer over the target `tracking` of crates/fuzzing.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (fuzzing::target("tracking").run)(data));
