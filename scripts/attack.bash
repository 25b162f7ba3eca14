# The attack on the HTTP API: schemathesis, from the document that a running `recourse serve --sandbox` gives out itself.
# Sourced by ./dev. What it is told of keys, parties and ids stands in scripts/attack/.

schemathesis_version=4.32.5

# attack SECONDS SEED; the binary is built already.
attack() (
    # In a shell of its own: the trap that ends PostgreSQL stays as it is.
    local folder log world status=0
    folder="$(mktemp -d)"
    log="$folder/server.log" world="$folder/world.json"
    # No limit of requests: the limit is tested elsewhere, and would end the attack.
    "$target_dir/debug/recourse" serve --sandbox --data "$folder/data" --listen 127.0.0.1:0 --rate 0 \
        --easypost-secret attacked-default=secret >"$folder/said" 2>"$log" &
    attacked_process=$!
    # A failure ends the server too.
    trap 'kill "$attacked_process" 2>/dev/null || true' EXIT
    attack_with "$1" "$2" "$folder/said" "$world" || status=$?
    kill "$attacked_process" 2>/dev/null || true
    wait "$attacked_process" || true
    [ "$status" = 0 ] || { tail -n 20 "$log" && fail "the attack on the HTTP API found what stands above"; }
    rm -rf "$folder"
)

attack_with() { # SECONDS SEED WHAT_THE_SERVER_SAID WORLD
    local url='' admin
    for _ in $(seq 300); do
        url="$(sed -n 's|^Recourse listens on \(http://[^ ]*\).*|\1|p' "$3")"
        [ -z "$url" ] || break
        sleep 0.1
    done
    [ -n "$url" ] || { echo "recourse serve did not come up"; return 1; }
    admin="$(grep -o 'rk_admin_[0-9a-f]*' "$3" | head -n 1)"
    python3 scripts/attack/seed.py "$url" "$admin" >"$4" || return 1
    (
        cd scripts/attack
        RECOURSE_WORLD="$4" PYTHONPATH=. PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY="$4.hypothesis" schemathesis --config-file schemathesis.toml \
            run "$url/v1/openapi.json" --max-time "$1" --seed "$2" --generation-database none --no-color --warnings off
    )
}
