"""A report of thirty pages with everything an officer's Word file has, and what is left of it when its words are taken away.

    make PATH          writes it
    bones PATH         prints its bones and, apart, its bold text, as JSON
"""

import json
import struct
import sys
import zlib

import docx
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

CHAPTERS = 30
W = nsdecls("w")


def picture(path):
    """A small PNG of a blue square."""
    row = b"\0" + b"\x1f\x4e\x9e" * 60
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    head = struct.pack(">IIBBBBB", 60, 60, 8, 2, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * 60)) + chunk(b"IEND", b""))


def add(paragraph, xml):
    paragraph._p.append(parse_xml(xml))


def field(paragraph, instruction, result):
    for inner in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{result}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        add(paragraph, f"<w:r {W}>{inner}</w:r>")


def link(document, paragraph, text, target):
    rid = document.part.relate_to(target, RT.HYPERLINK, is_external=True)
    add(
        paragraph,
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{rid}"><w:r><w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'
        f"<w:t>{text}</w:t></w:r></w:hyperlink>",
    )


def footnote_mark(paragraph, number):
    add(paragraph, f'<w:r {W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>')


def footnotes(document, count):
    note = (
        '<w:footnote w:id="{0}"><w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"> See the </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>annual return</w:t></w:r><w:r><w:t xml:space="preserve"> of that year.</w:t></w:r></w:p></w:footnote>'
    )
    marks = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    notes = "".join(note.format(n) for n in range(1, count + 1))
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {W}>{marks}{notes}</w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)


def text_box(paragraph):
    inner = f'<w:txbxContent><w:p><w:r><w:t xml:space="preserve">Read </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>before signing</w:t></w:r></w:p></w:txbxContent>'
    add(
        paragraph,
        f'<w:r {nsdecls("w", "wp", "a")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">'
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="2160000" cy="540000"/><wp:docPr id="900" name="Box" descr="Notice to readers"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2160000" cy="540000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:rect style="width:170pt;height:42pt"><v:textbox>{inner}</v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>',
    )


