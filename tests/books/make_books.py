#!/usr/bin/python3
"""make_books.py NODE_MODULES [NAME...]: makes the workbooks of this folder anew (all, or those whose name contains a NAME).

The writers: openpyxl, python3-xlsxwriter, libxlsxwriter, xlwt, LibreOffice, SheetJS and ExcelJS (npm packages xlsx and exceljs
in NODE_MODULES), and by hand what no writer at hand makes: other writers' habits, odd and hostile files. tests/checks/books
reads them.
"""
import datetime, io, pathlib, re, shutil, struct, subprocess, sys, tempfile, zipfile

import openpyxl, xlsxwriter, xlwt

HERE = pathlib.Path(__file__).parent
WORK = pathlib.Path(tempfile.mkdtemp())
D = datetime.datetime
HEAD = ['工单号', '级别', '故障现象', '报修时间', '恢复时间']
ROWS = [
    ['GZ-001', '一级', '影像调阅中断', D(2025, 1, 10, 17, 50), D(2025, 1, 13, 8, 20)],
    ['GZ-002', '三级', '登记号重复，A&B <x> "引号"', D(2025, 1, 15, 9, 3, 30), D(2025, 1, 15, 10, 20)],
    [20250003, '二级', '打印机缺纸 𠮷', D(2025, 2, 28, 23, 59), None],
    ['GZ-004', 'P4', '预约排班\n错位', D(2025, 3, 1), D(2025, 3, 1, 12, 0)],
]
MAKERS = {}


def book(name):
    def keep(f):
        MAKERS[name] = f
        return f
    return keep


# -- openpyxl -------------------------------------------------------------------------------------------------------

def op_rows(ws, first=1, rows=ROWS, head=HEAD, form='yyyy-mm-dd hh:mm:ss'):
    for c, h in enumerate(head, 1):
        ws.cell(first, c, h)
    for r, row in enumerate(rows, first + 1):
        for c, v in enumerate(row, 1):
            if v is not None:
                ws.cell(r, c, v)
                if isinstance(v, D):
                    ws.cell(r, c).number_format = form


