# Arrays.
# modules: maps
mytap-run maps.ko >out || exit 1
diff maps.want out
