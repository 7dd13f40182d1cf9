# SPDX-License-Identifier: GPL-2.0-or-later
# needs: guest headers prometheus
# timeout: 600
# Pages for Prometheus and in JSON, read in a guest: a Prometheus scrapes the page, and has the values that the script has at its end;
# promtool and a parser of JSON take what is odd in it.
P=/proc/systemtap/metrics
run timeout 300 "$MYTAP" --vm="$KERNEL" -r "$KERNEL" -m metrics "$TESTSUITE/cli/metrics.stp" -c "sh -c '
	dd if=/dev/zero of=/dev/null bs=100 count=7 2> /dev/null; dd if=/dev/zero of=/dev/null bs=3000 count=2 2> /dev/null
	echo @@page; cat $P/__prometheus; echo @@metadata; cat $P/metadata.json; echo @@data; cat $P/data.json
	echo @@wrong; cat $P/wrong.json; echo @@end'"
expect_status 0
[ ! -s err ] || fail "messages: $(cat err)"
part() { sed -n "/^@@$1\$/,/^@@/p" out | grep -v '^@@'; }
expect_out "^the JSON metric 'total' is there already$"
expect_out "^there is no JSON array 'nowhere' to add 'x' to: json_add_array\(\) makes it$"
[ "$(part wrong)" = "the values of a JSON array are to follow each other, and those of 'a' do not" ] || fail "wrong.json: $(part wrong)"

# What is known, independently of how it got there.
part page > page
cat > want <<'END'
dd_total 6700
dd_writes{comm="dd",fd="1"} 9
odd{text="a \"quote\", a back\\slash, a\nline and a tab	",number="7"} -5
odd{text="not UTF-8: ������, UTF-8: é😀",number="-9223372036854775808"} 9223372036854775807
by_number{n="3"} 33
deep{a="1",b="b",c="3",d="d",e="5",f="f",g="7",h="h"} 8
dd_sizes_count{comm="none"} 3
dd_sizes_sum{comm="none"} 9223372036854775802
dd_sizes_min{comm="none"} -5
dd_sizes_max{comm="none"} 9223372036854775807
dd_sizes_count{comm="dd"} 9
dd_sizes_sum{comm="dd"} 6700
dd_sizes_min{comm="dd"} 100
dd_sizes_max{comm="dd"} 3000
# TYPE dd_bytes histogram
dd_bytes_bucket{comm="none",le="-4"} 1
dd_bytes_bucket{comm="none",le="0"} 2
dd_bytes_bucket{comm="none",le="9223372036854775807"} 3
dd_bytes_bucket{comm="none",le="+Inf"} 3
dd_bytes_sum{comm="none"} 9223372036854775802
dd_bytes_count{comm="none"} 3
dd_bytes_bucket{comm="dd",le="127"} 7
dd_bytes_bucket{comm="dd",le="4095"} 9
dd_bytes_bucket{comm="dd",le="+Inf"} 9
dd_bytes_sum{comm="dd"} 6700
dd_bytes_count{comm="dd"} 9
END
sort want > want.sorted; sort page > page.sorted
expect_same want.sorted page.sorted
# Lint is about help texts and names; 1 is a page that cannot be parsed.
lint=0
promtool check metrics < page > lint 2>&1 || lint=$?
[ $lint != 1 ] || fail "promtool: $(cat lint)"

# Scraped: what Prometheus has is what the script printed at its end.
port=$((20000 + $$ % 20000))
mkdir www data
cp page www/metrics
cat > prometheus.yml <<END
scrape_configs:
  - job_name: mytap
    scrape_interval: 1s
    static_configs: [{ targets: ['127.0.0.1:$port'] }]
END
busybox httpd -f -p 127.0.0.1:$port -h www > httpd.log 2>&1 &
httpd=$!
prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:$((port + 1)) > prometheus.log 2>&1 &
prometheus=$!
trap 'kill $httpd $prometheus 2> /dev/null' EXIT
query() { promtool query instant "http://127.0.0.1:$((port + 1))" "$1" 2> query.err; }
for _ in $(seq 60); do
	query dd_total | grep -q '=>' && break
	sleep 1
done
query dd_total | grep -q '=>' || fail "nothing was scraped: $(tail -5 prometheus.log; cat query.err)"
sed -n '/^@@end$/,$p' out | grep -v '^@@' > ends
[ "$(wc -l < ends)" = 6 ] || fail "the end: $(cat ends)"
while read -r name value; do
	[ "$(query "$name{comm=\"dd\"} or $name{comm=\"\"}" | sed 's/.*=> \([^ ]*\) .*/\1/')" = "$value" ] || fail "$name: $(query "$name")"
done < ends
[ "$(query 'histogram_quantile(0.5, dd_bytes_bucket{comm="dd"}) > 0 < 128' | wc -l)" = 1 ] || fail "the histogram: $(query dd_bytes_bucket)"
[ "$(query 'count({__name__=~"odd|deep|by_number"})' | sed 's/.*=> \([^ ]*\) .*/\1/')" = 4 ] || fail "odd metrics: $(query odd)"

part metadata > metadata.json
part data > data.json
command -v python3 > /dev/null || exit 0
python3 - <<'END' || fail "JSON: $(cat metadata.json data.json)"
import json
m = json.load(open('metadata.json')); d = json.load(open('data.json'))
assert m['prefix'] == 'tests' and [x['name'] for x in m['metrics']] == ['total', 'who', 'by_fd'], m
total, who, by_fd = m['metrics']
assert total == {'name': 'total', 'pointer': '/total', 'type': 'integer', 'description': 'bytes that "dd" wrote', 'units': 'bytes'}, total
assert who == {'name': 'who', 'pointer': '/who', 'type': 'string', 'description': ''}, who
assert by_fd['type'] == 'array' and by_fd['index'] == '/__id' and [x['name'] for x in by_fd['metrics']] == ['count', 'comm'], by_fd
assert d == {'total': 6700, 'by_fd': [{'__id': '1', 'count': 9, 'comm': 'dd'}], 'who': '"\\\n\t\x01\ufffd\u00e9'}, d
END
