"""Reads the reports of runs with readers that know nothing of semxform, and compares what they find with the JSON envelope.

usage: reports.py SARIF-SCHEMA FOLDER...    each folder holds r.json, r.jsonl, r.sarif, r.gitlab, r.junit, r.markdown, r.html, r.github
"""

import json
import re
import sys
import xml.etree.ElementTree as xml
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import jsonschema
from markdown_it import MarkdownIt

PAGES = "https://semxform.github.io/semxform/codes.html#"
SEVERITIES = ("error", "warning", "info")
# What acts on a terminal, a log or the eye of a reader.
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def same(what, got, wanted):
    assert got == wanted, f"{what}: {got!r} instead of {wanted!r}"


def numbers(severities, names=SEVERITIES):
    counts = Counter(severities)
    same("severities", set(counts) - set(names), set())
    return [counts[name] for name in names]


def sarif(text, schema, files, found, wanted):
    log = json.loads(text)
    jsonschema.Draft7Validator(schema).validate(log)
    (run,) = log["runs"]
    results = run["results"]
    same("levels", numbers((r["level"] for r in results), ("error", "warning", "note")), wanted)
    places = {unquote(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for r in results}
    same("files", places, {path for path, file in files if file["findings"]})
    fingerprints = [r["partialFingerprints"]["semxform/v1"] for r in results]
    same("fingerprints", sorted(fingerprints), sorted(f["fingerprint"] for f in found))
    same("fingerprints of their own", len(set(fingerprints)), len(fingerprints))
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results)


def gitlab(text, files, found, wanted):
    issues = json.loads(text)
    same("severities", numbers((i["severity"] for i in issues), ("critical", "minor", "info")), wanted)
    same("fingerprints", sorted(i["fingerprint"] for i in issues), sorted(f["fingerprint"] for f in found))
    same("files", {i["location"]["path"] for i in issues}, {path for path, file in files if file["findings"]})
    assert all(i["location"]["lines"]["begin"] >= 1 for i in issues)
    assert not any(ACTS.search(i["description"]) for i in issues)


def junit(text, files, found, wanted, stopped):
    root = xml.fromstring(text)
    suites = root.findall("testsuite")
    same("suites", len(suites), len(files) + stopped)
    same("elements", {e.tag for e in root.iter()} - {"testsuites", "testsuite", "testcase", "failure", "error", "system-out"}, set())
    lines = [line for e in root.iter() if e.tag in ("failure", "system-out") for line in (e.text or "").splitlines()]
    severities = [m[1] for line in lines if (m := re.match(r"(error|warning|info)\[SX\d{3}\]", line))]
    same("findings", numbers(severities), wanted)
    failed = {(path, f["stage"]) for path, file in files for f in file["findings"] if f["severity"] == "error"}
    same("failures", len(root.findall(".//failure")), len(failed))
    same("failures of the root", int(root.get("failures")), len(failed))
    for suite in suites:
        same("tests of a suite", int(suite.get("tests")), len(suite.findall("testcase")))
        assert not any(ACTS.search(value) or "\n" in value for e in suite.iter() for value in e.attrib.values())


def markdown(text, files, found):
    assert len(text) < 65536
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or []]
    same("HTML", {t.content for t in inline if t.type == "html_inline"} - {"<br>"}, set())
    same("blocks", {t.type for t in tokens} & {"html_block", "fence", "code_block", "blockquote_open", "hr"}, set())
    same("pictures", [t for t in inline if t.type == "image"], [])
    links = [t.attrGet("href") for t in inline if t.type == "link_open"]
    assert all(link.startswith(PAGES) for link in links), links
    headings = [tokens[at + 1].children[0].content for at, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h3"]
    if "that do not fit here" not in text:
        same("headings", len(headings), len(files))
        groups = sum(len({(f["code"], f["severity"]) for f in file["findings"]}) for _, file in files)
        bodies = text.count("| | Code | Finding | Where | |")
        same("rows", sum(t.type == "tr_open" for t in tokens) - bodies, groups)
        same("links", len(links), groups)
    assert not ACTS.search(text)


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = Counter()
        self.attributes = []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.attributes += attributes


def html(text, found):
    page = Page()
    page.feed(text)
    page.close()
    same("articles", page.tags["article"], len(found))
    same("active tags", set(page.tags) & {"script", "iframe", "object", "embed", "form", "img", "link", "base"}, set())
    assert not any(name.startswith("on") for name, _ in page.attributes)
    links = [value for name, value in page.attributes if name in ("href", "src")]
    assert all(link.startswith((PAGES, "https://github.com/", "#")) for link in links), links


def github(text, wanted):
    lines = text.splitlines()
    form = re.compile(r"::(error|warning|notice) [^:]*::.")
    assert all(form.match(line) for line in lines), [line for line in lines if not form.match(line)]
    for command, count in zip(("error", "warning", "notice"), wanted):
        same(command, sum(line.startswith(f"::{command} file=") for line in lines), min(count, 10))
    assert not ACTS.search(text)


def check(folder, schema):
    read = lambda name: (folder / f"r.{name}").read_bytes().decode()
    envelope = json.loads(read("json"))
    files = [(file["path"], file) for file in envelope["files"]]
    found = [finding for _, file in files for finding in file["findings"]]
    wanted = numbers(finding["severity"] for finding in found)
    stopped = "error" in envelope
    lines = [json.loads(line) for line in read("jsonl").split("\n")[:-1]]
    same("lines", [line["fingerprint"] for line in lines], [f["fingerprint"] for f in found])
    sarif(read("sarif"), schema, files, found, wanted)
    gitlab(read("gitlab"), files, found, wanted)
    junit(read("junit"), files, found, wanted, stopped)
    markdown(read("markdown"), files, found)
    html(read("html"), found)
    github(read("github"), wanted)
    print(folder.name, len(files), *wanted)


def main():
    schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for folder in sys.argv[2:]:
        check(Path(folder), schema)


main()
