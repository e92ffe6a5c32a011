# Sourced: need COMMAND PACKAGE… installs Debian packages when a command is missing, or says what to install.

need() {
    local command=$1
    shift
    if command -v "$command" >/dev/null; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $* for $command …"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null || {
            echo "apt-get could not install $*." >&2
            exit 1
        }
    else
        echo "$command is missing. Install it first; its Debian packages are: $*" >&2
        exit 1
    fi
}
