"""Reading an XML file person by person: no entities, no DTDs, no network, and no more than one person in memory."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from everychild.formats.bytes import reading
from everychild.formats.limits import LIMITS, Limits
from everychild.formats.reading import Recognised, Unreadable
from everychild.formats.words import words

Node = dict[str, Any]

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)[\s/>]")
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_ENCODINGS = frozenset(words("utf-8 utf8 utf-16 utf-16le utf-16be us-ascii ascii iso-8859-1 latin-1 latin1 iso-8859-15 windows-1252 cp1252"))


def root_of(path: str, head: str) -> str | None:
    """The name of the root element, from a file's first characters; None when it is not XML. A DTD is refused here, before any parser sees it."""
    if not head.lstrip().startswith("<"):
        return None
    rest = head[_PROLOG.match(head).end() :]
    line = head.count("\n", 0, len(head) - len(rest)) + 1
    if rest[:9].upper() == "<!DOCTYPE":
        raise Unreadable("The XML has a document type (DTD), which is refused.", file=path, line=line, do="Ask for the file without a DOCTYPE.")
    found = _ROOT.match(rest)
    if not found:
        raise Unreadable("The file begins like XML but has no element near its start.", file=path, line=line, do="Ask for the file again.")
    declared = _DECLARED.match(head.lstrip())
    if declared and declared[1].casefold() not in _ENCODINGS:
        raise Unreadable("The XML declares an encoding that is not read here.", file=path, line=1, do="Ask for the file in UTF-8.")
    return found[1]


def records(files: Recognised, path: str, *names: str) -> Iterator[tuple[str, int, Node]]:
    """(name, line, contents) of each element with one of these names, namespaces aside, as each one ends."""
    limits = files.limits
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{name}" for name in names], resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, encoding=_override(path, files.encodings[path], limits),
    )
    since = 0
    try:
        with reading(path) as stream:
            while piece := stream.read(min(limits.chunk, limits.element)):
                parser.feed(piece)
                since += len(piece)
                for _, element in parser.read_events():
                    since = 0
                    yield etree.QName(element).localname, element.sourceline or 0, contents(element, path, limits)
                    _forget(element)
                if since > limits.element:
                    raise _too_long(path, limits)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(path, error) from error


def contents(element: etree._Element, path: str, limits: Limits = LIMITS, depth: int = 0) -> Node:
    """An element's children by name: text for a leaf, a dict for a branch, a list where a name repeats. Empty leaves are left out."""
    if depth > limits.depth:
        raise Unreadable(f"Elements are nested more than {limits.depth} deep.", file=path, line=element.sourceline, do="Check that the file is the one that was meant.")
    found: Node = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        value = contents(child, path, limits, depth + 1) if len(child) else (child.text or "").strip()
        if value == "":
            continue
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def leaves(node: object) -> dict[str, str]:
    """Only the texts of a branch; the first where a name repeats."""
    if not isinstance(node, Mapping):
        return {}
    found = {}
    for name, value in node.items():
        first = value[0] if isinstance(value, list) else value
        if isinstance(first, str):
            found[name] = first
    return found


def branches(node: object, *names: str) -> list[Node]:
    """Every branch at the end of a path of names, whether it stands once, often or not at all."""
    found = [node]
    for name in names:
        next_ones = (each.get(name) for each in found if isinstance(each, Mapping))
        found = [one for value in next_ones for one in (value if isinstance(value, list) else [value])]
    return [each for each in found if isinstance(each, Mapping)]


def branch(node: object, *names: str) -> Node:
    """The first branch at the end of a path; an empty one where there is none."""
    return next(iter(branches(node, *names)), {})


def texts(node: object, *names: str) -> list[str]:
    """Every text at the end of a path of names."""
    return [
        value
        for parent in branches(node, *names[:-1])
        for value in (parent.get(names[-1]) if isinstance(parent.get(names[-1]), list) else [parent.get(names[-1])])
        if isinstance(value, str)
    ]


def _override(path: str, encoding: str, limits: Limits) -> str | None:
    """cp1252 where the bytes are that and the file declares nothing or UTF-8; otherwise the file's own word stands."""
    if encoding != "cp1252":
        return None
    with reading(path) as stream:
        declared = _DECLARED.match(stream.read(200).decode("latin-1").lstrip())
    return "windows-1252" if declared is None or declared[1].casefold() in ("utf-8", "utf8", "us-ascii", "ascii") else None


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _too_long(path: str, limits: Limits) -> Unreadable:
    return Unreadable(
        f"More than {limits.element:,} bytes of the XML pass without one person's record coming to an end.",
        file=path,
        do="Check that the file is the one that was meant, and is whole.",
    )


def _broken(path: str, error: etree.XMLSyntaxError) -> Unreadable:
    line, told = error.lineno or None, (error.msg or "")
    if "ntity" in told:
        return Unreadable("The XML uses an entity, which is refused.", file=path, line=line, do="Ask for the file with the characters written out.")
    if any(sign in told for sign in ("Premature end", "no element found", "not finished", "Couldn't find end", "EndTag: '</' not found", "expected")):
        return Unreadable(f"The XML breaks off, or an element is not closed, near line {line}.", file=path, line=line, do="Ask for the file again.")
    return Unreadable(f"The XML is not well formed near line {line}: {told[:100]}.", file=path, line=line, do="Ask for the file again.")