@book('same-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active)
    wb.save(path)


@book('same-openpyxl-titles.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    ws = wb.active
    ws['A1'] = '2025年信息系统故障登记表'
    ws.merge_cells('A1:E1')
    ws['A2'] = '单位：示例市人民医院'
    ws['D2'] = '编号：XX-01'
    ws.merge_cells('A2:C2')
    op_rows(ws, 4, form='yyyy"年"m"月"d"日" h:mm')
    wb.save(path)


@book('same-openpyxl-1904.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    wb.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    op_rows(wb.active)
    wb.save(path)


@book('formula-uncached-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active)
    wb.active['D3'] = '=D2+1'
    wb.active['G3'] = '=1+1'
    wb.save(path)


@book('same-openpyxl-hidden.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    wb.active.title = '字典'
    wb.active['A1'] = '级别'
    wb.active.sheet_state = 'hidden'
    op_rows(wb.create_sheet('登记'))
    wb.active = 1
    wb.save(path)


@book('hidden-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active, rows=ROWS[:1])
    old = wb.create_sheet('旧表')
    op_rows(old)
    old.sheet_state = 'veryHidden'
    wb.save(path)


@book('ambiguous-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    wb.active.title = '1月'
    op_rows(wb.active, rows=ROWS[:2])
    op_rows(wb.create_sheet('2月'), rows=ROWS[2:])
    wb.save(path)


@book('both-sheets-openpyxl.xlsx')
def _(path):
    MAKERS['ambiguous-openpyxl.xlsx'](path)
    (HERE / 'both-sheets-openpyxl.keys').write_text('sheet: [1月, 2月]\n')


@book('same-openpyxl-named.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    wb.active.title = '去年'
    op_rows(wb.active, rows=ROWS[:1])
    op_rows(wb.create_sheet('故障登记'))
    wb.save(path)


@book('unknown-sheet-openpyxl.xlsx')
def _(path):
    MAKERS['ambiguous-openpyxl.xlsx'](path)
    (HERE / 'unknown-sheet-openpyxl.keys').write_text('sheet: 1 月份\n')


@book('merged-down-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    rows = [list(r) for r in ROWS]
    for r in rows[:3]:
        r[1] = None
    rows[0][1] = '一级'
    op_rows(wb.active, 2, rows)
    wb.active['A1'] = '登记表'
    wb.active.merge_cells('A1:E1')
    wb.active.merge_cells('B3:B5')
    wb.save(path)


@book('attendance-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.append(['人员编号', '日期', '签到时间', '签退时间'])
    t = datetime.time
    for d, a, b in ((2, t(7, 57), t(18, 15)), (3, t(0, 0), t(23, 59, 59)), (6, D(2025, 1, 6, 8, 1), None)):
        ws.append(['RY03', datetime.date(2025, 1, d), a, b])
    wb.save(path)


@book('measurement-formats-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.append(['采集时间', '主机', '指标', '数值', '单位', '对象'])
    for i, (v, f) in enumerate([(0.855, '0.0%'), (0.1 + 0.2, 'General'), (1 / 3, '0.00'), (-12.5, '#,##0.00;[Red]-#,##0.00'),
                                (1234567.25, '¥#,##0.00'), (1e-7, '0.00E+00'), (42, '00000'), (1.5, '[h]:mm')]):
        ws.append([D(2025, 1, 1, 10), 'APP01', 'CPU', v if f not in ('00000', '[h]:mm') else 1, '%', v])
        ws.cell(i + 2, 4).number_format = f if f not in ('00000', '[h]:mm') else 'General'
        ws.cell(i + 2, 6).number_format = f
        ws.cell(i + 2, 1).number_format = 'm/d/yy h:mm'
    ws.append([45658.75, 'APP01', 'CPU', 1, '%', D(2025, 3, 1)])
    ws.cell(10, 6).number_format = 'yyyy"年"m"月"'
    ws.append([D(2025, 1, 1), 'APP01', 'CPU', 1, '%', True])
    wb.save(path)


@book('same-openpyxl-blank-tail.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active)
    for r in range(6, 200):
        for c in range(1, 12):
            wb.active.cell(r, c).number_format = '@'
    wb.active['A300'] = '   '
    wb.active['H1'] = ' '
    wb.save(path)


@book('notes-beside-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active, rows=ROWS[:2])
    wb.active['H2'] = '打印前删除'
    wb.active['A9'] = '合计'
    wb.save(path)


@book('number-digits-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active, rows=[[330102199001011234] + ROWS[0][1:]])
    wb.save(path)


@book('lost-format-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active, form='General')
    wb.save(path)


@book('text-dates-openpyxl.xlsx')
def _(path):
    wb = openpyxl.Workbook()
    op_rows(wb.active, rows=[['A', 'P1', 'x', '2025年3月5日 8时30分', '2025/3/5 9:00'], ['B', 'P1', 'y', '2025.3.5 8:30', '／'],
                             ['C', 'P1', 'z', '05.03.2025', None]])
    wb.save(path)


# -- xlsxwriter, libxlsxwriter, xlwt ---------------------------------------------------------------------------------

def xw_rows(wb, ws, first=0):
    when = wb.add_format({'num_format': 'yyyy/m/d h:mm:ss'})
    ws.write_row(first, 0, HEAD)
    for r, row in enumerate(ROWS, first + 1):
        for c, v in enumerate(row):
            if isinstance(v, D):
                ws.write_datetime(r, c, v, when)
            elif v is not None:
                ws.write(r, c, v)


def xw(path, options=None, change=None):
    wb = xlsxwriter.Workbook(str(path), options or {})
    ws = wb.add_worksheet('故障')
    xw_rows(wb, ws)
    if change:
        change(wb, ws)
    wb.close()


@book('same-xlsxwriter.xlsx')
def _(path):
    xw(path)


@book('same-xlsxwriter-inline.xlsx')
def _(path):
    xw(path, {'constant_memory': True})


@book('same-xlsxwriter-1904.xlsx')
def _(path):
    xw(path, {'date_1904': True})


@book('same-xlsxwriter-rich.xlsx')
def _(path):
    def change(wb, ws):
        bold = wb.add_format({'bold': True})
        ws.write_rich_string(1, 2, '影像', bold, '调阅', '中断')
        ws.write_rich_string(0, 0, bold, '工', '单号')
    xw(path, None, change)


@book('same-xlsxwriter-formulas.xlsx')
def _(path):
    def change(wb, ws):
        when = wb.add_format({'num_format': 'yyyy-mm-dd hh:mm'})
        ws.write_formula(1, 0, '="GZ-"&"001"', None, 'GZ-001')
        ws.write_formula(1, 4, '=D2+2.604', when, 45670.347222222222)
    xw(path, None, change)


@book('error-cells-xlsxwriter.xlsx')
def _(path):
    def change(wb, ws):
        ws.write_formula(1, 4, '=NA()', None, '#N/A')
        ws.write_formula(2, 3, '=1/0', None, '#DIV/0!')
        ws.write_formula(1, 9, '=1/0', None, '#DIV/0!')
    xw(path, None, change)


@book('same-xlsxwriter-table.xlsx')
def _(path):
    def change(wb, ws):
        ws.add_table(0, 0, 4, 4, {'columns': [{'header': h} for h in HEAD]})
        ws.freeze_panes(1, 0)
        ws.set_row(2, None, None, {'hidden': True})
        ws.write_comment('A1', '由系统生成')
        ws.data_validation('B2:B5', {'validate': 'list', 'source': ['一级', '二级']})
        ws.conditional_format('D2:E5', {'type': 'blanks', 'format': wb.add_format({'bg_color': 'red'})})
        chart = wb.add_chart({'type': 'line'})
        chart.add_series({'values': '=故障!$D$2:$D$5'})
        ws.insert_chart('H2', chart)
    xw(path, None, change)


@book('macros-xlsxwriter.xlsm')
def _(path):
    def change(wb, ws):
        (WORK / 'vba.bin').write_bytes(b'no real macros')
        wb.add_vba_project(str(WORK / 'vba.bin'))
    xw(path, None, change)


@book('same-xlsxwriter-chartsheet.xlsx')
def _(path):
    wb = xlsxwriter.Workbook(str(path))
    chart = wb.add_chart({'type': 'bar'})
    sheet = wb.add_chartsheet('图')
    ws = wb.add_worksheet('表')
    xw_rows(wb, ws, 2)
    chart.add_series({'values': '=表!$A$4:$A$6'})
    sheet.set_chart(chart)
    wb.close()


@book('same-libxlsxwriter.xlsx')
def _(path):
    cells = []
    for r, row in enumerate([HEAD] + ROWS):
        for c, v in enumerate(row):
            if isinstance(v, D):
                cells.append(f'{{lxw_datetime d = {{{v.year},{v.month},{v.day},{v.hour},{v.minute},{v.second}}}; worksheet_write_datetime(s, {r}, {c}, &d, f);}}')
            elif isinstance(v, int):
                cells.append(f'worksheet_write_number(s, {r}, {c}, {v}, NULL);')
            elif v is not None:
                text = v.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n')
                cells.append(f'worksheet_write_string(s, {r}, {c}, "{text}", NULL);')
    (WORK / 'x.c').write_text('#include <xlsxwriter.h>\nint main(int n, char **v) { (void)n; lxw_workbook *w = workbook_new(v[1]);'
                              'lxw_worksheet *s = workbook_add_worksheet(w, NULL); lxw_format *f = workbook_add_format(w);'
                              'format_set_num_format(f, "yyyy-mm-dd hh:mm:ss");' + ''.join(cells) + 'return workbook_close(w); }')
    subprocess.run(['gcc', '-o', WORK / 'x', WORK / 'x.c', '-lxlsxwriter'], check=True)
    subprocess.run([WORK / 'x', path], check=True)


def xlwt_rows(wb, ws, first=0):
    when = xlwt.easyxf(num_format_str='yyyy-mm-dd hh:mm:ss')
    for c, h in enumerate(HEAD):
        ws.write(first, c, h)
    for r, row in enumerate(ROWS, first + 1):
        for c, v in enumerate(row):
            if v is not None:
                ws.write(r, c, v, when) if isinstance(v, D) else ws.write(r, c, v)


@book('same-xlwt.xls')
def _(path):
    wb = xlwt.Workbook(encoding='utf-8')
    ws = wb.add_sheet('故障')
    ws.write_merge(0, 0, 0, 4, '故障登记表')
    xlwt_rows(wb, ws, 1)
    hidden = wb.add_sheet('字典')
    hidden.write(0, 0, '级别')
    hidden.visibility = 1
    wb.save(str(path))


@book('formats-xlwt.xls')
def _(path):
    wb = xlwt.Workbook(encoding='utf-8')
    ws = wb.add_sheet('故障')
    xlwt_rows(wb, ws)
    ws.write(6, 0, 42, xlwt.easyxf(num_format_str='00000'))
    ws.write(6, 1, '一级')
    ws.write(6, 2, 0.985, xlwt.easyxf(num_format_str='0.0%'))
    ws.write(6, 3, D(2025, 4, 1, 8), xlwt.easyxf(num_format_str='General'))
    ws.write(7, 0, True)
    ws.write(7, 1, '一级')
    ws.write(7, 2, '布尔编号')
    ws.write(7, 3, D(2025, 4, 1, 8), xlwt.easyxf(num_format_str='m/d/yy h:mm'))
    old = wb.add_sheet('旧表')
    xlwt_rows(wb, old)
    old.visibility = 2
    wb.save(str(path))


@book('protected-xlwt.xls')
def _(path):
    """A record of the workbook's head becomes FILEPASS."""
    MAKERS['same-xlwt.xls'](path)
    raw = path.read_bytes()
    at = raw.find(struct.pack('<HH', 0x5C, 112))
    path.write_bytes(raw[:at] + struct.pack('<H', 0x2F) + raw[at + 2:])


@book('same-hand-unsorted.xls')
def _(path):
    """Two cells of different rows stand in each other's place in the file."""
    MAKERS['same-xlwt.xls'](path)
    raw = bytearray(path.read_bytes())
    one, two = (raw.find(struct.pack('<HHHH', 0xFD, 10, row, col)) for row, col in ((1, 0), (3, 2)))
    raw[one:one + 14], raw[two:two + 14] = raw[two:two + 14], raw[one:one + 14]
    path.write_bytes(raw)


@book('truncated-xlwt.xls')
def _(path):
    MAKERS['same-xlwt.xls'](path)
    path.write_bytes(path.read_bytes()[:3000])


# -- LibreOffice -----------------------------------------------------------------------------------------------------

def libreoffice(source, to, path, kind):
    subprocess.run(['soffice', f'-env:UserInstallation=file://{WORK}/office', '--headless', '--convert-to', kind, '--outdir',
                    WORK / 'out', source], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shutil.copy(WORK / 'out' / (source.stem + '.' + to), path)


def source_book(change=None):
    MAKERS['same-openpyxl-titles.xlsx'](WORK / 'source.xlsx')
    wb = openpyxl.load_workbook(WORK / 'source.xlsx')
    if change:
        change(wb.active)
    wb.save(WORK / 'source.xlsx')
    return WORK / 'source.xlsx'


@book('same-libreoffice.xlsx')
def _(path):
    libreoffice(source_book(), 'xlsx', path, 'xlsx:Calc MS Excel 2007 XML')


@book('same-libreoffice.xls')
def _(path):
    libreoffice(source_book(), 'xls', path, 'xls:MS Excel 97')


@book('same-libreoffice-formulas.xlsx')
def _(path):
    def change(ws):
        ws['A5'] = '="GZ-"&"001"'
        ws['D6'] = '=DATE(2025,1,15)+TIME(9,3,30)'
        ws['E7'] = '=""'
    libreoffice(source_book(change), 'xlsx', path, 'xlsx:Calc MS Excel 2007 XML')


@book('same-libreoffice-formulas.xls')
def _(path):
    def change(ws):
        ws['A5'] = '="GZ-"&"001"'
        ws['D6'] = '=DATE(2025,1,15)+TIME(9,3,30)'
        ws['E7'] = '=""'
    libreoffice(source_book(change), 'xls', path, 'xls:MS Excel 97')


@book('merged-libreoffice.xls')
def _(path):
    MAKERS['merged-down-openpyxl.xlsx'](WORK / 'merged.xlsx')
    libreoffice(WORK / 'merged.xlsx', 'xls', path, 'xls:MS Excel 97')


@book('refused-ods.xlsx')
def _(path):
    libreoffice(source_book(), 'ods', path, 'ods')


@book('refused-html.xls')
def _(path):
    path.write_text('<html><meta charset="utf-8"><table><tr>' + ''.join(f'<td>{h}</td>' for h in HEAD) + '</tr></table></html>')


@book('refused-csv.xlsx')
def _(path):
    path.write_text(','.join(HEAD) + '\nA,P1,x,2025-01-01 08:00,\n')


# -- npm ---------------------------------------------------------------------------------------------------------------

NODE = """
const X = require('xlsx'), E = require('exceljs'), fs = require('fs');
const [,, kind, path, json] = process.argv, rows = JSON.parse(json).map(r => r.map(v => v && v.t ? new Date(v.t) : v));
const utc = rows.map(r => r.map(v => v instanceof Date ? new Date(v.getTime() + v.getTimezoneOffset() * 60000) : v));
async function excel() {
  const b = new E.Workbook(), s = b.addWorksheet('故障');
  b.created = b.modified = new Date(Date.UTC(2025, 0, 1));
  rows.forEach(r => s.addRow(r).eachCell(c => { if (c.value instanceof Date) c.numFmt = 'yyyy-mm-dd hh:mm:ss'; }));
  await b.xlsx.writeFile(path);
}
if (kind === 'exceljs') excel();
else {
  const s = X.utils.aoa_to_sheet(utc, {cellDates: kind === 'dates', dateNF: 'yyyy-mm-dd hh:mm:ss'}), b = X.utils.book_new();
  X.utils.book_append_sheet(b, s, '故障');
  X.writeFile(b, path, {bookType: {biff8: 'biff8', biff5: 'biff5', xlsb: 'xlsb', xml: 'xlml'}[kind] || 'xlsx', bookSST: kind === 'sst', cellDates: kind === 'dates'});
}
"""


def node(kind, path):
    import json
    rows = [[{'t': v.isoformat() + 'Z'} if isinstance(v, D) else v for v in row] for row in [HEAD] + ROWS]
    to = WORK / ('node.' + {'biff8': 'xls', 'biff5': 'xls', 'xlsb': 'xlsb', 'xml': 'xml'}.get(kind, 'xlsx'))
    (WORK / 'node.js').write_text(NODE)
    subprocess.run(['node', WORK / 'node.js', kind, to, json.dumps(rows)], check=True,
                   env={'NODE_PATH': sys.argv[1], 'PATH': '/usr/bin:/bin:/usr/local/bin', 'TZ': 'UTC'})
    shutil.copy(to, path)


for kind, name in (('plain', 'same-sheetjs.xlsx'), ('sst', 'same-sheetjs-sst.xlsx'), ('dates', 'same-sheetjs-dates.xlsx'),
                   ('biff8', 'same-sheetjs.xls'), ('biff5', 'biff5-sheetjs.xls'), ('xlsb', 'refused-xlsb-sheetjs.xlsx'),
                   ('xml', 'refused-xml2003-sheetjs.xls'), ('exceljs', 'same-exceljs.xlsx')):
    MAKERS[name] = lambda path, kind=kind: node(kind, path)


# -- by hand -----------------------------------------------------------------------------------------------------------

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
DOC = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
STRICT, STRICT_DOC = 'http://purl.oclc.org/ooxml/spreadsheetml/main', 'http://purl.oclc.org/ooxml/officeDocument/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def esc(s):
    return s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def serial(v):
    return repr((v - D(1899, 12, 30)).total_seconds() / 86400)


def hand_rows(refs=True, strict=False, p=''):
    out = []
    for r, row in enumerate([HEAD] + ROWS, 1):
        cells = []
        for c, v in enumerate(row):
            at = f' r="{"ABCDE"[c]}{r}"' if refs else ''
            if v is None:
                if not refs:
                    cells.append(f'<{p}c/>')
            elif isinstance(v, D) and strict:
                cells.append(f'<{p}c{at} t="d" s="1"><{p}v>{v.isoformat()}</{p}v></{p}c>')
            elif isinstance(v, D):
                cells.append(f'<{p}c{at} s="1"><{p}v>{serial(v)}</{p}v></{p}c>')
            elif isinstance(v, int):
                cells.append(f'<{p}c{at}><{p}v>{v}</{p}v></{p}c>')
            else:
                cells.append(f'<{p}c{at} t="inlineStr"><{p}is><{p}t xml:space="preserve">{esc(v)}</{p}t></{p}is></{p}c>')
        out.append(f'<{p}row{f" r={chr(34)}{r}{chr(34)}" if refs else ""}>{"".join(cells)}</{p}row>')
    return ''.join(out)


def parts(rows=None, main=MAIN, doc=DOC, p='', sheet_extra='', strings=None, target='worksheets/sheet1.xml', styles=True, pr=''):
    ns = f'xmlns{":" + p[:-1] if p else ""}="{main}"'
    rows = hand_rows(p=p) if rows is None else rows
    rel = lambda i, t, to: f'<Relationship Id="rId{i}" Type="{doc}/{t}" Target="{to}"/>'
    out = {
        '[Content_Types].xml': XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        '_rels/.rels': XML + f'<Relationships xmlns="{PACKAGE}">{rel(1, "officeDocument", "xl/workbook.xml")}</Relationships>',
        'xl/workbook.xml': XML + f'<{p}workbook {ns} xmlns:r="{doc}">{pr}<{p}sheets><{p}sheet name="故障" sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        'xl/_rels/workbook.xml.rels': XML + f'<Relationships xmlns="{PACKAGE}">{rel(1, "worksheet", target)}{rel(2, "styles", "styles.xml") if styles else ""}'
                                      + (rel(3, 'sharedStrings', 'sharedStrings.xml') if strings else '') + '</Relationships>',
        'xl/worksheets/sheet1.xml': XML + f'<{p}worksheet {ns} xmlns:r="{doc}">{sheet_extra}<{p}sheetData>{rows}</{p}sheetData></{p}worksheet>',
    }
    if styles:
        out['xl/styles.xml'] = XML + (f'<{p}styleSheet {ns}><{p}numFmts count="1"><{p}numFmt numFmtId="176" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></{p}numFmts>'
                                      f'<{p}cellStyleXfs count="1"><{p}xf numFmtId="14"/></{p}cellStyleXfs><{p}cellXfs count="2"><{p}xf numFmtId="0"/><{p}xf numFmtId="176"/></{p}cellXfs></{p}styleSheet>')
    if strings:
        out['xl/sharedStrings.xml'] = XML + strings
    return out


def save(path, members, rename=lambda n: n):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(zipfile.ZipInfo(rename(name), (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


HAND = {
    'same-hand-transitional.xlsx': lambda: parts(),
    'same-hand-strict.xlsx': lambda: parts(hand_rows(strict=True), STRICT, STRICT_DOC),
    'same-hand-prefix.xlsx': lambda: parts(p='x:'),
    'same-hand-no-references.xlsx': lambda: parts(hand_rows(refs=False)),
    'same-hand-absolute.xlsx': lambda: parts(target='/xl/worksheets/sheet1.xml'),
    'same-hand-dots.xlsx': lambda: parts(target='../xl/./worksheets/sheet1.xml'),
    'formula-empty-hand.xlsx': lambda: parts(hand_rows().replace('<v>20250003</v>', '<f>A1</f><v></v>')),
    'shared-range-hand.xlsx': lambda: parts(hand_rows().replace('<c r="A4">', '<c r="A4" t="s">')),
    'number-broken-hand.xlsx': lambda: parts(hand_rows().replace('20250003', '0x12')),
    'wild-references-hand.xlsx': lambda: parts(hand_rows().replace('r="C3"', 'r="XFE3"').replace('<row r="4">', '<row r="99999999999999">')),
    'no-styles-hand.xlsx': lambda: parts(styles=False),
    'bad-xml-hand.xlsx': lambda: parts(hand_rows()[:-200]),
    'doctype-hand.xlsx': lambda: {k: v.replace('?>\n', '?>\n<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', 1) if 'sheet1' in k else v for k, v in parts().items()},
    'deep-hand.xlsx': lambda: parts(sheet_extra='<a>' * 300 + '</a>' * 300),
    'no-sheet-part-hand.xlsx': lambda: {k: v for k, v in parts().items() if 'sheet1' not in k},
    'no-sheets-hand.xlsx': lambda: {k: re.sub('<sheet .*?/>', '', v) for k, v in parts().items()},
    'bomb-hand.xlsx': lambda: parts(hand_rows() + '<row/>' * 12_000_000),
    'refused-docx.xlsx': lambda: {'[Content_Types].xml': XML + '<Types/>', 'word/document.xml': XML + '<w/>'},
    'refused-zip.xlsx': lambda: {'a.txt': 'x'},
    'duplicate-cells-hand.xlsx': lambda: parts(hand_rows().replace('<row r="3">', '<row r="3"><c r="A3"><v>7</v></c>').replace('<row r="5">', '<row r="2">')),
}
for name, members in HAND.items():
    MAKERS[name] = lambda path, members=members: save(path, members())


@book('same-hand-backslash.xlsx')
def _(path):
    save(path, parts(), lambda n: n.replace('/', '\\') if n.startswith('xl') else n)


@book('same-hand-utf16.xlsx')
def _(path):
    members = parts()
    members['xl/worksheets/sheet1.xml'] = members['xl/worksheets/sheet1.xml'].replace('UTF-8', 'UTF-16').encode('utf-16')
    save(path, members)


@book('same-excel-habits.xlsx')
def _(path):
    """What Excel puts around the cells: compatibility blocks, extensions, phonetic runs, escapes, spans."""
    texts, rows = [], hand_rows()
    def share(m):
        texts.append(m[2])
        return f'<c{m[1]} t="s"><v>{len(texts) - 1}</v></c>'
    rows = re.sub(r'<c([^>]*) t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', share, rows, flags=re.S)
    rows = rows.replace('<row r=', '<row x14ac:dyDescent="0.15" spans="1:5" r=')
    item = lambda t: (f'<si><r><rPr><b/></rPr><t>{t[:2]}</t></r><r><t xml:space="preserve">{t[2:]}</t></r><rPh sb="0" eb="1"><t>DUYIN</t></rPh><phoneticPr fontId="1"/></si>'
                      if t.startswith('影像') else f'<si><t>{t.replace(chr(10), "_x000A_")}</t><phoneticPr fontId="1" type="noConversion"/></si>')
    strings = f'<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{"".join(map(item, texts))}</sst>'
    extra = ('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14"><sheetData><row r="1"><c r="A1"><v>9</v></c></row></sheetData>'
             '</mc:Choice></mc:AlternateContent><dimension ref="A1:E5"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>')
    members = parts(rows, strings=strings, sheet_extra=extra, pr='<fileVersion appName="xl"/><workbookPr defaultThemeVersion="124226"/>')
    key = 'xl/worksheets/sheet1.xml'
    members[key] = members[key].replace('<worksheet ', '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ')
    members[key] = members[key].replace('</worksheet>', '<extLst><ext uri="{x}"><x14:dataValidations xmlns:x14="urn:x"><x14:c r="A1"/></x14:dataValidations></ext></extLst></worksheet>')
    save(path, members)


@book('same-wps-habits.xlsx')
def _(path):
    """WPS: built-in Chinese date formats, its own namespace, an empty custom sheet view."""
    members = parts(hand_rows(), pr='<fileVersion appName="xl"/><workbookPr filterPrivacy="1"/>')
    key = 'xl/styles.xml'
    members[key] = members[key].replace('<xf numFmtId="176"/></cellXfs>', '<xf numFmtId="22" applyNumberFormat="1"><extLst><ext uri="{x}"><wps:x xmlns:wps="http://web.wps.cn/et/2018/main"/></ext></extLst></xf></cellXfs>')
    members['xl/worksheets/sheet1.xml'] = members['xl/worksheets/sheet1.xml'].replace('<worksheet ', '<worksheet xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" ')
    save(path, members)


@book('truncated-hand.xlsx')
def _(path):
    save(path, parts())
    path.write_bytes(path.read_bytes()[:1500])


@book('crc-hand.xlsx')
def _(path):
    save(path, parts())
    raw = bytearray(path.read_bytes())
    at = raw.find(b'xl/worksheets/sheet1.xml')
    raw[at - 30 + 14] ^= 0xFF
    at = raw.rfind(b'xl/worksheets/sheet1.xml')
    raw[at - 46 + 16] ^= 0xFF
    path.write_bytes(raw)


@book('protected-member.xlsx')
def _(path):
    folder = WORK / 'protected'
    for name, data in parts().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(data)
    path.unlink(missing_ok=True)
    subprocess.run(['zip', '-q', '-X', '-r', '-P', 'x', path.absolute(), '.'], cwd=folder, check=True)


@book('protected-ole.xlsx')
def _(path):
    """A compound file with a stream EncryptedPackage, as Excel saves a workbook with a password."""
    name = lambda s: s.encode('utf-16le').ljust(64, b'\0')
    entry = lambda s, kind, child, first, size: name(s) + struct.pack('<HBBiii', (len(s) + 1) * 2, kind, 1, -1, -1, child) + b'\0' * 36 + struct.pack('<iII', first, size, 0)
    head = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 16 + struct.pack('<HHHHH', 0x3E, 3, 0xFFFE, 9, 6) + b'\0' * 6
    head += struct.pack('<IIIIIiIiI', 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack('<i', 0) + struct.pack('<i', -1) * 108
    fat = struct.pack('<iii', -3, -2, -2) + struct.pack('<i', -1) * 125
    directory = entry('Root Entry', 5, 1, -2, 0) + entry('EncryptedPackage', 2, -1, 2, 4096) + entry('', 0, -1, 0, 0) * 2
    path.write_bytes(head + fat + directory + bytes(range(256)) * 16)


def main():
    wanted = sys.argv[2:]
    for name, make in MAKERS.items():
        if not wanted or any(w in name for w in wanted):
            make(HERE / name)
    shutil.rmtree(WORK)
    print(len(MAKERS), 'workbooks')


main()
