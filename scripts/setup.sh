# Sourced by ./run and ./test: checks for what they need and builds what is stale. Nothing here touches the network but restore and apt.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

need_dotnet() {
  command -v dotnet >/dev/null || { echo "weir: the .NET 10 SDK is missing (command dotnet not found); install it, then try again." >&2; exit 1; }
  local version
  version=$(dotnet --version 2>/dev/null || true)
  case "$version" in
    10.*) ;;
    *) echo "weir: the .NET 10 SDK is needed; dotnet --version says '${version:-nothing}'." >&2; exit 1 ;;
  esac
}

need_node() {
  command -v node >/dev/null || { echo "weir: Node.js 20 or newer is missing (command node not found): scripts cannot run without it." >&2; exit 1; }
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 18 ] || { echo "weir: Node.js 20 or newer is needed; node --version says $(node --version)." >&2; exit 1; }
}

# is_stale TARGET SOURCES...: true when any file below SOURCES is newer than TARGET
is_stale() {
  local target=$1 stamp="$1.built"
  shift
  ! { [ -f "$target" ] && [ -f "$stamp" ] && [ -z "$(find "$@" -type f -newer "$stamp" -not -path '*/node_modules/*' -print -quit)" ]; }
}

# built_or_fail COMMAND...: builds quietly; what it said is shown when it fails
built_or_fail() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    echo "weir: the build failed, see above." >&2
    exit 1
  fi
  rm -f "$log"
}

# build_if_stale TARGET PROJECT SOURCES...: builds PROJECT when any file below SOURCES is newer than TARGET
build_if_stale() {
  local target=$1 project=$2
  shift 2
  is_stale "$target" "$@" || return 0
  echo "weir: building (the first time takes about a minute) ..." >&2
  built_or_fail dotnet build "$project" -c Release -v quiet -nologo
  touch "$target.built"
}

# publish_if_stale TARGET PROJECT SOURCES...: the same into TARGET's folder, compiled for this machine beforehand: else the first half minute, which
# may be an attack's, goes into compiling and slow code. Where the package with that compiler cannot be had, the program without it.
publish_if_stale() {
  local target=$1 project=$2 publish
  shift 2
  is_stale "$target" "$@" || return 0
  echo "weir: building (the first time takes about a minute) ..." >&2
  publish=(dotnet publish "$project" -c Release --use-current-runtime --no-self-contained -o "$(dirname "$target")" -v quiet -nologo)
  if ! "${publish[@]}" -p:PublishReadyToRun=true -p:PublishReadyToRunCrossgen2ExtraArgs=--instruction-set:native >/dev/null 2>&1; then
    built_or_fail "${publish[@]}"
    echo "weir: nothing is compiled beforehand (package microsoft.netcore.app.crossgen2 is missing): the first half minute takes more CPU." >&2
  fi
  touch "$target.built"
}

# without_services COMMAND...: packages installed meanwhile start nothing; the tests start what they need on ports of their own
without_services() {
  local policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
  "$@"
  local status=$?
  rm -f "$policy"
  return $status
}

# install_optional PROGRAM=PACKAGE...: with root and apt, installs what the tests of real systems use; otherwise names it in one line
install_optional() {
  local missing=() entry
  for entry in "$@"; do
    command -v "${entry%%=*}" >/dev/null || [ -x "/usr/lib/frr/${entry%%=*}" ] || [ -x "/usr/sbin/${entry%%=*}" ] ||
      compgen -G "/usr/lib/*/rsyslog/${entry%%=*}" >/dev/null || missing+=("${entry#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "test: installing ${missing[*]} ..."
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive without_services apt-get install -y -q --no-install-recommends "${missing[@]}"; } >/tmp/weir-apt.log 2>&1 && return
    echo "test: could not install ${missing[*]} (see /tmp/weir-apt.log); the tests that need them say so and are skipped."
  else
    echo "test: only root could install ${missing[*]}; the tests that need them say so and are skipped."
  fi
}
