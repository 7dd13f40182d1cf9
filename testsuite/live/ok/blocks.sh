# modules: blocks.stp
# cpus: 1
# ioblock.*, ioblock_trace.* and ioscheduler*.* beside what targets/blocks.c writes and reads, on a device with requests and on one without.
modprobe -q brd rd_nr=1 rd_size=4096 && modprobe -q null_blk nr_devices=1 gb=1 || { echo "the kernel has no brd or null_blk"; exit 77; }
mytap-run -c 'sh -c "blocks /dev/ram0 && blocks /dev/nullb0"' t_blocks.ko > out 2> err || { cat out err; exit 1; }
cat > want <<'EOF'
ioblock.request ram0 64 4096 W 1 0 0 1 11 ram0 10 0
ioblock_trace.request ram0 64 4096 W 1 11
ioblock_trace.end ram0 64 4096 W 1 4096
ioblock.request ram0 128 8192 W 1 0 0 1 11 ram0 10 0
ioblock_trace.request ram0 128 8192 W 1 11
ioblock_trace.end ram0 128 8192 W 1 8192
ioblock.request ram0 256 16384 R 1 0 0 1 00 ram0 10 0
ioblock_trace.request ram0 256 16384 R 1 11
ioblock_trace.end ram0 256 16384 R 1 16384
ioblock.request nullb0 64 4096 W 1 0 0 1 11 nullb0 10 0
ioblock_trace.request nullb0 64 4096 W 1 11
ioscheduler_trace.elv_issue_request none 11 0 1
ioblock.request nullb0 128 8192 W 1 0 0 1 11 nullb0 10 0
ioblock_trace.request nullb0 128 8192 W 1 11
ioscheduler_trace.elv_issue_request none 11 0 1
ioblock.request nullb0 256 16384 R 1 0 0 1 00 nullb0 10 0
ioblock_trace.request nullb0 256 16384 R 1 11
ioscheduler_trace.elv_issue_request none 11 0 0
ioblock.end nullb0 064 4096 4096 0 W: 1
ioblock.end nullb0 128 8192 8192 0 W: 1
ioblock.end nullb0 256 16384 16384 0 R: 1
ioblock.end ram0 064 4096 4096 0 W: 1
ioblock.end ram0 128 8192 8192 0 W: 1
ioblock.end ram0 256 16384 16384 0 R: 1
01  001 -1-1
EOF
diff want out
