#!/usr/bin/env bash
# A real Docker Swarm of five nodes on one Linux machine, to try skep on.
#
# Each node is a dockerd in namespaces of its own (network, mounts, processes, host name). They are
# joined by a bridge that has a network namespace of its own, too, so that no interface, iptables rule
# or setting of this machine is changed. Nothing is pulled: the images are made of busybox.
#
#   lab.sh up [--tcp | --tls]  three managers (m1 m2 m3) and two workers (w1 w2), one swarm
#   lab.sh images              make the images on every node (`up` does it, too)
#   lab.sh status              what runs, and what is cut
#   lab.sh env NODE            a line for eval: export DOCKER_HOST=...
#   lab.sh kill NODE           the machine loses its power
#   lab.sh kill NODE dockerd   only its engine dies; its containers go on
#   lab.sh start NODE          on again, with what was on its disk
#   lab.sh partition A [B]     cut the link between A and B, or A's to everybody
#   lab.sh heal                no link is cut any more
#   lab.sh ssh NODE            an sshd on the node, of openssh-server; says how to reach the engine by it
#   lab.sh exec NODE CMD...    run a command inside a node
#   lab.sh down                stop everything and leave no trace
#
# With --tcp the engines listen on tcp://192.168.97.N:2375 as well, without TLS, and this machine gets
# one link to them: whoever has an account here is then root in the lab, which is root on the machine.
# With --tls they listen on tcp://192.168.97.N:2376 and ask for a certificate. Those that they take, and
# that name them, are in $LAB_STATE/tls/client (for DOCKER_CERT_PATH); tls/stranger has a client's that
# nobody here has signed, tls/impostor trusts another authority than the engines'.
#
# Needs: root, Linux, dockerd and docker, ip, iptables, nsenter, unshare, a static busybox.
# Environment: LAB_STATE (/var/lib/skep-lab), LAB_NAME (skl; begins the names of namespaces and links),
# LAB_NET (192.168.97), LAB_STORAGE (dockerd's storage driver; vfs), LAB_SSHD (where sshd is).
set -u -o pipefail

STATE=${LAB_STATE:-/var/lib/skep-lab}
NAME=${LAB_NAME:-skl}
NET=${LAB_NET:-192.168.97}
STORAGE=${LAB_STORAGE:-vfs}
SSHD=${LAB_SSHD:-/usr/sbin/sshd}
NODES=(m1 m2 m3 w1 w2)
export PATH=$PATH:/usr/sbin:/sbin
unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS_VERIFY

# What is started here outlives the script: it must hold nothing that belongs to whoever called.
for open in /proc/$$/fd/*; do
  open=${open##*/}
  [ "$open" -gt 2 ] && [ "$open" != 255 ] && eval "exec $open>&-"
done

say() { echo "lab: $*" >&2; }
die() { say "$*"; exit 1; }
usage() { sed -n '2,/^set -u/p' "$0" | sed -e '/^set -u/d' -e 's/^# \{0,1\}//'; exit "${1:-0}"; }

# ---- what is needed

missing() { # one line for each thing that is not there
  [ "$(uname -s)" = Linux ] || echo "Linux: the nodes are network namespaces"
  [ "$(id -u)" = 0 ] || echo "root: dockerd and namespaces need it (try: sudo make lab)"
  local tool from
  while read -r tool from; do
    command -v "$tool" >/dev/null || echo "$tool (Debian, Ubuntu: $from)"
  done <<'LIST'
dockerd docker.io
docker docker.io
ip iproute2
iptables iptables
nsenter util-linux
unshare util-linux
busybox busybox-static
LIST
  [ "${1:-}" != --tls ] || command -v openssl >/dev/null || echo "openssl (Debian, Ubuntu: openssl)"
}
need() {
  local lines; lines=$(missing "$@")
  [ -z "$lines" ] && return 0
  say "this machine lacks:"; sed 's/^/lab:   /' <<<"$lines" >&2
  exit 3
}

# ---- nodes

