#!/usr/bin/env python3
"""reading_order.py [--poppler] PDF WORDS... - the text of PDFs, as their structure tree and as pdftotext give it, against
the words of their documents (WORDS: "title LF subtitle LF text of the blocks", as document_words writes it). The tree is read
from PDF.tree, which StructureText.java has made with PDFBox, or by `pdfinfo -struct-text`, which reads a page anew for every
element of it.

  1. The tree's text without list markers, drawings and table of contents ends with the text of the blocks, and what
     stands before it (cover, facts) holds title and subtitle.
  2. pdftotext -raw, with the artifacts made silent, gives the tree's text, all of it, in the same order.

Blanks and line ends do not count: they are made by lines. Exit 1 when a file differs.
"""
import os
import re
import subprocess
import sys
import tempfile

# What prints as nothing by definition (Unicode Default_Ignorable_Code_Point).
IGNORED = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
SILENT = re.compile("[\\s\u3000\u00a0%s]+" % IGNORED)
NOT_OF_THE_BLOCKS = {"Lbl", "Figure", "TOC"}


def squeeze(text):
    return SILENT.sub("", text)


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def leaves_by_pdfbox(pdf):
    """(path of element names, text) of each text in the structure tree."""
    unescape = {"\\\\": "\\", "\\n": "\n", "\\t": "\t"}
    leaves = []
    for line in open(pdf + ".tree", encoding="utf-8").read().split("\n")[:-1]:
        path, text = line.split("\t", 1)
        leaves.append((path.split("/"), re.sub(r"\\.", lambda m: unescape[m.group(0)], text)))
    return leaves


def leaves_by_poppler(pdf):
    """The same."""
    path, leaves, text = [], [], None
    for line in run("pdfinfo", "-struct-text", pdf).decode("utf-8").split("\n"):
        if text is not None:  # a text of several lines
            text.append(line)
        elif line.lstrip(" ").startswith('"'):
            text = [line.lstrip(" ")[1:]]
        else:
            name = re.match(r"( *)([A-Za-z][A-Za-z0-9]*)", line)
            if name and not line.lstrip(" ").startswith("/"):
                path = path[: len(name.group(1)) // 2] + [name.group(2)]
            continue
        if text[-1].endswith('"'):
            leaves.append((list(path), "\n".join(text)[:-1]))
            text = None
    return leaves


def spoken_pages(pdf):
    """pdftotext of a copy whose artifacts show nothing."""
    with tempfile.TemporaryDirectory() as folder:
        plain, silent = os.path.join(folder, "a.pdf"), os.path.join(folder, "b.pdf")
        run("qpdf", "--qdf", "--object-streams=disable", "--no-original-object-ids", pdf, plain)
        data = open(plain, "rb").read()

        def silence(match):
            return re.sub(rb"\[(?:\((?:\\.|[^\\)])*\)|[^\]()])*\]TJ", b"", match.group(0), flags=re.S)

        data = re.sub(rb"/Artifact(?:<<[^>]*>>BDC| BMC)\n.*?\nEMC\n", silence, data, flags=re.S)
        with open(silent, "wb") as out:
            out.write(subprocess.run(["fix-qdf"], input=data, stdout=subprocess.PIPE, check=True).stdout)
        return run("pdftotext", "-raw", silent, "-").decode("utf-8")


def first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return "%r where %r is expected" % (a[max(0, at - 15) : at + 25], b[max(0, at - 15) : at + 25])


def check(pdf, words, tree_leaves):
    title, subtitle, blocks = (open(words, encoding="utf-8").read().split("\n", 2) + ["", ""])[:3]
    leaves = tree_leaves(pdf)
    body = squeeze("".join(t for path, t in leaves if not NOT_OF_THE_BLOCKS & set(path)))
    expected = squeeze(blocks)
    faults = []
    if not body.endswith(expected):
        faults.append("structure tree: " + first_difference(body[::-1], expected[::-1]) + " (read backwards)")
    front = body[: len(body) - len(expected)]
    faults += ["structure tree: %r is not before the text" % s for s in (title, subtitle) if squeeze(s) not in front]
    tree, pages = squeeze("".join(t for _, t in leaves)), squeeze(spoken_pages(pdf))
    if tree != pages:
        faults.append("pdftotext: " + first_difference(pages, tree))
    return faults


def main(arguments):
    bad, poppler = 0, arguments[0] == "--poppler"
    files = arguments[1:] if poppler else arguments
    for pdf, words in zip(files[::2], files[1::2]):
        for fault in check(pdf, words, leaves_by_poppler if poppler else leaves_by_pdfbox):
            print("%s: %s" % (pdf, fault))
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
