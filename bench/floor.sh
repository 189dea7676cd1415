#!/usr/bin/env bash
# Builds the C floors into artifacts/bench and says where they are.   bench/floor.sh            builds refagg and rx
#                                                                     bench/floor.sh FILE.pcap  builds and runs refagg on the file
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out="$root/artifacts/bench"
mkdir -p "$out"
command -v gcc >/dev/null || { echo "bench/floor.sh: gcc is needed (package gcc)" >&2; exit 3; }
for name in refagg rx; do
  if [ ! -x "$out/$name" ] || [ "$root/bench/native/$name.c" -nt "$out/$name" ] || [ "$root/bench/native/decode.h" -nt "$out/$name" ]; then
    gcc -O2 -Wall -Wextra -o "$out/$name" "$root/bench/native/$name.c"
  fi
done
if [ $# -gt 0 ]; then
  exec "$out/refagg" "$@"
fi
echo "$out"
