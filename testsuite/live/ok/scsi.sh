# modules: scsi.stp
# needs: scsi
# cpus: 1
# scsi.* beside what targets/blocks.c writes and reads on a disk that scsi_debug plays.
modprobe -q sd_mod || { echo "the kernel has no sd_mod"; exit 77; }
mytap-run -c 'sh -c "modprobe scsi_debug dev_size_mb=8 && blocks /dev/sda"' t_scsi.ko > out 2> err || { cat out err; exit 1; }
cat > want <<'EOF'
scsi.set_state CREATED RUNNING
scsi.iodispatching TO_DEVICE 4096 RUNNING 1000 11 1
scsi.iocompleted 4096 TO_DEVICE
scsi.iodispatching TO_DEVICE 8192 RUNNING 1000 11 1
scsi.iocompleted 8192 TO_DEVICE
scsi.iodispatching FROM_DEVICE 16384 RUNNING 1000 11 1
scsi.iocompleted 16384 FROM_DEVICE
111
0-10RUNNINGTO_DEVICE
EOF
diff want out || { cat err; exit 1; }
