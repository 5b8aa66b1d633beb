"""A Word file's tracked changes and comments as JSON: each paragraph with what it says when all changes are accepted and when all are
refused, then who made them, and each comment with the words it is about."""

import json
import sys

import docx
from docx.oxml.ns import qn

document = docx.Document(sys.argv[1])
body = document.element.body


def text(paragraph, without):
    out = []
    for node in paragraph.iter(qn("w:t"), qn("w:delText"), qn("w:tab")):
        if not any(parent.tag == qn(without) for parent in node.iterancestors()):
            out.append("\t" if node.tag == qn("w:tab") else node.text or "")
    return "".join(out)


def about(number):
    """The text between the marks of a comment."""
    out, inside = [], False
    for node in body.iter():
        if node.tag == qn("w:commentRangeStart") and node.get(qn("w:id")) == number:
            inside = True
        elif node.tag == qn("w:commentRangeEnd") and node.get(qn("w:id")) == number:
            inside = False
        elif inside and node.tag in (qn("w:t"), qn("w:delText")):
            out.append(node.text or "")
    return "".join(out)


changes = [node for node in body.iter(qn("w:ins"), qn("w:del"))]
paragraphs = list(body.iter(qn("w:p")))
print(
    json.dumps(
        {
            "accepted": [text(paragraph, "w:del") for paragraph in paragraphs],
            "refused": [text(paragraph, "w:ins") for paragraph in paragraphs],
            "inserted": sum(node.tag == qn("w:ins") for node in changes),
            "deleted": sum(node.tag == qn("w:del") for node in changes),
            "authors": sorted({node.get(qn("w:author")) for node in changes}),
            "comments": [
                {"author": comment.author, "text": comment.text, "about": about(str(comment.comment_id))}
                for comment in getattr(document, "comments", [])
            ],
        },
        ensure_ascii=False,
    )
)
