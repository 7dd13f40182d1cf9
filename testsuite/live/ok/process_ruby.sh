# modules: process_ruby.stp
# needs: ruby
# guest: $(ruby_adds)
# timeout: 120
# turns: 16
# ruby as packaged: the calls of a script's methods, its errors and collections by the marks of its library, as the script counts them.
# Since 2.5 the instructions of a method that have its marks are in place only while the script has some TracePoint.
fail() { echo "$1:"; cat out err its.all; exit 1; }
tar -C / -xf /ruby.tar
mkdir -m 777 for_all
cat > for_all/script.rb <<'END'
class Counter
  def initialize
    $calls["initialize", __LINE__] += 1
  end
  def add(n)
    $calls["add", __LINE__] += 1
    return n if n > 50
    $upcased += 1
    "text".upcase
  end
  def factorial(n)
    $calls["factorial", __LINE__] += 1
    n < 2 ? 1 : n * factorial(n - 1)
  end
  def try(n)
    $calls["try", __LINE__] += 1
    raise ArgumentError, "no #{n}" if n % 3 == 0
    n
  end
end
class Table
  def initialize; @counts = {}; end
  def [](name, line) @counts[[name, line]] || 0; end
  def []=(name, line, count) @counts[[name, line]] = count; end
  def each; @counts.each { |key, count| yield(*key, count) }; end
end
$calls = Table.new
$upcased = 0
TracePoint.new(:call, :return) { }.enable
counter = Counter.new
100.times { |i| counter.add(i) }
counter.factorial(12)
errors = []
20.times { |i| begin counter.try(i); rescue ArgumentError => e; errors << e.backtrace_locations[0].lineno; end }
7.times { GC.start }
$calls.each do |name, line, count|
  puts "called Counter #{name} script.rb:#{line} #{count}", "returned Counter #{name} #{count}"
end
puts "raised ArgumentError script.rb:#{errors.uniq.join} #{errors.size}", "called String upcase in C #{$upcased}"
puts "gc__mark__begin #{GC.count}", "gc__mark__end #{GC.count}"
END
library=$(tar -tf /ruby.tar | grep '/libruby-[0-9.]*\.so\.[0-9.]*$' | head -n 1)
ruby=$(tar -tf /ruby.tar | grep '/bin/ruby[0-9.]*$')
printf '#!/bin/sh\ncd %s/for_all\nLD_LIBRARY_PATH=/%s exec /%s --disable-gems script.rb > its\n' "$PWD" "${library%/*}" "$ruby" > for_all/run
chmod 755 for_all/run
mytap-run -c "$PWD/for_all/run" t_process_ruby.ko > out 2> err || { cp for_all/its its.all; fail status; }
cp for_all/its its.all
[ ! -s err ] || fail messages
[ "$(grep -c '^called Counter' its.all)" = 4 ] || fail "its own counts"
sort its.all > its
grep -v '^$\|Table\|<internal:\|^returned GC' out | sort | diff its - || fail "counts"
