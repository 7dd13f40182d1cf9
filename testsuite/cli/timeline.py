# SPDX-License-Identifier: GPL-2.0-or-later
# Reads a timeline in the Chrome trace event format: begin and end are balanced, complete events lie within each other.
import json, sys
t = json.load(open(sys.argv[1]))
events, tracks, names = t['traceEvents'], {}, {}
for e in events:
    assert e['ph'] in 'MXBEiCsf', e
    if e['ph'] == 'M':
        if e['name'] == 'thread_name':
            names[e['pid'], e['tid']] = e['args']['name']
        continue
    assert e['ts'] >= 0 and isinstance(e['name'], str), e
    tracks.setdefault((e['pid'], e['tid']), []).append(e)
for key, es in tracks.items():
    if any(e['ph'] in 'XBE' for e in es):
        assert key in names, 'track %s has no name' % (key,)
    open_slices = []
    for e in es:
        if e['ph'] == 'B':
            open_slices.append(e)
        elif e['ph'] == 'E':
            assert open_slices and open_slices[-1]['ts'] <= e['ts'], 'an end without its beginning: %s' % e
            open_slices.pop()
    assert not open_slices, 'not balanced: %s' % open_slices
    ends = []
    for e in sorted((e for e in es if e['ph'] == 'X'), key=lambda e: (e['ts'], -e['dur'])):
        while ends and ends[-1] <= e['ts'] + 1e-6:
            ends.pop()
        assert not ends or e['ts'] + e['dur'] <= ends[-1] + 1e-6, 'not within: %s' % e
        ends.append(e['ts'] + e['dur'])
# An arrow: from a slice of a track to one of another, later; each number and name once.
flows = {}
for key, es in tracks.items():
    for e in es:
        if e['ph'] not in 'sf':
            continue
        assert any(x['ph'] == 'X' and x['ts'] <= e['ts'] <= x['ts'] + x['dur'] for x in es), 'no slice around %s' % e
        assert e['ph'] == 's' or e['bp'] == 'e', e
        ends = flows.setdefault((e['cat'], e['name'], e['id']), {})
        assert e['ph'] not in ends, 'twice: %s' % e
        ends[e['ph']] = e
for k, ends in flows.items():
    assert 's' in ends, 'an arrow from nowhere: %s' % ends
    assert 'f' not in ends or ends['s']['ts'] <= ends['f']['ts'], ends
print('balanced', len(events), 'flows', sum(len(e) == 2 for e in flows.values()))
