# SPDX-License-Identifier: GPL-2.0-or-later
# needs: dwarf root
# timeout: 300
# Debuginfo that is not installed is fetched by build id from $DEBUGINFOD_URLS, when a question needs it and not
# before; once; and what goes wrong is said. The server is a folder behind python's http.server.
command -v python3 > python || skip "no python3"
ldconfig -p | grep -q 'libdebuginfod\.so\.1' || skip "no libdebuginfod.so.1 (apt-get install libdebuginfod1)"
command -v unshare > unshare || skip "no unshare"
vmlinux=/usr/lib/debug/boot/vmlinux-$KERNEL
overlay=/usr/lib/debug/lib/modules/$KERNEL/kernel/fs/overlayfs/overlay.ko
id() { readelf -n "$1" 2> /dev/null | sed -n 's/.*Build ID: //p' | head -1; }
command -v readelf > readelf || skip "no readelf"

serve() { mkdir -p "server/buildid/$(id "$1")"; ln -s "$1" "server/buildid/$(id "$1")/debuginfo"; }
serve "$vmlinux"
[ ! -e "$overlay" ] || serve "$overlay"
cat > server.py <<'PY'
import http.server, os, sys
os.chdir(sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
print(server.server_address[1], flush=True)
server.serve_forever()
PY
python3 server.py server > port 2> requests &
server=$!
trap 'kill $server' EXIT
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
[ -s port ] || fail "the server does not start"

# Without the installed debuginfo, in a mount namespace of its own; the server keeps the other.
hidden() {
	run unshare -m sh -c 'mount --make-rprivate / && mount -t tmpfs none /usr/lib/debug && exec "$@"' sh \
		env DEBUGINFOD_CACHE_PATH="$PWD/client" DEBUGINFOD_URLS="${URLS-}" MYTAP_CACHE_DIR="$PWD/cache" \
		"$MYTAP" -r "$KERNEL" "$@"
}
unshare -m sh -c 'mount --make-rprivate / && mount -t tmpfs none /usr/lib/debug' 2> err || skip "no mount namespaces here"

statement='kernel.statement("vfs_read@fs/read_write.c+11")'
hidden -L "$statement"
expect_status 1
expect_err 'not known without debuginfo.*or set DEBUGINFOD_URLS'

URLS=http://127.0.0.1:1
hidden -L "$statement"
expect_status 1
expect_err '^fetching the debuginfo of kernel .* from http://127.0.0.1:1$'
expect_err 'could not be fetched from http://127.0.0.1:1 \(build id [0-9a-f]{40}\): '
rm -rf client

URLS=http://127.0.0.1:$(cat port)
# What BTF and the symbols answer is not fetched; nor with --debuginfo=btf.
hidden -L 'kernel.function("vfs_read")'
expect_status 0
expect_out '\$file:struct file \*'
hidden --debuginfo=btf -L "$statement"
expect_status 1
[ ! -s requests ] || fail "asked for nothing: $(cat requests)"

# A local variable of a function found by its symbol.
hidden -p2 -e 'probe kernel.function("vfs_read").return { print($ret) }'
expect_err '^fetching the debuginfo of kernel'
hidden -L "$statement"
expect_status 0
expect_out 'vfs_read@fs/read_write.c:[0-9]+"\) \$file:struct file \*'
[ "$(grep -c 'GET /buildid/' requests)" = 1 ] || fail "fetched more than once: $(cat requests)"
! grep -q fetching err || fail "it was there already: $(cat err)"

[ -e "$overlay" ] || exit 0
hidden -L 'module("overlay").statement("ovl_open@fs/overlayfs/file.c:*")'
expect_status 0
expect_err '^fetching the debuginfo of module overlay'
expect_out 'ovl_open@fs/overlayfs/file.c:[0-9]+'
# No server has it.
rm -r client "server/buildid/$(id "$overlay")"
hidden -L 'module("overlay").statement("ovl_open@fs/overlayfs/file.c:*")'
expect_status 1
expect_err 'debuginfo of module overlay could not be fetched'