number() { # m1 -> 1
  local index
  for index in "${!NODES[@]}"; do [ "${NODES[index]}" = "$1" ] && { echo $((index + 1)); return; }; done
  die "there is no node $1: ${NODES[*]}"
}
folder() { echo "$STATE/$1"; }
address() { echo "$NET.$(number "$1")"; }
engine() { local node=$1; shift; docker -H "unix://$STATE/$node/docker.sock" "$@"; }
role() { [[ $1 == m* ]] && echo manager || echo worker; }

# A pid file holds the pid and when that process began: a pid used again is never signalled.
began() { local line; line=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${line##*) }; echo "${20}"; }
remember() { echo "$1 $(began "$1")" >"$2"; }
living() { # FILE -> the pid, while it is still that process
  local pid start; { read -r pid start <"$1"; } 2>/dev/null || return 1
  [ "$(began "$pid")" = "$start" ] && ! grep -qs '^State:.Z' "/proc/$pid/status" && echo "$pid"
}
finish() { # SIGNAL FILE TENTHS -> 0 when it is gone
  local pid count; pid=$(living "$2") || return 0
  kill "-$1" "$pid" 2>/dev/null
  for ((count = 0; count < $3; count++)); do living "$2" >/dev/null || return 0; sleep 0.1; done
  return 1
}

# ---- the switch and the wires

switch_up() {
  local space=$NAME-switch
  [ -e "/run/netns/$space" ] || ip netns add "$space" || die "cannot make a network namespace"
  if ! ip -n "$space" link show br0 >/dev/null 2>&1; then
    ip -n "$space" link add br0 type bridge || die "this kernel has no bridges"
    ip -n "$space" addr add "$NET.254/24" dev br0
  fi
  ip -n "$space" link set lo up
  ip -n "$space" link set br0 up
  # Frames on the bridge pass no iptables, and a name asked of it is refused at once.
  ip netns exec "$space" sh -c 'echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables' 2>/dev/null
  ip netns exec "$space" sh -c 'echo 0 >/proc/sys/net/ipv4/icmp_ratelimit' 2>/dev/null
  return 0
}
host_leg() { # this machine's own link to the switch, for tcp://
  ip link show "$NAME-host" >/dev/null 2>&1 && return 0
  ip link add "$NAME-host" type veth peer name host netns "$NAME-switch" || die "cannot make a veth"
  ip -n "$NAME-switch" link set host master br0
  ip -n "$NAME-switch" link set host up
  ip addr add "$NET.253/24" dev "$NAME-host"
  ip link set "$NAME-host" up
}

# ---- certificates

authority() { # FOLDER: an authority of its own, for a year
  mkdir -p "$1"
  openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 365 -subj "/CN=lab authority" \
    -keyout "$1/ca-key.pem" -out "$1/ca.pem" 2>/dev/null || die "openssl makes no authority"
}
certificate() { # AUTHORITY FOLDER NAME ADDRESS...: ca.pem, cert.pem, key.pem; a server's with an address
  local signer=$1 dir=$2 name=$3 use=clientAuth names= address; shift 3
  for address; do names+=,IP:$address use=serverAuth; done
  mkdir -p "$dir"
  openssl req -new -newkey rsa:2048 -nodes -sha256 -subj "/CN=$name" \
    -keyout "$dir/key.pem" -out "$dir/request.pem" 2>/dev/null || die "openssl makes no key"
  printf 'extendedKeyUsage=%s\n%s' "$use" "${names:+subjectAltName=DNS:$name$names}" |
    openssl x509 -req -sha256 -days 365 -in "$dir/request.pem" -CA "$signer/ca.pem" \
      -CAkey "$signer/ca-key.pem" -CAcreateserial -extfile /dev/stdin -out "$dir/cert.pem" 2>/dev/null ||
    die "openssl makes no certificate"
  rm "$dir/request.pem"
  [ -e "$dir/ca.pem" ] || cp "$signer/ca.pem" "$dir/ca.pem"
}
certificates() {
  local dir=$STATE/tls node
  [ -e "$dir/client/cert.pem" ] && return 0
  authority "$dir/authority"
  authority "$dir/other"
  for node in "${NODES[@]}"; do certificate "$dir/authority" "$dir/$node" "$node" "$(address "$node")"; done
  certificate "$dir/other" "$dir/impostor" lab-client
  mkdir -p "$dir/stranger"; cp "$dir/authority/ca.pem" "$dir/stranger/ca.pem"
  certificate "$dir/other" "$dir/stranger" lab-client
  certificate "$dir/authority" "$dir/client" lab-client
}

wire() { # NODE
  local space=$NAME-$1
  [ -e "/run/netns/$space" ] || ip netns add "$space" || die "cannot make a network namespace"
  if ! ip -n "$space" link show eth0 >/dev/null 2>&1; then
    ip link add "port-$1" netns "$NAME-switch" type veth peer name eth0 netns "$space" ||
      die "cannot make a veth"
    ip -n "$NAME-switch" link set "port-$1" master br0
    ip -n "$space" addr add "$(address "$1")/24" dev eth0
  fi
  ip -n "$NAME-switch" link set "port-$1" up
  ip -n "$space" link set lo up
  ip -n "$space" link set eth0 up
  ip -n "$space" route replace default via "$NET.254"
}
cuts() { ip netns exec "$NAME-$1" iptables -S INPUT 2>/dev/null | grep -e '--comment skep-lab' || true; }
cut() { # NODE FROM: packets are lost, nobody is told
  ip netns exec "$NAME-$1" iptables -I INPUT -s "$(address "$2")" -m comment --comment skep-lab -j DROP
}
heal() {
  local node rule
  for node in "${NODES[@]}"; do
    [ -e "/run/netns/$NAME-$node" ] || continue
    wire "$node"
    while read -r rule; do
      [ -n "$rule" ] && ip netns exec "$NAME-$node" iptables ${rule/#-A/-D}
    done < <(cuts "$node")
  done
}

# ---- machines

machine_up() { # the first process of the namespaces: everything in them dies with it
  local node=$1 dir count; dir=$(folder "$node")
  living "$dir/machine.pid" >/dev/null && return 0
  rm -rf "$dir/exec"; rm -f "$dir"/*.pid "$dir/up" "$dir/docker.sock"
  mkdir -p "$dir/data" "$dir/exec"
  (cd / && exec setsid nsenter --net="/run/netns/$NAME-$node" \
    unshare --mount --uts --ipc --pid --fork --kill-child=KILL bash -c '
      read -r pid _ </proc/self/stat; echo $pid >"$2/up.new"
      hostname "$1"; mount -t proc proc /proc
      mkdir -p /run/docker /run/netns
      mount -t tmpfs tmpfs /run/docker; mount -t tmpfs tmpfs /run/netns
      # The switch is no name server and says so: a pull fails at once.
      printf "nameserver %s\noptions timeout:1 attempts:1\n" "$3" >"$2/resolv.conf"
      [ -e /etc/resolv.conf ] && mount --bind "$2/resolv.conf" /etc/resolv.conf
      mv "$2/up.new" "$2/up"
      trap : TERM INT HUP
      while :; do sleep 86400 & wait $!; done' machine "$node" "$dir" "$NET.254") \
    </dev/null >>"$dir/log" 2>&1 &
  disown
  for ((count = 0; count < 100; count++)); do [ -s "$dir/up" ] && break; sleep 0.1; done
  [ -s "$dir/up" ] || die "$node: its namespaces did not come up, see $dir/log"
  remember "$(cat "$dir/up")" "$dir/machine.pid"
}
engine_up() {
  local node=$1 dir machine started count child more=(); dir=$(folder "$node")
  living "$dir/dockerd.pid" >/dev/null && return 0
  machine=$(living "$dir/machine.pid") || die "$node is off"
  [ -e "$STATE/tcp" ] && more=(-H "tcp://$(address "$node"):2375" --tls=false)
  [ -e "$STATE/tls" ] && more=(-H "tcp://$(address "$node"):2376" --tlsverify
    --tlscacert "$STATE/tls/$node/ca.pem" --tlscert "$STATE/tls/$node/cert.pem" --tlskey "$STATE/tls/$node/key.pem")
  rm -f "$dir/docker.pid" "$dir/docker.sock"
  (cd / && exec setsid nsenter -t "$machine" -m -u -i -n -p dockerd \
    --data-root "$dir/data" --exec-root "$dir/exec" -H "unix://$dir/docker.sock" \
    --pidfile "$dir/docker.pid" --storage-driver "$STORAGE" --shutdown-timeout 5 \
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$NAME/$node" \
    --bip "172.30.$(number "$node").1/24" ${more[@]+"${more[@]}"}) </dev/null >>"$dir/log" 2>&1 &
  started=$!; disown
  for ((count = 0; count < 600; count++)); do
    kill -0 $started 2>/dev/null || die "$node: dockerd ended, see $dir/log"
    [ -S "$dir/docker.sock" ] && timeout 3 docker -H "unix://$dir/docker.sock" version >/dev/null 2>&1 && break
    sleep 0.1
  done
  child=$(cat "/proc/$started/task/$started/children" 2>/dev/null); child=${child%% *}
  [ -n "$child" ] || die "$node: dockerd is not there, see $dir/log"
  remember "$child" "$dir/dockerd.pid"
}
machine_down() { # NODE [gently]
  local dir; dir=$(folder "$1")
  [ "${2:-}" = gently ] && finish TERM "$dir/dockerd.pid" 250
  finish KILL "$dir/machine.pid" 150 || say "$1 does not end"
  rm -f "$dir/docker.sock" "$dir"/*.pid "$dir/up"
}

# ---- the swarm

state() { # active, locked, inactive ...; nothing and 1 when the engine does not answer
  timeout 5 docker -H "unix://$STATE/$1/docker.sock" info -f '{{.Swarm.LocalNodeState}}' 2>/dev/null | grep .
}
form() {
  local node token count
  [ "$(state m1)" = active ] || engine m1 swarm init --advertise-addr "$(address m1)" >/dev/null || die "no swarm"
  for node in "${NODES[@]:1}"; do
    for ((count = 0; count < 5; count++)); do
      [ "$(state "$node")" = active ] && break
      [ $count = 0 ] || engine "$node" swarm leave --force >/dev/null 2>&1
      token=$(engine m1 swarm join-token -q "$(role "$node")") || continue
      engine "$node" swarm join --token "$token" --advertise-addr "$(address "$node")" \
        "$(address m1):2377" >/dev/null 2>>"$(folder "$node")/log"
    done
    [ "$(state "$node")" = active ] || die "$node could not join, see $(folder "$node")/log"
  done
  for ((count = 0; count < 150; count++)); do
    [ "$(engine m1 node ls --format '{{.Status}}' | grep -c Ready)" = ${#NODES[@]} ] && return 0
    sleep 0.2
  done
  say "not every node is ready yet"
}

# ---- images: one layer of busybox, told apart by their settings

root_archive() {
  [ -s "$STATE/root.tar" ] && return 0
  local root=$STATE/root name
  rm -rf "$root"; mkdir -p "$root"/{bin,etc,tmp,proc,sys,dev}
  cp "$(command -v busybox)" "$root/bin/busybox"
  for name in $("$root/bin/busybox" --list); do
    [ "$name" = busybox ] || ln -s busybox "$root/bin/$name" 2>/dev/null
  done
  echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
  cat >"$root/bin/web" <<'WEB'
#!/bin/sh
# Answers each connection on port 80 and writes a line for it; a line each ten seconds without any.
trap 'echo "web $VERSION ends"; exit 0' TERM INT
echo "web $VERSION listens on :80"
nc -ll -p 80 -e /bin/web-answer &
while :; do sleep 10 & wait $!; echo "web $VERSION is well"; done
WEB
  cat >"$root/bin/web-answer" <<'ANSWER'
#!/bin/sh
read -r method path rest
echo "$method $path" >/proc/1/fd/1
body="web $VERSION on $(hostname)"
printf 'HTTP/1.0 200 OK\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s\n' $((${#body} + 1)) "$body"
ANSWER
  chmod 755 "$root/bin/web" "$root/bin/web-answer"
  # The same bytes each time: the same layer on every node.
  tar --sort=name --mtime=@1500000000 --owner=0 --group=0 --numeric-owner -C "$root" -cf "$STATE/root.tar" .
  rm -rf "$root"
}
image() { # NODE REFERENCE CHANGE...
  local node=$1 reference=$2 change=() line; shift 2
  engine "$node" image inspect "$reference" >/dev/null 2>&1 && return 0
  for line in "ENV PATH=/bin" "$@"; do change+=(-c "$line"); done
  engine "$node" import "${change[@]}" - "$reference" <"$STATE/root.tar" >/dev/null ||
    say "$node: no $reference"
}
images() { # NODE
  local version
  for version in 1 2 3; do
    image "$1" "lab/web:$version" "ENV VERSION=$version" "EXPOSE 80" 'CMD ["web"]'
  done
  image "$1" lab/web:broken "ENV VERSION=broken" 'CMD ["sh","-c","echo cannot start; exit 1"]'
  image "$1" lab/web:sick "ENV VERSION=sick" 'CMD ["web"]' \
    'HEALTHCHECK --interval=2s --retries=2 CMD ["false"]'
}

# ---- commands

each() { # FUNCTION [ARGUMENT]: for all nodes at once
  local node running=() pid failed=0
  for node in "${NODES[@]}"; do "$1" "$node" ${2:+"$2"} & running+=($!); done
  for pid in "${running[@]}"; do wait "$pid" || failed=1; done
  return $failed
}
command_up() {
  local node
  umask 077; mkdir -p "$STATE" || die "cannot make $STATE"
  case ${1:-} in
    --tcp) touch "$STATE/tcp" ;;
    --tls) certificates ;;
    ?*) usage 2 ;;
  esac
  switch_up
  if [ -e "$STATE/tcp" ] || [ -e "$STATE/tls" ]; then host_leg; fi
  for node in "${NODES[@]}"; do mkdir -p "$(folder "$node")"; wire "$node"; machine_up "$node"; done
  each engine_up || die "a node did not start"
  root_archive
  each images &
  form; wait
  say "up: ${NODES[*]}. eval \"\$($0 env m1)\", or: skep attach unix://$STATE/m1/docker.sock"
}
command_status() {
  local node port
  for node in "${NODES[@]}"; do
    [ -d "$(folder "$node")" ] || continue
    port=$(ip -n "$NAME-switch" -br link show "port-$node" 2>/dev/null)
    printf '%-4s %-15s machine %-4s dockerd %-4s link %-4s %s%s\n' "$node" "$(address "$node")" \
      "$(living "$(folder "$node")/machine.pid" >/dev/null && echo on || echo off)" \
      "$(living "$(folder "$node")/dockerd.pid" >/dev/null && echo on || echo off)" \
      "$([[ $port == *" UP "* ]] && echo on || echo cut)" \
      "$(state "$node" || echo 'does not answer')" \
      "$(cuts "$node" | sed -E 's/.*-s ([0-9.]+).*/ hears nothing of \1;/' | tr -d '\n')"
  done
}
command_kill() {
  local dir; dir=$(folder "$1"); number "$1" >/dev/null || exit 1
  case ${2:-machine} in
    machine) machine_down "$1" ;;
    dockerd) finish KILL "$dir/dockerd.pid" 100; rm -f "$dir/dockerd.pid" "$dir/docker.pid" ;;
    *) usage 2 ;;
  esac
}
command_partition() {
  [ $# -ge 1 ] || usage 2
  number "$1" >/dev/null || exit 1
  if [ $# = 1 ]; then ip -n "$NAME-switch" link set "port-$1" down; return; fi
  number "$2" >/dev/null || exit 1
  cut "$1" "$2"; cut "$2" "$1"
}
command_ssh() { # whoever has $STATE/ssh/key is root on the node; ssh -F $STATE/ssh/config has it
  local node=$1 dir=$STATE/ssh machine; number "$node" >/dev/null || exit 1
  [ -x "$SSHD" ] || die "there is no $SSHD (Debian, Ubuntu: openssh-server)"
  machine=$(living "$(folder "$node")/machine.pid") || die "$node is off"
  host_leg; mkdir -p "$dir" /run/sshd
  [ -e "$dir/key" ] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$dir/key" || die "ssh-keygen makes no key"
  [ -e "$dir/host" ] || ssh-keygen -q -t ed25519 -N '' -C lab-host -f "$dir/host" || die "ssh-keygen makes no key"
  { cat /etc/passwd; grep -q ^sshd: /etc/passwd || echo 'sshd:x:22022:65534::/run/sshd:/usr/sbin/nologin'; } >"$dir/passwd"
  printf '%s\n' "HostKey $dir/host" "AuthorizedKeysFile $dir/key.pub" "PermitRootLogin yes" \
    "StrictModes no" "UsePAM no" "PasswordAuthentication no" "PidFile none" >"$dir/sshd_config"
  printf '%s\n' "IdentityFile $dir/key" "IdentitiesOnly yes" "UserKnownHostsFile $dir/known" >"$dir/config"
  touch "$dir/known"
  grep -qs "^$(address "$node") " "$dir/known" ||
    echo "$(address "$node") $(cat "$dir/host.pub")" >>"$dir/known"
  living "$(folder "$node")/sshd.pid" >/dev/null || {
    (cd / && exec setsid nsenter -t "$machine" -m -u -i -n -p bash -c '
      mount --bind "$1/passwd" /etc/passwd; exec "$2" -D -e -f "$1/sshd_config"' sshd "$dir" "$SSHD") \
      </dev/null >>"$(folder "$node")/log" 2>&1 &
    disown; remember $! "$(folder "$node")/sshd.pid"
    for _ in {1..50}; do
      ssh -F "$dir/config" -o BatchMode=yes "root@$(address "$node")" true 2>/dev/null && break; sleep 0.1
    done
    living "$(folder "$node")/sshd.pid" >/dev/null || die "$node: sshd ended, see $(folder "$node")/log"
  }
  echo "ssh://root@$(address "$node")$(folder "$node")/docker.sock"
}
command_down() {
  local node count group mount space
  [ -d "$STATE" ] || compgen -G "/run/netns/$NAME-*" >/dev/null || { say "nothing is up"; return 0; }
  [ -d "$STATE" ] && each machine_down gently
  for ((count = 0; count < 50; count++)); do
    group=$(find /sys/fs/cgroup -mindepth 1 -type d -path "*/$NAME*" 2>/dev/null | grep -E "/$NAME(/|\$)" | sort -r)
    [ -z "$group" ] && break
    xargs -r rmdir <<<"$group" 2>/dev/null; sleep 0.1
  done
  ip link del "$NAME-host" 2>/dev/null
  for space in /run/netns/"$NAME"-*; do [ -e "$space" ] && ip netns del "${space##*/}"; done
  awk -v state="$STATE/" 'index($5, state) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
    while read -r mount; do umount -l "$mount"; done
  rm -rf --one-file-system "$STATE"
  say "down, and nothing of it is left"
}

case ${1:-} in
  up) shift; need "$@"; command_up "$@" ;;
  down) need; command_down ;;
  need) shift; need "$@" ;;
  images) need; root_archive; each images ;;
  status) need; [ -d "$STATE" ] || die "nothing is up"; command_status ;;
  env) number "${2:?a node}" >/dev/null || exit 1; echo "export DOCKER_HOST=unix://$(folder "$2")/docker.sock" ;;
  kill) need; shift; command_kill "${1:?a node}" "${2:-machine}" ;;
  start) need; number "${2:?a node}" >/dev/null || exit 1; switch_up; wire "$2"; machine_up "$2"; engine_up "$2" ;;
  partition) need; shift; command_partition "$@" ;;
  heal) need; heal ;;
  ssh) need; command_ssh "${2:?a node}" ;;
  exec)
    need; node=${2:?a node}; shift 2
    pid=$(living "$(folder "$node")/machine.pid") || die "$node is off"
    exec nsenter -t "$pid" -m -u -i -n -p "$@" ;;
  -h | --help | help) usage ;;
  *) usage 2 ;;
esac
