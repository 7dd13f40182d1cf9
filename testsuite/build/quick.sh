# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Which handlers are MYTAP_QUICK, run without budget, time and error: those that only add to what their CPU has for itself and set elements
# of arrays, from values that cannot fail.

# quick NUMBER HANDLER [POINT [MORE]]: so many rows of the table are.
quick() {
	run "$MYTAP" -r "$KERNEL" -w -p3 -e "global n, a, m[10], s, other, v, w, x probe ${3:-kernel.function(\"vfs_read\")} { $2 } probe begin { m[1] = 1; v[1, \"\"] = 2; x[1] = \"\"; w[1] <<< 1; s = \"\"; other = 1; n += 0; a <<< 0 } probe end { println(n, @sum(a), s, other) foreach (k in m) println(k) foreach ([k, l] in v) println(k, l) foreach (t in x) println(x[t]) foreach (k in w) println(@sum(w[k])) } ${4:-}"
	expect_status 0
	[ "$(grep -c 'MYTAP_QUICK' out)" = "$1" ] || fail "$2: $(grep -B1 'MYTAP_QUICK' out)"
}
quick 1 'n++'
quick 1 'n -= $count * 3; a <<< tid()'
quick 1 'if (pid() == 1) n++; else a <<< $count'
quick 1 'if (execname() != "cat") next; n++'
quick 1 'a <<< gettimeofday_ns() - @entry(gettimeofday_ns())' 'kernel.function("vfs_read").return'
quick 1 'n++' 'kernel.trace("sched_switch")'
# elements: of keys that are numbers, or the task's name; set and changed
quick 1 'm[1]++'
quick 1 'm[tid() * 2 + $count] -= $count; n++; w[pid()] <<< gettimeofday_ns()'
quick 1 'if ($return < 0) n++; else a <<< $return' 'kernel.function("vfs_read").return'
quick 1 'if (execname() == "cat") v[$count, execname()] = gettimeofday_us()'
quick 1 'm[@entry(tid())] |= $return' 'kernel.function("vfs_read").return'
# ... but not read, asked for, removed; texts; keys that may fail, or be cut; a condition depends on it
quick 0 'n += m[1]'
quick 0 'm[2] = m[1]++'
quick 0 'if (m[1]) n++'
quick 0 'delete m[1]'
quick 0 'x[1] = "a"'
quick 0 'v[1, "a"]++'
quick 0 'm[100 / pid()]++'
quick 0 'm[$file->f_flags]++'
quick 0 'm[1] /= $count'
quick 0 'm[1] <<= 2'
quick 0 'm[1]++; printf("x")'
# what may fail, loops, prints, a string, the own value asked for, memory, a function, a probe that none of this is known of
quick 0 'n += 100 / pid()'
quick 0 'while (n < 3) n++'
quick 0 'n++; printf("x")'
quick 0 's .= "x"'
quick 0 'other = 2'
quick 0 'if (n++ > 3) a <<< 1'
quick 0 'n += $file->f_flags'
quick 0 'n += f()' 'kernel.function("vfs_read")' 'function f() { return 1 }'
quick 0 'try { n++ } catch { }'
quick 0 'a <<< @entry($file->f_flags) / 2' 'kernel.function("vfs_read").return'
quick 0 'n++' 'timer.profile'
# a value that a condition depends on: set, it is looked at
quick 0 'other = 0' 'kernel.function("vfs_write")' 'probe kernel.function("vfs_read") if (other) { x[2] = "a" }'
true
