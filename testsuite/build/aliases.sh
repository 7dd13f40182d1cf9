# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# needs: headers
# Every point of the library's groups that this kernel has, with all of its variables: a script a group becomes a module.
# Which points a group must at least have everywhere is written here; those of modules are counted where the module is.
groups='vm:12 kprocess:6 scheduler:15 signal:28 tcp:15 udp:6 socket:20 netdev:14 irq_handler:2 softirq:2 workqueue:2 ioblock:2
ioblock_trace:2 ioscheduler:2 ioscheduler_trace:6 tty:11 generic:14 vfs:48 tcpmib:9 ipmib:11 linuxmib:4 scsi:7 sunrpc:43 nfs:161 nfsd:62 netfilter:23'
for g in $groups; do
	name=${g%:*} least=${g#*:}
	run "$MYTAP" -r "$KERNEL" -L "$name.**"
	expect_status 0
	# "point name:type ... $argument:type": the variables of the alias.
	awk '{
		body = ""
		for (i = 2; i <= NF && $i !~ /^\$/; i++) {
			split($i, v, ":")
			if (v[2] == "string")
				body = body " println(" v[1] ")"
			else if (v[2] == "long")
				body = body " printf(\"%d\\n\", " v[1] ")"
		}
		print "probe " $1 " {" (body == "" ? " println(1)" : body) " }"
	}' out | sort -u > "$name.stp"
	n=$(cut -d' ' -f2 "$name.stp" | sort -u | wc -l)
	[ "$n" -ge "$least" ] || fail "$name has $n points, not $least: $(cut -d' ' -f2 "$name.stp" | tr '\n' ' ')"
	# The table of soft interrupts is known by debuginfo only.
	[ "$name" = softirq ] && ! has dwarf && sed -i 's/printf[^)]*, \(vec\|h\|action\))//g' softirq.stp
	# A point that stands for several places is listed with the variables of one: what others lack is left out.
	for _ in 1 2 3 4 5; do
		run "$MYTAP" -w -p2 -r "$KERNEL" "$name.stp"
		sed -n "s/.*unresolved type: .* variable '\([a-zA-Z0-9_]*\)' is .* at $name.stp:\([0-9]*\):.*/\2 \1/p" err > lacking
		[ -s lacking ] || break
		while read -r line variable; do
			sed -i "${line}s/ print[^)]*[ (]$variable)//" "$name.stp"
		done < lacking
	done
	run "$MYTAP" -w -p4 -r "$KERNEL" "$name.stp"
	expect_status 0
done
