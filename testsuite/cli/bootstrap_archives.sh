# SPDX-License-Identifier: GPL-2.0-or-later
# Which kernel ./bootstrap takes, by what the archive has. apt and dpkg are played from records: a view's packages are
# what apt-cache policy printed of them (archives/debuginfo_ahead was recorded on a day when the archive was between two
# uploads, the others beside it on the same day; the rest is written here in the same form).
[ -x "$TESTSUITE/../bootstrap" ] || skip 'no bootstrap'
top=$(cd "$TESTSUITE/.." && pwd) work=$PWD
records=$TESTSUITE/cli/archives
. "$TESTSUITE/cli/archives/play.bash"
play_begin

# The archive: "RELEASE IMAGE HEADERS DEBUGINFO" a line, versions or -.
archive() {
	: > host
	while read -r r image headers debuginfo; do
		policy "linux-image-$r-cloud-amd64" "$image"
		policy "linux-headers-$r-cloud-amd64" "$headers"
		policy "linux-image-$r-cloud-amd64-dbg" "$debuginfo"
	done >> host
	: > installed
	: > broken
}
policy() {
	local v=$2
	[ "$v" != - ] || v='(none)'
	printf '%s:\n  Installed: (none)\n  Candidate: %s\n  Version table:\n' "$1" "$v"
	[ "$2" = - ] || printf '     %s 500\n        500 http://mirror.test/debian bookworm/main amd64 Packages\n' "$v"
}
whole() { echo "linux-image-$1-cloud-amd64 linux-headers-$1-cloud-amd64"; }
with_debuginfo() { echo "$(whole "$1") linux-image-$1-cloud-amd64-dbg"; }
# expect ARGS... -- LINE...: bootstrap's plan.
expect() {
	local args=()
	while [ "$1" != -- ]; do args+=("$1"); shift; done
	shift
	run "$top/bootstrap" "${args[@]}" --plan
	expect_status 0
	printf '%s\n' "$@" | sed '/^$/d' > want
	expect_same want out
}

# The day on which the metapackages of image and debuginfo were of two versions.
archive < /dev/null
cp "$records/debuginfo_ahead" host
expect demo -- "install: $(whole 6.1.0-56)"
expect -- "install: $(whole 6.1.0-56)"
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-56)" 'test: 6.1.0-56-cloud-amd64'
expect check parse/ -- "install: $(with_debuginfo 6.1.0-56)" 'test: 6.1.0-56-cloud-amd64'

# All in step. 6.1.0-100 is newer than 6.1.0-99.
archive <<-END
	6.1.0-99 6.1.5-1 6.1.5-1 6.1.5-1
	6.1.0-100 6.1.6-1 6.1.6-1 6.1.6-1
END
expect demo -- "install: $(whole 6.1.0-100)"
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-100)" 'test: 6.1.0-100-cloud-amd64'
# What apt cannot install after all, a part needs something that is not there: the next.
echo linux-headers-6.1.0-100-cloud-amd64 > broken
expect demo -- "install: $(whole 6.1.0-99)"
expect_err '6.1.0-100-cloud-amd64 cannot be installed: .*unmet dependencies'

# Image and headers ahead: demo does not wait for debuginfo.
archive <<-END
	6.1.0-56 6.1.192-2 6.1.192-2 6.1.192-2
	6.1.0-57 6.1.192-3 6.1.192-3 -
END
expect demo -- "install: $(whole 6.1.0-57)"
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-56)" 'test: 6.1.0-56-cloud-amd64'

# A second upload under one release: debuginfo is of another build than the image.
archive <<-END
	6.1.0-55 6.1.192-1 6.1.192-1 6.1.192-1
	6.1.0-56 6.1.192-2 6.1.192-3 6.1.192-3
END
expect demo -- "install: $(whole 6.1.0-56)"
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-55)" 'test: 6.1.0-55-cloud-amd64'

# Only an older release is whole.
archive <<-END
	6.1.0-53 6.1.180-1 6.1.180-1 6.1.180-1
	6.1.0-55 - 6.1.192-1 -
	6.1.0-56 6.1.192-2 - 6.1.192-2
	6.1.0-57 - 6.1.192-3 6.1.192-3
END
expect demo -- "install: $(whole 6.1.0-53)"
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-53)" 'test: 6.1.0-53-cloud-amd64'

# Debuginfo of none: the tests go on without.
archive <<-END
	6.1.0-56 6.1.192-2 6.1.192-2 -
	6.1.0-57 - 6.1.192-3 6.1.192-3
END
expect check --kernels=6.1 -- "install: $(whole 6.1.0-56)" 'test: 6.1.0-56-cloud-amd64'
expect_err '^== THE DWARF TESTS OF 6.1 ARE NOT RUN'
expect_err '^  6.1.0-57-cloud-amd64: debuginfo 6.1.192-3 headers 6.1.192-3$'

# Nothing: it says what there is.
archive <<-END
	6.1.0-56 6.1.192-2 - -
	6.1.0-57 - 6.1.192-3 6.1.192-3
END
run "$top/bootstrap" check --kernels=6.1 --plan
expect_status 1
expect_err '^bootstrap: kernel 6.1 is not installed and not available'
expect_err '^  6.1.0-56-cloud-amd64: image 6.1.192-2$'
expect_err '^  6.1.0-57-cloud-amd64: debuginfo 6.1.192-3 headers 6.1.192-3$'
run "$top/bootstrap" demo --plan
expect_err 'NO KERNEL can be installed'
expect_err '^  6.1.0-56-cloud-amd64: image 6.1.192-2$'

