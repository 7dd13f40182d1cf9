# SPDX-License-Identifier: GPL-2.0-or-later
# timeout: 900
# Expressions of every form in expressions of every form, right and wrong: each script is translated, or refused with a
# message. None aborts, crashes, hangs or fails silently. The same scripts each time; MYTAP_TEST_LONG=1: ten times as many.
RANDOM=20261
numbers=(1 n g 'pid()' 'a[1]' '$count' '$file->f_flags' '@count(st)' '@avg(st)' '@min(sa[1])' 'm2[1, 2]' '$return' 'kernel_long(0)'
	'h(1)' 'nosuch()' 'h(1, 2)' 'v()' '@entry($count)' '@entry(pid())' '@entry(nosuch())' '@entry(h(nosuch()))' '@entry(@entry(1))'
	'@entry(g++)' '@entry(st <<< 1)' '@entry(a[nosuch()])' '@entry($nosuch)' '@entry(%{ 1 %})' '@entry(n = 2)'
	'@entry(@defined(nosuch()))' '@defined($count)' '@defined(nosuch())' '@defined(@cast(0, "nosuch")->x)'
	'@cast(1, "task_struct")->pid' '@cast(1, "nosuch")->x' '@enum("HRTIMER_NORESTART")' '@const("EINVAL")' st 'sa[1]' a
	'&$file->f_flags' '@probewrite(n)' 'register("rax")' '$file->nosuch' '$nosuch' '@var("jiffies")' '@var("nosuch")'
	'@perf("p")' '@perf("nosuch")' '@variance(st)' 'user_long(0)' 'int_arg(1)' '$file[1]' '%{ 1 %}')
texts=('execname()' '"a"' s gs 'b["x"]' 'sprint(1)' 'pp()' '$$parms' '$$vars' '$file$' '$file->f_path->dentry->d_name->name$' 'nosuchs()'
	'@entry(execname())' '@entry($$parms)' '@entry($file$)' '@entry("x" . nosuch())' '@entry(sprint(nosuch()))' '$$nosuch'
	'sprintf("%d", nosuch())' '@cast(0, "task_struct")$' 'kernel_string(0)')
number_forms=('(I + I)' '(I / I)' '(I && I)' '(I || I)' '-(I)' '!(I)' '(I ? I : I)' 'h(I)' 'h(h(I))' 'a[I]' '(n = I)' '(a[I] += I)'
	'@entry(I)' '@defined(I)' '@cast(I, "task_struct")->pid' '@cast(I, "file")->f_path->dentry' 'strlen(S)' '(S =~ "a.*b")'
	'(I in a)' '([I, I] in m2)' '@hist_log(st)[I]' '(S == S)' '(I < I)' 'n++' 'a[I]++' '(st <<< I)' 'f2(I, S)' 'm2[I, I]'
	'@cast(I, "task_struct", "kernel")->comm[I]' 'strtol(S, I)' '&@cast(I, "file")->f_flags' '(@cast(I, "file")->f_flags = I)'
	'@count(sa[I])' '(g .= S)' 'register(S)' 'int_arg(I)' 'user_int(I)')
text_forms=('(S . S)' 'sprint(I)' 'sprintf("%d %s", I, S)' 'sprintf("%*d", I, I)' '(I ? S : S)' '@entry(S)' '(s = S)' '(gs .= S)'
	'@cast(I, "task_struct")$' '@cast(I, "file")->f_path$$' 'substr(S, I, I)' 'text_str(S)' 'tokenize(S, S)' 'symname(I)')
statements=('println(I)' 'println(S)' 'if (I) println(1)' 'while (I) break' 'for (i = I; I; i++) next' 'return I' 'delete a[I]'
	'foreach (k in a limit I) println(k + I)' 'foreach (v = [x, y] in m2[I, *]) n = I' 'foreach ([x, y] in m2 limit I) println(x, S)'
	'st <<< I' 'sa[I] <<< I' 's = S' I S 'try { n = I } catch (e) { println(e) }' 'printf("%d %s\n", I, S)' 'printf("%.*s%m", I, S, I)'
	'print(@hist_log(sa[I]))' 'n = I println(n)' 'delete m2[I, I]' 'a[I] = I' 'b[S] = I' 'error(S)' 'system(S)' 'println(I, S, I)')
points=(begin error 'timer.s(1)' 'timer.s(1) if (I)' 'vfs.read' 'vfs.read.return' 'syscall.read.return'
	'kernel.function("vfs_read")' 'kernel.function("vfs_read").return' 'kernel.function("vfs_read").return if (I)'
	'kernel.function("vfs_*").return' 'kernel.trace("sched_switch")')

# choose NAME: in $chosen, one of that array.
choose() { local -n of=$1; chosen=${of[RANDOM % ${#of[@]}]}; }
# fill TEXT DEPTH: in $filled, each I a number and each S a text, forms down to that depth.
fill() {
	local rest=$1 depth=$2 done='' hole
	while [[ $rest =~ (^|[^A-Za-z_])(I|S)($|[^A-Za-z_]) ]]; do
		hole=${BASH_REMATCH[2]}
		done+=${rest%%"${BASH_REMATCH[0]}"*}${BASH_REMATCH[1]}
		rest=${rest#*"${BASH_REMATCH[0]}"} rest=${BASH_REMATCH[3]}$rest
		if [ "$depth" -gt 0 ] && [ $((RANDOM % 5)) -lt 3 ]; then
			if [ "$hole" = I ]; then choose number_forms; else choose text_forms; fi
			fill "$chosen" $((depth - 1))
			done+=$filled
		else
			if [ "$hole" = I ]; then choose numbers; else choose texts; fi
			done+=$chosen
		fi
	done
	filled=$done$rest
}

n=${MYTAP_TEST_LONG:+2000} good=0 refused=0
for ((i = 0; i < ${n:-200}; i++)); do
	choose points; fill "$chosen" 1; point=$filled
	choose statements; fill "$chosen" $((RANDOM % 3)); body=$filled
	{ echo 'global g, gs, a, b, st, sa, m2'
		echo 'function h(x) { return x } function v() { g++ } function f2(x, y) { return x + strlen(y) }'
		echo "probe $point { $body }"
		echo 'probe end { a[1] = 1; b["x"] = 2; gs = "q"; m2[1, 2] = 3; sa[1] <<< 1; st <<< 1 }'; } > form.stp
	run timeout -s KILL 60 "$MYTAP" -r "$KERNEL" -p3 -w -g form.stp
	case $status in
	0) good=$((good + 1)) ;;
	1) refused=$((refused + 1)) ;;
	*) cat form.stp; tail -3 err; fail "status $status" ;;
	esac
	[ "$status" = 0 ] || grep -qE '^(parse|semantic) error: ' err || { cat form.stp err; fail 'refused without a word'; }
	! grep -q 'internal error\|error in mytap' err || { cat form.stp err; fail 'an error of ours'; }
done
[ $good -gt 20 ] && [ $refused -gt 20 ] || fail "$good translated, $refused refused: that tests little"
# Those that were wrong once.
for x in '@entry(nosuch())' '@entry(h(nosuch()))' '@entry("x" . sprint(nosuch()))'; do
	echo "function h(x) { return x } probe kernel.function(\"vfs_read\").return { println($x) }" > entry.stp
	run "$MYTAP" -r "$KERNEL" -p2 entry.stp
	expect_status 1
	expect_err "unresolved function 'nosuch'"
	[ "$(grep -c '^semantic error:' err)" = 1 ] || { cat err; fail 'said more than once'; }
done
