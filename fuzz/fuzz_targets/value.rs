//! libFuzzer over the target `value` of crates/fuzzing.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (fuzzing::target("value").run)(data));
