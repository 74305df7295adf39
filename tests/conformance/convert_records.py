#!/usr/bin/python3
"""convert_records.py FORMAT FOLDER: the CSV records of a contract folder in another form, contract.yaml changed to match.

utf8, gb18030: CSV in that encoding. xlsx: one workbook per file, dates, times, numbers and percentages as typed cells.
book: all files as sheets of one workbook, named under `sheet:`. xls: the workbooks of xlsx through LibreOffice. sqlite:
tables of one SQLite file, read through ODBC with the data source name given third. sql: prints statements that make the
same tables in PostgreSQL.
"""
import csv, datetime, pathlib, re, sqlite3, subprocess, sys

import openpyxl

TIME = re.compile(r'(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?$')
HOUR = re.compile(r'(\d\d?):(\d\d)$')
NUMBER = re.compile(r'-?(0|[1-9]\d{0,12})(\.\d*[1-9])?$')
PERCENT = re.compile(r'(0|[1-9]\d?)(\.\d*[1-9])?%$')


def text_of(path):
    raw = path.read_bytes()
    try:
        return raw.decode('utf-8-sig')
    except UnicodeDecodeError:
        return raw.decode('gb18030')


def rows_of(path):
    text = text_of(path)
    head = text.split('\n', 1)[0]
    sep = max(',\t;', key=head.count)
    return list(csv.reader(text.splitlines(keepends=True), delimiter=sep))


def typed(value):
    """(value, number format) of a cell."""
    v = value.strip()
    if m := TIME.match(v):
        y, mo, d, h, mi, s = (int(x) if x else 0 for x in m.groups())
        when = datetime.datetime(y, mo, d)
        if h == 24:
            return value, None
        if m[4] is None:
            return when, 'yyyy/m/d' if '/' in v else 'yyyy-mm-dd'
        form = 'yyyy"年"m"月"d"日" h:mm' if '/' in v else 'yyyy-mm-dd hh:mm'
        return when.replace(hour=h, minute=mi, second=s), form + (':ss' if m[6] else '')
    if m := HOUR.match(v):
        return datetime.time(int(m[1]), int(m[2])), 'h:mm'
    if PERCENT.match(v):
        places = len(v.partition('.')[2]) - 1 if '.' in v else 0
        return float(v[:-1]) / 100, '0.' + '0' * places + '%' if places else '0%'
    if NUMBER.match(v):
        return (float(v) if '.' in v else int(v)), None
    return value, None


def fill(sheet, rows):
    sheet.append([f'{rows[0][0]} 登记表（{len(rows) - 1} 条）'])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[0]))
    for r, row in enumerate(rows, 2):
        for c, value in enumerate(row, 1):
            if value == '':
                continue
            cell = sheet.cell(r, c)
            cell.value, form = (value, None) if r == 2 else typed(value)
            if isinstance(cell.value, str):
                cell.data_type = 's'
            if form:
                cell.number_format = form


def write_text(path, encoding):
    path.write_bytes(text_of(path).encode(encoding))


def write_book(path):
    book = openpyxl.Workbook()
    book.active.title = path.stem[:31]
    fill(book.active, rows_of(path))
    book.save(path.with_suffix('.xlsx'))
    path.unlink()


def write_one_book(folder, files):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for path in files:
        fill(book.create_sheet(path.stem[:31]), rows_of(path))
        path.unlink()
    book.save(folder / 'records' / '全部记录.xlsx')


def tables(files):
    for path in files:
        rows = rows_of(path)
        yield path.stem, rows[0], [(row + [''] * len(rows[0]))[:len(rows[0])] for row in rows[1:] if any(row)]


def write_sqlite(folder, files):
    db = sqlite3.connect(folder / 'records.db')
    for name, head, rows in tables(files):
        columns = ', '.join(f'"{h}" TEXT' for h in head)
        db.execute(f'CREATE TABLE "{name}" (nr INTEGER PRIMARY KEY, {columns})')
        for row in rows:
            db.execute(f'INSERT INTO "{name}" VALUES (NULL{", ?" * len(head)})', row)
    db.commit()
    for path in files:
        path.unlink()


def moment_column(rows, i):
    """PostgreSQL's type for a column all of whose values are moments."""
    values = [row[i].strip() for row in rows if row[i].strip()]
    if not values or not all(TIME.match(v) and ' 24:' not in v for v in values):
        return None
    return 'timestamp' if all(TIME.match(v)[4] for v in values) else None


def print_sql(files):
    quote = lambda v: "'" + v.replace("'", "''") + "'"
    for name, head, rows in tables(files):
        kinds = [moment_column(rows, i) or 'text' for i in range(len(head))]
        print(f'CREATE TABLE "{name}" (nr serial, {", ".join(f"{chr(34)}{h}{chr(34)} {k}" for h, k in zip(head, kinds))});')
        for row in rows:
            cells = (quote(v) if v.strip() or k == 'text' else 'NULL' for v, k in zip(row, kinds))
            print(f'INSERT INTO "{name}" VALUES (DEFAULT, {", ".join(cells)});')


def change_contract(folder, change):
    """change: file names to lines 'key: value' that take the place of `file:`."""
    path = folder / 'contract.yaml'
    text = re.sub(r'^\s*encoding: \w+\n', '', path.read_text(), flags=re.M)

    def put(m):
        names = [f.strip() for f in m['names'].strip('[]').split(',')]
        return m['before'] + (', ' if '{' in m['before'] else '\n    ').join(change(names))

    text = re.sub(r'(?m)^(?P<before>  [^#\n]*?)file: (?P<names>\[[^]]*\]|records/[^\s,}]+)', put, text)
    path.write_text(text)


def database(dsn):
    def change(files):
        tables = [pathlib.Path(f).stem for f in files]
        query = ' UNION ALL '.join(f'SELECT {n} AS part, * FROM "{t}"' for n, t in enumerate(tables))
        return [f'odbc: {dsn}', f"query: 'SELECT * FROM ({query}) AS q ORDER BY part, nr'"]
    return change


def main():
    form, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted((folder / 'records').glob('*.csv'))
    if form in ('utf8', 'gb18030'):
        for path in files:
            write_text(path, {'utf8': 'utf-8', 'gb18030': 'gb18030'}[form])
        change_contract(folder, lambda names: [f'file: [{", ".join(names)}]'])
    elif form in ('xlsx', 'xls'):
        for path in files:
            write_book(path)
        if form == 'xls':
            books = [str(p) for p in (folder / 'records').glob('*.xlsx')]
            subprocess.run(['soffice', f'-env:UserInstallation=file://{folder}/office', '--headless', '--convert-to',
                            'xls:MS Excel 97', '--outdir', str(folder / 'records'), *books],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for b in books:
                pathlib.Path(b).unlink()
        change_contract(folder, lambda names: [f'file: [{", ".join(n.replace(".csv", "." + form) for n in names)}]'])
    elif form == 'book':
        write_one_book(folder, files)
        change_contract(folder, lambda names: ['file: records/全部记录.xlsx', f'sheet: [{", ".join(pathlib.Path(n).stem for n in names)}]'])
    elif form == 'sqlite':
        write_sqlite(folder, files)
        change_contract(folder, database(sys.argv[3]))
    elif form == 'sql':
        print_sql(files)
        for path in files:
            path.unlink()
        change_contract(folder, database(sys.argv[3]))
    else:
        sys.exit(f'unknown form {form}')


main()
