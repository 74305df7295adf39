#!/usr/bin/env python3
"""pdf_peers.py reportlab|weasyprint INPUT OUT.pdf [FONT.ttf] - the benchmark's document by other typesetters.

INPUT is what bench_pdf wrote of it: lines "H text", "P text", "T title TAB title...", "R cell TAB cell...".
Each does what its manual says for reports: flowing text, a table with a repeated head, page numbers.
"""
import html
import sys


def lines(path):
    for line in open(path, encoding="utf-8"):
        yield line[0], line[2:].rstrip("\n")


def reportlab(source, out, font):
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    pdfmetrics.registerFont(TTFont("han", font))
    body = ParagraphStyle("body", fontName="han", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    heading = ParagraphStyle("heading", parent=body, fontSize=16, leading=24, spaceBefore=18, firstLineIndent=0)
    look = TableStyle([("FONT", (0, 0), (-1, -1), "han", 9.5, 13.5), ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey)])
    flow, head, rows = [], None, []

    def end_table():
        # in pieces: a single LongTable takes time by the square of its rows
        for i in range(0, len(rows), 500):
            flow.append(LongTable([head] + rows[i : i + 500], repeatRows=1, style=look, colWidths=[76, 60, 96, 84, 64, 60]))
        rows.clear()

    for kind, text in lines(source):
        if kind == "T":
            head = text.split("\t")
        elif kind == "R":
            rows.append(text.split("\t"))
        else:
            flow.append(Paragraph(html.escape(text), heading if kind == "H" else body))
    end_table()

    def number(canvas, doc):
        canvas.setFont("han", 9)
        canvas.drawCentredString(A4[0] / 2, 40, "第 %d 页" % doc.page)

    SimpleDocTemplate(out, pagesize=A4).build(flow, onFirstPage=number, onLaterPages=number)


def weasyprint(source, out, font):
    del font
    from weasyprint import HTML

    parts = [
        "<html lang=zh-CN><style>@page{size:A4;margin:30mm 25mm 25mm 28mm;@bottom-center{content:'第 ' counter(page) ' 页"
        "　共 ' counter(pages) ' 页';font:9pt 'Noto Serif CJK SC'}}body{font:12pt/20pt 'Noto Serif CJK SC';text-align:justify}"
        "p{text-indent:2em;margin:0 0 3pt}h1{font:bold 16pt/24pt 'Noto Sans CJK SC'}table{width:100%;border-collapse:collapse;"
        "font-size:9.5pt;line-height:13.5pt}td,th{border-bottom:.4pt solid #aaa;text-align:left}</style>"
    ]
    table = False
    for kind, text in lines(source):
        text = html.escape(text)
        if kind == "T":
            parts.append("<table><thead><tr><th>" + text.replace("\t", "<th>") + "</thead>")
            table = True
        elif kind == "R":
            parts.append("<tr><td>" + text.replace("\t", "<td>"))
        else:
            parts.append("<h1>%s</h1>" % text if kind == "H" else "<p>%s</p>" % text)
    if table:
        parts.append("</table>")
    HTML(string="".join(parts)).write_pdf(out)


if __name__ == "__main__":
    {"reportlab": reportlab, "weasyprint": weasyprint}[sys.argv[1]](*(sys.argv[2:] + [None])[:3])
