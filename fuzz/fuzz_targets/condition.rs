//! libFuzzer over the target `condition` of crates/fuzzing.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (fuzzing::target("condition").run)(data));
