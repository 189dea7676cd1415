# What the benchmark commands share: sourced, not run. Expects $root (the repository) and $name (of the command, for messages).
# shellcheck shell=bash disable=SC2034,SC2154
out="$root/artifacts/bench"
capture="$out/a5.pcap"
capture_sha=18f9d1f894c21438719a35962f70131a34719b158b7b6339ce2c8272352f2260
load="$root/artifacts/bin/Weir.Load/release/weir-load"
work=$(mktemp -d)
weir=
say() { echo "$name: $*" >&2; }
stop_weir() {
  if [ -n "$weir" ]; then
    kill "$weir" 2>/dev/null || true
    wait "$weir" 2>/dev/null || true
    weir=
  fi
}

field() { grep -o "\"$1\": *[-0-9.eE+]*" | tail -n 1 | sed 's/.*: *//'; }
sorted() { tr ' ' '\n' <<<"$*" | grep . | sort -g; }
median() { sorted "$@" | awk '{a[NR]=$1} END {print NR % 2 ? a[(NR+1)/2] : (a[NR/2] + a[NR/2+1]) / 2}'; }
least() { sorted "$@" | head -n 1; }
most() { sorted "$@" | tail -n 1; }
calc() { awk "BEGIN { printf \"$1\", $2 }"; }

# A port that nothing has now; below the range that the system hands out itself.
free_port() {
  local port
  while true; do
    port=$((10240 + (RANDOM % 20000)))
    grep -q -i "$(printf ':%04X ' "$port")" /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 || break
  done
  echo "$port"
}

prepare() {
  say "building"
  dotnet build "$root/bench/Weir.Load" -c Release -v quiet -nologo >&2
  "$root/bench/floor.sh" >&2
  "$root/run" --help >/dev/null
  if ! echo "$capture_sha  $capture" | sha256sum --check --status 2>/dev/null; then
    "$load" pcap "$capture" >&2
    echo "$capture_sha  $capture" | sha256sum --check --status || { say "the a5 workload has other bytes than it must have"; exit 1; }
  fi
}

machine() {
  echo "Commit $(git -C "$root" rev-parse --short HEAD), $(date -u +%Y-%m-%d), $(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1),"
  echo "Linux $(uname -r), .NET $(dotnet --version), load average $(cut -d' ' -f1-3 /proc/loadavg) at the start."
  echo
}

# What the kernel dropped at, and still holds for, the sockets of a UDP port.
drops() { awk -v p="$(printf ':%04X' "$1")" '$2 ~ p"$" { n += $NF } END { print n + 0 }' /proc/net/udp /proc/net/udp6; }
queued() { awk -v p="$(printf ':%04X' "$1")" '$2 ~ p"$" { split($5, q, ":"); if (q[2] != "00000000") n++ } END { print n + 0 }' /proc/net/udp /proc/net/udp6; }
cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

start_weir() {
  local core=$1 i
  shift
  http=$(free_port) sflow=$(free_port)
  mkdir -p "$work/data"
  # shellcheck disable=SC2086
  $core "$root/run" -Dhttp.port="$http" -Dsflow.port="$sflow" -Dweir.data="$work/data" "$@" >"$work/weir.log" 2>&1 &
  weir=$!
  for ((i = 0; i < 150; i++)); do
    curl -fsS "http://127.0.0.1:$http/version" >/dev/null 2>&1 && return
    kill -0 "$weir" 2>/dev/null || break
    sleep 0.2
  done
  cat "$work/weir.log" >&2
  say "Weir did not start"
  exit 1
}

# Sends at a rate; sets sent, lost, samples, actual and cpu.
measure() {
  local rate=$1 before ticks json i
  before=$(drops "$sflow")
  ticks=$(cpu_ticks "$weir")
  json=$(taskset -c 1 "$load" blast "$sflow" --rate "$rate" --seconds "$seconds")
  for ((i = 0; i < 50 && $(queued "$sflow") > 0; i++)); do sleep 0.1; done
  sent=$(field datagrams <<<"$json") samples=$(field flowSamples <<<"$json") actual=$(field datagramsPerSecond <<<"$json")
  lost=$(($(drops "$sflow") - before))
  cpu=$(calc %.2f "($(cpu_ticks "$weir")-$ticks)/$(getconf CLK_TCK)/($samples-$lost*$samples/$sent)*1e6")
}

live_floor() {
  local rate=$1 json
  sflow=$(free_port)
  taskset -c 0 "$out/rx" "$sflow" >"$work/rx.json" &
  local rx=$!
  until grep -q "$(printf ':%04X ' "$sflow")" /proc/net/udp; do sleep 0.05; done
  json=$(taskset -c 1 "$load" blast "$sflow" --rate "$rate" --seconds "$seconds")
  wait "$rx"
  sent=$(field datagrams <<<"$json") actual=$(field datagramsPerSecond <<<"$json")
  lost=$((sent - $(field datagrams <"$work/rx.json")))
  cpu=$(calc %.2f "$(field cpuSeconds <"$work/rx.json")/$(field samples <"$work/rx.json")*1e6")
}
