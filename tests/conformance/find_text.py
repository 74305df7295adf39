#!/usr/bin/python3
"""find_text.py FOLDER TEXT...: every file of FOLDER that holds one of the texts, in whatever way it may hide there.

Looked at: names and bytes of files (UTF-8, UTF-16, GB18030), what streams of a PDF inflate to and its text as pdftotext has
it, members of a zip archive, cells of a database and all pages of its file, free ones too. Prints FILE: TEXT; exit 1 then.
"""
import pathlib, re, sqlite3, subprocess, sys, zipfile, zlib

folder, texts = pathlib.Path(sys.argv[1]), sys.argv[2:]
encodings = ('utf-8', 'utf-16-le', 'utf-16-be', 'gb18030')
found = set()


def look(name, data):
    squeezed = re.sub(rb'\s', b'', data)
    for text in texts:
        if any(text.encode(e) in part for e in encodings for part in (data, squeezed)):
            found.add((name, text))


def look_in_pdf(name, path, data):
    for m in re.finditer(rb'stream\r?\n', data):
        try:
            look(name, zlib.decompressobj().decompress(data[m.end():]))
        except zlib.error:
            pass
    look(name, subprocess.run(['pdftotext', '-raw', path, '-'], check=True, capture_output=True).stdout)
    listed = subprocess.run(['pdfdetach', '-list', path], check=True, capture_output=True).stdout
    look(name, listed)


def look_in_database(name, path):
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    if db.execute('PRAGMA freelist_count').fetchone()[0]:
        found.add((name, 'free pages'))
    for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        for row in db.execute(f'SELECT * FROM "{table}"'):
            look(name, '\n'.join(str(v) for v in row).encode())


for path in sorted(folder.rglob('*')):
    name = str(path.relative_to(folder))
    look(name, name.encode())
    if not path.is_file():
        continue
    data = path.read_bytes()
    look(name, data)
    if data.startswith(b'%PDF'):
        look_in_pdf(name, path, data)
    elif data.startswith(b'PK'):
        with zipfile.ZipFile(path) as z:
            for member in z.namelist():
                look(name, member.encode())
                look(name, z.read(member))
    elif data.startswith(b'SQLite format 3'):
        look_in_database(name, path)
for name, text in sorted(found):
    print(f'{name}: {text}')
sys.exit(1 if found else 0)
