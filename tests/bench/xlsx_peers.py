#!/usr/bin/env python3
"""xlsx_peers.py read|xlsxwriter|openpyxl INPUT OUT.xlsx - the benchmark's rows by other libraries.

read: INPUT is a workbook, each row is looked at and dropped. The writers: INPUT is what bench_xlsx wrote, a line a row, cells
parted by tabs: eight of text, three times as serials, three formulas. Each works in the mode its manual names for large files.
"""
import sys

TIMES = slice(8, 11)


def rows(path):
    with open(path, encoding="utf-8") as lines:
        yield next(lines).rstrip("\n").split("\t")
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            cells[TIMES] = map(float, cells[TIMES])
            yield cells


def read(source, _out):
    import openpyxl

    sheet = openpyxl.load_workbook(source, read_only=True, data_only=True).active
    return sum(1 for _ in sheet.iter_rows(values_only=True)) < 2


def xlsxwriter(source, out):
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("故障")
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for i, cells in enumerate(rows(source)):
        for k, value in enumerate(cells):
            if k < TIMES.start or i == 0:
                sheet.write_string(i, k, value)
            elif k < TIMES.stop:
                sheet.write_number(i, k, value, when)
            else:
                sheet.write_formula(i, k, value)
    book.close()


def openpyxl(source, out):
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("故障")

    def when(value):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
        return cell

    for i, cells in enumerate(rows(source)):
        if i:
            cells[TIMES] = map(when, cells[TIMES])
        sheet.append(cells)
    book.save(out)


sys.exit(globals()[sys.argv[1]](sys.argv[2], sys.argv[3]))
