#!/usr/bin/python3
"""compare_verdicts.py LVYUE ON FOLDER OTHER...: whether the folders give the same facts and verdicts, byte for byte.

Compared are all tables of verdicts and of records, every row in its order and every column but those that say where
something stands: source, rule_source, source_file, source_row, and of `record_file` nothing.
"""
import csv, io, subprocess, sys

PLACES = {'source', 'rule_source', 'source_file', 'source_row'}
VERDICTS = ('target_result outage obligation_result check_result kpi_result deduction_result payment_result kpi_dispute '
            'deduction_dispute payment_dispute exclusion_result pause_result duplicate_result evidence_gap').split()
RECORDS = ('incident event exclusion inspection inspection_item measurement backup_run restore_drill activity upgrade '
           'request person attendance submission').split()


def table(lvyue, on, folder, name):
    done = subprocess.run([lvyue, 'query', folder, f'SELECT * FROM {name}', '--on', on, '--format', 'csv'], capture_output=True)
    if done.returncode:
        sys.exit(f'{folder}: {done.stderr.decode()[:3000]}')
    rows = list(csv.reader(io.StringIO(done.stdout.decode('utf-8-sig'), newline='')))
    kept = [i for i, name in enumerate(rows[0]) if name not in PLACES] if rows else []
    return [[row[i] for i in kept] for row in rows]


def main():
    lvyue, on, first, *others = sys.argv[1:]
    count = different = 0
    for name in VERDICTS + RECORDS:
        wanted = table(lvyue, on, first, name)
        count += max(len(wanted) - 1, 0)
        for other in others:
            got = table(lvyue, on, other, name)
            if got == wanted:
                continue
            different += 1
            print(f'{other}: {name} differs: {len(got) - 1} rows, wanted {len(wanted) - 1}')
            for g, w in [(g, w) for g, w in zip(got, wanted) if g != w][:3]:
                print('  got   ', [x for x, y in zip(g, w) if x != y], '\n  wanted', [y for x, y in zip(g, w) if x != y], g[:3])
    print(f'{first}: {count} rows of {len(VERDICTS + RECORDS)} tables, {len(others)} other forms, {different} tables differ')
    sys.exit(different != 0)


main()