# An older one that is installed whole is kept; one that lacks only debuginfo gets it.
archive <<-END
	6.1.0-50 6.1.170-1 6.1.170-1 6.1.170-1
	6.1.0-57 6.1.192-3 6.1.192-3 6.1.192-3
END
has_installed() { for p; do echo "installed $p 6.1.170-1"; done > installed; }
has_installed $(with_debuginfo 6.1.0-50)
expect demo --
expect check --kernels=6.1 -- 'test: 6.1.0-50-cloud-amd64'
has_installed $(whole 6.1.0-50)
expect demo --
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-50)" 'test: 6.1.0-50-cloud-amd64'
# Not if it was removed but for its configuration, nor if a part is of another build.
sed -i 's/^installed/config-files/' installed
expect demo -- "install: $(whole 6.1.0-57)"
has_installed $(with_debuginfo 6.1.0-50)
sed -i '/-dbg/s/170-1/169-1/' installed
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-50)" 'test: 6.1.0-50-cloud-amd64'

# A release by name: one that no machine has, for such a one is not looked for.
archive <<-END
	6.1.0-57 6.1.192-3 6.1.192-3 6.1.192-3
	6.1.0-0000 6.1.0-1 6.1.0-1 6.1.0-1
END
expect check --kernels=6.1.0-0000-cloud-amd64 -- "install: $(with_debuginfo 6.1.0-0000)" 'test: 6.1.0-0000-cloud-amd64'

# 7.2 is unpacked, from the archive that apt has Debian from.
cp "$records/sid" sid
expect check --kernels=7.2 -- 'unpack: 7.2.13+deb14-cloud-amd64' 'test: 7.2.13+deb14-cloud-amd64'
expect_err 'looking into sid of http://mirror.test/debian$'
echo linux-modules-7.2.13+deb14-cloud-amd64 > broken
run "$top/bootstrap" check --kernels=7.2 --plan
expect_status 1
expect_err '7.2.13.deb14-cloud-amd64 cannot be installed'
: > broken

# The archive is one of the network; another kernel that was unpacked or built there is none of Debian's.
PLAY_ARCHIVE=$(printf 'cdrom://[Debian]/\nhttp://mirror.test/debian') run "$top/bootstrap" check --kernels=7.2 --plan
expect_err 'looking into sid of http://mirror.test/debian$'
debug=kernels/6.1.192-debug/lib/modules/6.1.192-debug
mkdir -p $debug/build
: > $debug/build/Makefile
: > $debug/vmlinuz
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-57)" 'test: 6.1.0-57-cloud-amd64'
expect check --kernels=6.1.192-debug -- 'test: 6.1.192-debug'

# The kernel that looks for faults is built where it is wanted, once; nobody else takes it for one of Debian's. The QEMU of
# --smp and --counted is unpacked, once.
qemu='unpack: qemu-system-x86 qemu-system-common qemu-system-data seabios'
expect check --kernels=debug --smp -- 'build: debug kernel' "$qemu" 'test: debug'
expect check --kernels=debug --counted -- 'build: debug kernel' "$qemu" 'test: debug'
echo dwarves > lacks
expect check --kernels=6.1,debug --smp=2,4 -- "install: $(with_debuginfo 6.1.0-57) dwarves" 'build: debug kernel' "$qemu" \
	'test: 6.1.0-57-cloud-amd64,debug'
: > lacks
debug=kernels/6.1.192-mytap-debug/lib/modules/6.1.192-mytap-debug
mkdir -p $debug/build kernels/qemu
: > $debug/build/Makefile
: > $debug/vmlinuz
: > kernels/qemu/qemu-system-x86_64
chmod +x kernels/qemu/qemu-system-x86_64
expect check --kernels=debug --smp -- 'test: 6.1.192-mytap-debug'
expect check --kernels=6.1.192-mytap-debug -- 'test: 6.1.192-mytap-debug'
expect check --kernels=6.1 -- "install: $(with_debuginfo 6.1.0-57)" 'test: 6.1.0-57-cloud-amd64'

# 6.12 comes from apt's own sources, else from backports (of bookworm only).
archive <<-END
	6.1.0-57 6.1.192-3 6.1.192-3 6.1.192-3
	6.12.117+deb12 6.12.117-1 6.12.117-1 -
END
if grep -q '^VERSION_CODENAME=bookworm$' /etc/os-release; then
	cp "$records/bookworm-backports" .
	expect check -- "install: $(with_debuginfo 6.1.0-57) $(whole 6.12.117+deb12)" \
		'test: 6.1.0-57-cloud-amd64,6.12.117+deb12-cloud-amd64'
	sed -i 's/6\.12\.117-1$/(none)/' host
	expect check --kernels=6.12 -- "install: $(whole 6.12.95+deb12)" 'test: 6.12.95+deb12-cloud-amd64'
	rm bookworm-backports
fi
# Without it 6.1 is tested alone.
sed -i 's/6\.12\.117-1$/(none)/' host
expect check -- "install: $(with_debuginfo 6.1.0-57)" 'test: 6.1.0-57-cloud-amd64'
expect_err '^== KERNEL 6.12 IS NOT TESTED'
# No address is known but from apt.
export PLAY_ARCHIVE=
run "$top/bootstrap" check --kernels=7.2 --plan
expect_status 1
expect_err "apt's configuration has no archive of Debian to take sid from"
