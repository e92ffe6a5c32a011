# Keeps one throw-away PostgreSQL server. Arguments: folder (exists, empty, ours), folder of the server binaries.
# Reads "start PORT" and "crash" from standard input, answers each with a line; when standard input ends, for whatever
# reason, kill -9 of the test process included, the server is stopped and the folder removed.
# The work is done in an orphan, so that whoever kills the test process together with its children leaves it alive.
folder=$1 bin=$2
trap '' INT HUP TERM
exec 3<&0
{
    cd "$folder" || exit
    while read -r command port; do
        case $command in
            start)
                [ -d data ] || "$bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >>log 2>&1
                # Without fsync a crash of the server alone loses nothing, as long as each commit is written (synchronous_commit).
                # Autovacuum takes locks at moments of its own; a test that reads pg_locks must see only its own.
                "$bin/pg_ctl" start -D data -w -t 60 -l log -s -o "-p $port -k $folder -h 127.0.0.1 -F \
                    -c full_page_writes=off -c shared_buffers=64MB -c max_connections=300 \
                    -c max_prepared_transactions=10 -c wal_level=logical -c autovacuum=off -c jit=off \
                    -c timezone=UTC -c log_timezone=UTC" >>log 2>&1 && echo started || echo failed ;;
            crash)
                "$bin/pg_ctl" stop -D data -w -m immediate -s >>log 2>&1 && echo stopped || echo failed ;;
        esac
    done
    [ ! -f data/postmaster.pid ] || "$bin/pg_ctl" stop -D data -w -m immediate -s >>log 2>&1
    cd / && rm -rf "$folder"
} <&3 3<&- &
