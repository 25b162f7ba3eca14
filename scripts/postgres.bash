# A private PostgreSQL for tests: a cluster of its own in a temporary folder, reached through a socket in that folder,
# gone when the script that started it ends. Sourced by `dev`; a system-wide cluster is never touched.
#
#   postgres_start   starts it and exports RECOURSE_TEST_POSTGRES, unless that names a server already
#   postgres_database NAME   makes an empty database of that name in it, anew where there is one, and prints its URL
#   postgres_stop    stops it and removes its folder; also runs when the script ends

postgres_folder=""
postgres_process=""

postgres_start() {
    if [ -n "${RECOURSE_TEST_POSTGRES:-}" ]; then return; fi
    local bin as=()
    bin="$(postgres_bin)" || fail "PostgreSQL is missing: run ./dev setup"
    trap postgres_stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    if [ "$(id -u)" = 0 ]; then
        # PostgreSQL refuses to run as root. It ends with this script even where that is killed outright.
        local owner=nobody
        ! id postgres >/dev/null 2>&1 || owner=postgres
        as=(setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups --pdeathsig=INT)
        postgres_folder="$(mktemp -d /tmp/recourse-postgres.XXXXXX)"
        chown "$owner" "$postgres_folder"
    else
        postgres_folder="$(mktemp -d "${TMPDIR:-/tmp}/recourse-postgres.XXXXXX")"
    fi
    local data="$postgres_folder/data" log="$postgres_folder/log"
    # From inside the folder: its owner may not be allowed to see where this script stands.
    (cd "$postgres_folder" && "${as[@]+"${as[@]}"}" "$bin/initdb" --pgdata="$data" --username=recourse --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >"$log" 2>&1) || postgres_failed "initdb could not make a cluster" "$log"
    # Nothing in it outlives the tests, so nothing waits for the disk.
    local settings=(-c shared_buffers=128MB -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=4GB)
    # What is measured waits for it, as in operation.
    [ -z "${postgres_durable:-}" ] || settings=(-c shared_buffers=2GB -c max_wal_size=8GB -c checkpoint_timeout=15min)
    "${as[@]+"${as[@]}"}" "$bin/postgres" -D "$data" -k "$postgres_folder" -c listen_addresses= \
        -c max_connections=200 "${settings[@]}" -c timezone=UTC >>"$log" 2>&1 </dev/null &
    postgres_process=$!
    until "$bin/pg_isready" -q -h "$postgres_folder" -U recourse -d postgres; do
        kill -0 "$postgres_process" 2>/dev/null || postgres_failed "the server ended at its start" "$log"
        sleep 0.1
    done
    export RECOURSE_TEST_POSTGRES="postgres://recourse@${postgres_folder//\//%2F}/postgres"
}

postgres_database() { # NAME
    local bin
    bin="$(postgres_bin)" || fail "PostgreSQL is missing: run ./dev setup"
    "$bin/psql" --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$RECOURSE_TEST_POSTGRES" \
        --command="SET client_min_messages = warning" --command="DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)" \
        --command="CREATE DATABASE \"$1\"" >&2 || fail "psql could not make the database $1 (its words stand above)"
    echo "${RECOURSE_TEST_POSTGRES%/*}/$1"
}

postgres_stop() {
    if [ -n "$postgres_process" ]; then
        # At once: what it holds is thrown away. It may have ended already.
        kill -QUIT "$postgres_process" 2>/dev/null || true
        wait "$postgres_process" 2>/dev/null || true
    fi
    [ -z "$postgres_folder" ] || rm -rf "$postgres_folder"
    postgres_folder="" postgres_process=""
}

postgres_failed() { # WHAT LOG
    tail -n 20 "$2" >&2 || true
    fail "the private PostgreSQL for the tests cannot start: $1 (its words stand above)"
}

# The folder of its programs; Debian and Homebrew keep them out of the PATH.
postgres_bin() {
    local found
    found="$(command -v postgres || true)"
    if [ -n "$found" ] && found="$(readlink -f "$found")" && [ -x "${found%/*}/initdb" ]; then
        echo "${found%/*}"
        return
    fi
    for found in /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
        [ -x "$found/postgres" ] && [ -x "$found/initdb" ] || continue
        echo "$found"
        return
    done
    return 1
}

# Installs it where it is missing. Debian would start a cluster for the whole system with it, which nobody here asked for.
postgres_install() {
    if postgres_bin >/dev/null; then return; fi
    step "installing postgresql"
    command -v apt-get >/dev/null || fail "PostgreSQL is missing: install it with your package manager (15 or later)"
    [ "$(id -u)" = 0 ] || fail "PostgreSQL is missing: run \`sudo apt-get install postgresql\`"
    apt_install postgresql-common
    local unasked=/etc/postgresql-common/createcluster.d/recourse.conf
    if [ -d "${unasked%/*}" ]; then echo "create_main_cluster = false" >"$unasked"; fi
    apt_install postgresql
    rm -f "$unasked"
    postgres_bin >/dev/null || fail "the package postgresql is installed, but its programs are not found"
}
