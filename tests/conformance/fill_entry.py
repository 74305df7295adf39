#!/usr/bin/python3
"""fill_entry.py LVYUE EXAMPLE FOLDER: types the facts of a contract folder into the entry workbook that `lvyue init` made.

What is typed is what a person would see and choose there: words of drop-downs, names of systems, 是 and 否, dates and
times as Excel has them, money in yuan. The texts of narratives/ are copied.
"""
import csv, datetime, io, pathlib, shutil, subprocess, sys

import openpyxl


def query(lvyue, folder, sql):
    done = subprocess.run([lvyue, 'query', folder, sql, '--on', '2026-12-31', '--format', 'csv'], capture_output=True)
    if done.returncode:
        sys.exit(f'{folder}: {sql}: {done.stderr.decode()[:2000]}')
    return list(csv.DictReader(io.StringIO(done.stdout.decode('utf-8-sig'), newline='')))


def moment(text):
    return datetime.datetime.fromisoformat(text)


class Words:
    def __init__(self, lvyue, folder):
        self.values = {(r['record_type'], r['name'], r['value']): r['title']
                       for r in query(lvyue, folder, 'SELECT * FROM record_value')}
        self.chosen = {key[:2] for key in self.values}
        self.systems = {r['id']: r['name'] for r in query(lvyue, folder, 'SELECT id, name FROM system')}

    def cell(self, kind, column, number_format, choice, value):
        if value == '':
            return None
        if (kind, column) in self.chosen:
            return self.values[kind, column, value]
        if column == 'system':
            return self.systems[value]
        if choice:
            return {'1': '是', '0': '否'}[value]
        if number_format.startswith('yyyy'):
            return moment(value)
        if number_format.startswith('#,##0'):
            return int(value) / 100
        return value if number_format == '@' else float(value)


def fill(lvyue, folder, sheet, kind, titles, words):
    columns = {c.value: c.column for c in sheet[3]}
    listed = {c for v in sheet.data_validations.dataValidation if v.type == 'list' and '选项' in v.formula1
              for c in range(v.sqref.ranges[0].min_col, v.sqref.ranges[0].max_col + 1)}
    for r, row in enumerate(query(lvyue, folder, f'SELECT * FROM "{kind}" ORDER BY rowid'), 4):
        for name, title in titles.items():
            at = columns[title]
            cell = sheet.cell(r, at)
            cell.number_format = cell_format(sheet, at)
            cell.value = words.cell(kind, name, cell.number_format, at in listed, row[name])


def cell_format(sheet, column):
    """The format of an empty cell is its column's; openpyxl groups equal neighbours under the first."""
    for letter, dim in sheet.column_dimensions.items():
        if dim.min <= column <= dim.max:
            return dim.number_format
    return 'General'


def main():
    lvyue, example, folder = sys.argv[1:]
    path = pathlib.Path(folder, 'records', '登记簿.xlsx')
    book = openpyxl.load_workbook(path)
    words = Words(lvyue, example)
    columns = {}
    for r in query(lvyue, example, 'SELECT record_type, name, title FROM record_column ORDER BY position'):
        columns.setdefault(r['record_type'], {})[r['name']] = r['title']
    for r in query(lvyue, example, 'SELECT name, title FROM record_type'):
        if r['title'] in book.sheetnames:
            fill(lvyue, example, book[r['title']], r['name'], columns[r['name']], words)
        elif query(lvyue, example, f'SELECT count(*) AS n FROM "{r["name"]}"')[0]['n'] != '0':
            sys.exit(f'{example}: records of {r["name"]} but no sheet for them')
    book.save(path)
    for sub in ('narratives', 'templates', 'plans'):
        if pathlib.Path(example, sub).is_dir():
            shutil.copytree(pathlib.Path(example, sub), pathlib.Path(folder, sub))


main()