def contents(document):
    """A table of contents: one field over many paragraphs, each a link with its page's number in a field of its own."""
    for n in range(1, CHAPTERS + 1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(14))
        if n == 1:
            for inner in (
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> TOC \\h \\o "1-1" </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
            ):
                add(paragraph, f"<w:r {W}>{inner}</w:r>")
        page = "".join(
            f"<w:r>{inner}</w:r>"
            for inner in (
                '<w:fldChar w:fldCharType="begin"/>',
                f"<w:instrText> PAGEREF _Toc{n} </w:instrText>",
                '<w:fldChar w:fldCharType="separate"/>',
                f"<w:t>{n + 1}</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        add(
            paragraph,
            f'<w:hyperlink {W} w:anchor="_Toc{n}"><w:r><w:t>Trees of district {n}</w:t></w:r><w:r><w:tab/></w:r>{page}</w:hyperlink>',
        )
    last = document.add_paragraph()
    add(last, f'<w:r {W}><w:fldChar w:fldCharType="end"/></w:r>')


def chapter(document, n, image):
    heading = document.add_heading(level=1)
    heading.paragraph_format.page_break_before = True
    add(heading, f'<w:bookmarkStart {W} w:id="{n}" w:name="_Toc{n}"/>')
    heading.add_run(f"Trees of district {n}")
    add(heading, f'<w:bookmarkEnd {W} w:id="{n}"/>')

    first = document.add_paragraph("The Department ")
    first.add_run("must").bold = True
    first.add_run(" inspect every old tree once a ")
    first.add_run("calendar").italic = True
    first.add_run(" year")
    footnote_mark(first, n)
    first.add_run(", as told on ")
    link(document, first, "its own page", f"https://www.example.gov.hk/trees/{n}")
    first.add_run(", and report to the ")
    both = first.add_run("Bureau")
    both.bold = both.italic = True
    both.font.color.rgb = RGBColor(0xC0, 0, 0)
    first.add_run(" without delay.")

    lines = document.add_paragraph("Reference:\tTREE ")
    lines.add_run(f"{n}/2025").bold = True
    lines.add_run().add_break(WD_BREAK.LINE)
    lines.add_run("Telephone:\t2345 6789")

    document.add_heading("What was found", level=2)
    for text in ("Most of the trees are in good health.", "Some need support before the rainy season."):
        item = document.add_paragraph(text, style="List Number")
        item.add_run(" Action is in hand.").bold = True
    document.add_paragraph("Residents were told by letter.", style="List Bullet")

    tracked = document.add_paragraph("The work will ")
    add(tracked, f'<w:del {W} w:id="{1000 + n}" w:author="A"><w:r><w:delText>soon </w:delText></w:r></w:del>')
    add(tracked, f'<w:ins {W} w:id="{2000 + n}" w:author="A"><w:r><w:t xml:space="preserve">certainly </w:t></w:r></w:ins>')
    tracked.add_run("begin in March.")

    caption = document.add_paragraph("Table ", style="Caption")
    field(caption, "SEQ Table", str(n))
    caption.add_run(": Trees inspected")
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    rows = [("Kind of tree", "Number", "Remarks"), ("Banyan", "120", "Old trees"), ("Camphor", "45", ""), ("Total", "165", "")]
    for row, texts in zip(table.rows, rows):
        for cell, text in zip(row.cells, texts):
            cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(3, 1).merge(table.cell(3, 2))
    seen = document.add_paragraph("The place is shown here: ")
    seen.add_run().add_picture(image, width=Cm(1.5))
    if n % 10 == 0:
        text_box(document.add_paragraph("A notice: "))


def make(path):
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = "Report on trees"
    document.core_properties.comments = ""
    image = path + ".png"
    picture(image)
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.add_run("Leisure Department").bold = True
    header.add_run("\tAnnual report")
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    field(footer, "PAGE", "1")
    footer.add_run(" of ")
    field(footer, "NUMPAGES", "31")
    document.add_heading("Report on old and valuable trees", level=0)
    contents(document)
    for n in range(1, CHAPTERS + 1):
        chapter(document, n, image)
    footnotes(document, CHAPTERS)
    document.save(path)


def marks(element):
    """What of a paragraph is no text."""
    wanted = {
        "footnoteReference": "w:id",
        "bookmarkStart": "w:name",
        "bookmarkEnd": "w:id",
        "del": "w:id",
        "numId": "w:val",
        "pStyle": "w:val",
        "instrText": None,
        "fldChar": "w:fldCharType",
        "blip": "r:embed",
        "tab": None,
        "br": None,
        "txbxContent": None,
    }
    found = []
    for child in element.iter():
        name = child.tag.split("}")[-1]
        if name in wanted:
            found.append([name, child.get(qn(wanted[name])) if wanted[name] else child.text])
    links = {child.get(qn("r:id")) or child.get(qn("w:anchor")) for child in element.iter(qn("w:hyperlink"))}
    inserted = {child.get(qn("w:id")) for child in element.iter(qn("w:ins"))}
    return [sorted(found, key=str), sorted(links), sorted(inserted)]


def bones(path):
    document = docx.Document(path)
    tables = [
        [[cell._tc.grid_span, str(cell._tc.vMerge), cell._tc in seen or seen.append(cell._tc)] for row in table.rows for cell in row.cells]
        for table in document.tables
        for seen in [[]]
    ]
    section = document.sections[0]
    notes = next(rel.target_part for rel in document.part.rels.values() if rel.reltype == RT.FOOTNOTES)
    notes = parse_xml(notes.blob)
    bold = [[run.text for run in paragraph.runs if run.bold] for paragraph in document.paragraphs]
    skeleton = {
        "paragraphs": [marks(paragraph._p) for paragraph in document.paragraphs],
        "styles": [paragraph.style.name for paragraph in document.paragraphs],
        "tables": tables,
        "cells": [marks(table._tbl) for table in document.tables],
        "pictures": len(document.inline_shapes),
        "links": sorted(rel.target_ref for rel in document.part.rels.values() if rel.is_external),
        "header": [marks(p._p) for p in section.header.paragraphs],
        "footer": [marks(p._p) for p in section.footer.paragraphs],
        "notes": [[note.get(qn("w:id")), marks(note)] for note in notes],
    }
    print(json.dumps({"bones": skeleton, "bold": bold}))


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    bones(sys.argv[2])
