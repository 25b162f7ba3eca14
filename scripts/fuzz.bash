# libFuzzer over what reads bytes from outside (crates/fuzzing): stable Rust has its instrumentation, no nightly and no
# cargo-fuzz is needed, only a C++ compiler. Sourced by ./dev. What is found stands in the target folder, in fuzz-found.

fuzz_flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"

# fuzz TARGET SECONDS; `all` for each target.
fuzz() {
    need c++ "install a C++ compiler (Debian: g++)"
    local host target targets=("$1")
    host="$(rustc -vV | sed -n 's/^host: //p')"
    # With a target named, build scripts and macros are not instrumented. Its folder is its own: other flags, other files.
    (cd fuzz && RUSTFLAGS="$fuzz_flags" CARGO_TARGET_DIR="$target_dir/fuzz" cargo build --release --target "$host")
    cargo build -q -p fuzzing
    [ "$1" != all ] || mapfile -t targets < <("$target_dir/debug/fuzzing")
    for target in "${targets[@]}"; do
        step "fuzzing $target for $2 s"
        local inputs="$target_dir/fuzz-inputs/$target" found="$target_dir/fuzz-found/$target"
        mkdir -p "$inputs" "$found"
        "$target_dir/debug/fuzzing" "$target" "$inputs"
        "$target_dir/fuzz/$host/release/$target" "$inputs" -max_total_time="$2" -timeout=5 -rss_limit_mb=1024 \
            -max_len=65536 -artifact_prefix="$found/" -verbosity=0 -print_final_stats=1 ||
            fail "$target broke on an input in $found; show it again by giving that file to $target_dir/fuzz/$host/release/$target"
    done
}
