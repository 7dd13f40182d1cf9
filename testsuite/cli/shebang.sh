# SPDX-License-Identifier: GPL-2.0-or-later
# A script that the kernel starts through #!, with options in that line and more on the command line.
case $MYTAP in *' '*) skip 'a #! line cannot name a program with a space in its path' ;; esac
printf '#!/usr/bin/env -S %s -p1\nprobe begin { log(@1) }\n' "$MYTAP" > env.stp
printf '#!%s -p1 -w\nprobe begin { log(@1) }\n' "$MYTAP" > direct.stp
chmod +x env.stp direct.stp
for f in env direct; do
	run ./$f.stp hello
	expect_status 0
	expect_out 'log\("hello"\)'
done
run ./direct.stp -p9 hello
expect_status 1
expect_err '-p takes a number'
# One word that only looks like such a line is what it is.
echo 'probe begin { }' > plain.stp
run "$MYTAP" '-p1 -w' plain.stp
expect_status 1
