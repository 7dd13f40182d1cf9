# Strings, formats, memory, errors: the script ends by an error, so error probes run, not end probes.
# modules: text
mytap-run text.ko >out 2>err
[ $? = 1 ] || exit 1
diff text.want out || exit 1
grep -q "^WARNING: a warning" err && grep -q "^ERROR: division by 0 near operator '/' at text.stp:1:20" err
