#!/bin/sh
# Sends requests made from docs/openapi.yaml to a served cluster, and fails on any answer that is not
# written there. Needs python3, and a package registry for schemathesis the first time.
#
#     Tests/contract-fuzz.sh PROGRAM [EXAMPLES] [SEED]
set -u
program=$1
examples=${2:-25}
seed=${3:-1}
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server"; wait; rm -rf "$folder"' EXIT

if ! command -v python3 >/dev/null || ! python3 -m venv "$folder/venv" >/dev/null 2>&1 ||
    ! "$folder/venv/bin/pip" install -q 'schemathesis>=4,<5' >"$folder/pip.log" 2>&1; then
    echo "SKIPPED: contract-fuzz needs python3 and schemathesis, and cannot install it:"
    tail -3 "$folder/pip.log" 2>/dev/null
    exit 0
fi

"$program" serve --nodes 3 --managers 1 --state "$folder/state" --listen tcp://127.0.0.1:0 \
    >"$folder/serve.log" 2>&1 &
server=$!
address=
for _ in 1 2 3 4 5 6 7 8 9 10; do
    address=$(sed -n 's|.*DOCKER_HOST=tcp://||p' "$folder/serve.log")
    [ -n "$address" ] && break
    sleep 1
done
if [ -z "$address" ]; then
    echo "the server does not come up:"
    cat "$folder/serve.log"
    exit 1
fi
curl -sf -o /dev/null -H 'Content-Type: application/json' "http://$address/services/create" -d \
    '{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"nginx:alpine"}}}' || exit 1

# Streams that end when the client wants it are left out, and so is leaving the swarm.
"$folder/venv/bin/st" run "$root/docs/openapi.yaml" --url "http://$address" \
    --checks status_code_conformance,content_type_conformance,response_schema_conformance \
    --exclude-path-regex '/(events|.*/wait|.*/attach|.*/logs|.*/stats|swarm/leave)$' \
    --phases examples,coverage,fuzzing --max-examples "$examples" --seed "$seed" \
    --request-timeout 20 --continue-on-failure --warnings off
code=$?
kill -0 "$server" 2>/dev/null || { echo "the server is gone"; code=1; }
exit $code
