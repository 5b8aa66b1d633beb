"""A Word file as a reader sees it: paragraphs with the numbers Word counts, then table cells, header and footer, then the title.

The numbers are counted here from word/numbering.xml and the styles, by the rules of ECMA-376 17.9, and by nobody else's code.
With --styles, each body paragraph's style and list level instead; with --layout, its style and what keeps it on its page.
"""
import re
import sys

import docx
from docx.oxml.ns import qn


def attribute(element, path, name="w:val"):
    for step in path:
        element = element.find(qn(step)) if element is not None else None
    return None if element is None else element.get(qn(name))


def letter(n):
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def roman(n):
    out = ""
    for value, mark in [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]:
        while n >= value:
            out, n = out + mark, n - value
    return out


class Lists:
    def __init__(self, document):
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            root = None
        self.levels, self.nums, self.counts, self.begun = {}, {}, {}, set()
        if root is None:
            return
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {}
            for level in abstract.findall(qn("w:lvl")):
                levels[int(level.get(qn("w:ilvl")))] = (
                    int(attribute(level, ["w:start"]) or 1),
                    attribute(level, ["w:numFmt"]),
                    attribute(level, ["w:lvlText"]),
                )
            self.levels[abstract.get(qn("w:abstractNumId"))] = levels
        for num in root.findall(qn("w:num")):
            starts = {
                int(o.get(qn("w:ilvl"))): int(attribute(o, ["w:startOverride"]))
                for o in num.findall(qn("w:lvlOverride"))
                if attribute(o, ["w:startOverride"])
            }
            self.nums[num.get(qn("w:numId"))] = (attribute(num, ["w:abstractNumId"]), starts)

    def number(self, paragraph):
        place = place_of(paragraph)
        if place is None:
            return ""
        num, level = place
        abstract, starts = self.nums[num]
        levels, counts = self.levels[abstract], self.counts.setdefault(abstract, {})
        if num not in self.begun:
            # An instance that says where it begins does so at its first paragraph.
            self.begun.add(num)
            for at, start in starts.items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level][0] - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        _, form, pattern = levels[level]
        if form == "bullet":
            return pattern + "\t"

        def one(match):
            at = int(match.group(1)) - 1
            count, form = counts.get(at, levels[at][0]), levels[at][1]
            return {"decimal": str, "lowerLetter": letter, "lowerRoman": roman}[form](count)

        return re.sub(r"%(\d)", one, pattern) + "\t"


def place_of(paragraph):
    found = paragraph._p.find(qn("w:pPr") + "/" + qn("w:numPr"))
    style = paragraph.style
    while found is None and style is not None:
        found = style.element.find(qn("w:pPr") + "/" + qn("w:numPr"))
        style = style.base_style
    if found is None:
        return None
    return attribute(found, ["w:numId"]), int(attribute(found, ["w:ilvl"]) or 0)


KEEPS = ["keep_together", "keep_with_next", "page_break_before", "widow_control"]


def keeps(paragraph, name):
    """Whether a paragraph or the nearest of its styles says so."""
    said, style = getattr(paragraph.paragraph_format, name), paragraph.style
    while said is None and style is not None:
        said, style = getattr(style.paragraph_format, name), style.base_style
    return bool(said)


def body(document):
    """The paragraphs of the body in their order, those of tables in place."""
    for element in document.element.body.iter(qn("w:p")):
        yield docx.text.paragraph.Paragraph(element, document)


def main(path, *options):
    document = docx.Document(path)
    if options == ("--styles",):
        for paragraph in body(document):
            place = place_of(paragraph)
            level = "-" if place is None else place[1]
            print(f"{paragraph.style.name}|{level}|{paragraph.text}")
        return
    if options == ("--layout",):
        for paragraph in body(document):
            kept = [name for name in KEEPS if keeps(paragraph, name)]
            print(f"{paragraph.style.name}|{' '.join(kept)}|{paragraph.text}")
        return
    lists = Lists(document)
    for paragraph in body(document):
        print(lists.number(paragraph) + paragraph.text)
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            for paragraph in part.paragraphs:
                print(paragraph.text)
    print("TITLE", document.core_properties.title)


main(*sys.argv[1:])
