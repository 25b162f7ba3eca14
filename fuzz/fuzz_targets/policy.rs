//! libFuzzer over the target `policy` of crates/fuzzing.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (fuzzing::target("policy").run)(data));
