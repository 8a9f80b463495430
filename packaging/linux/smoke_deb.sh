#!/bin/sh
# Tries a .deb in a minimal Debian root of its own: smoke_deb.sh NEW.deb [OLD.deb | self]
# GGUF: a model file that the local engine is to answer from.
# self: the same package under an older version's name, for the upgrade.
# Needs root and debootstrap (or ROOTFS, a folder with a bare Debian). Only what the package
# depends on is installed beside it, and xvfb for the window.
set -eu
new=$(realpath "$1")
old=${2:-}
root=$(mktemp -d /tmp/assistant-deb.XXXXXX)
finish() {
    umount "$root/dev" "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap finish EXIT
if [ -n "${ROOTFS:-}" ]; then cp -a "$ROOTFS/." "$root/"; else debootstrap --variant=minbase bookworm "$root"; fi
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
inside() { chroot "$root" env HOME=/srv LANG=C.UTF-8 sh -euc "$1"; }
inside 'apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends xvfb >/dev/null'
echo "ok  a bare Debian with xvfb"
data=/srv/data

if [ "$old" = self ]; then
    dpkg-deb -R "$new" "$root/old"
    sed -i 's/^Version: .*/Version: 0.0.0/' "$root/old/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone -b "$root/old" "$root/old.deb" >/dev/null
    rm -rf "$root/old"
elif [ -n "$old" ]; then
    cp "$old" "$root/old.deb"
fi
if [ -n "$old" ]; then
    inside 'apt-get install -y -q --no-install-recommends /old.deb >/dev/null'
    inside "assistant-desktop remember 'the boat is blue' --data-dir $data >/dev/null"
    inside "assistant-desktop ask 'remind me in 25 seconds to stretch, nag me every minute' --data-dir $data >/dev/null"
    # The window runs while the package under it is replaced.
    inside "Xvfb :77 >/dev/null 2>&1 & DISPLAY=:77 assistant-desktop --data-dir $data >/dev/null 2>&1 & sleep 6"
    echo "ok  the old version runs, with a memory and a reminder"
fi

cp "$new" "$root/new.deb"
inside 'apt-get install -y -q --no-install-recommends /new.deb >/dev/null'
echo "ok  installed with its Depends only"
if [ -n "$old" ]; then
    sleep 25
    inside "assistant-desktop reminders list --json --data-dir $data" | grep -q '"state": "firing"'
    inside "assistant-desktop recall boat --json --data-dir $data" | grep -q "the boat is blue"
    echo "ok  the reminder fired during the upgrade, the memory is there"
    for pid in $(inside "ls /proc | grep -E '^[0-9]+$'"); do
        case $(readlink "/proc/$pid/root" 2>/dev/null || true) in "$root"*) kill "$pid" 2>/dev/null || true ;; esac
    done
    sleep 2
    inside "assistant-desktop reminders list --json --data-dir $data" | grep -q "stretch"
    echo "ok  the new version opens the old one's data"
fi

inside "assistant-desktop ask 'remind me in 3 seconds to breathe' --data-dir $data" | grep -q breathe
inside "assistant-desktop doctor --json --data-dir $data" | grep -q '"findings"'
inside "Xvfb :78 >/dev/null 2>&1 & server=\$!; DISPLAY=:78 assistant-desktop --data-dir $data >/dev/null 2>&1 & app=\$!
sleep 8; assistant-desktop reminders list --json --data-dir $data; kill \$app \$server" | grep -q '"state": "firing"'
echo "ok  a reminder fires in the window"
if [ -n "${GGUF:-}" ]; then
    cp "$GGUF" "$root/model.gguf"
    inside "assistant-desktop models use /model.gguf --data-dir $data"
    inside "timeout 120 assistant-desktop ask hello --json --data-dir $data" | grep -q '"model"'
    echo "ok  the local engine answers from a GGUF file"
fi

inside 'apt-get purge -y -q assistant-desktop >/dev/null'
inside "test ! -e /usr/lib/assistant-desktop && test ! -e /usr/bin/assistant-desktop && test -s $data/assistant.db"
echo "ok  purged; the data stays"
