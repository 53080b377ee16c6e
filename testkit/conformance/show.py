#!/usr/bin/env python3
"""Packs what `show -json` of the real program says of plans and states into the test resources.

  testkit/conformance/show.py               has the real program say again what is packed
  testkit/conformance/show.py DIRECTORY     packs the cases in DIRECTORY, one directory each

A case holds a configuration, perhaps prior.tfstate, and args.json: {"args": [...], "env": {...}, "apply": true}. What the
real program says is added as prior.json (of the state before), plan.json, and, where the plan is to be applied, state.json.
New ids become <uuid:1>, <uuid:2> and so on, the working directory <cwd>, the time <timestamp>.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PACK = pathlib.Path(__file__).resolve().parents[2] / "cli/src/test/resources/conformance/show.jsonl"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OURS = {"args.json", "prior.tfstate", "prior.json", "plan.json", "state.json"}


def cases():
    if len(sys.argv) == 1:
        return [json.loads(line) for line in PACK.read_text().splitlines()]
    found = []
    for directory in sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if p.is_dir()):
        files = {str(f.relative_to(directory)): f.read_text() for f in sorted(directory.rglob("*")) if f.is_file()}
        found.append({"id": directory.name, "files": files})
    return found


def say(files):
    """The documents of one case by the names of their files."""
    arguments = json.loads(files["args.json"])
    known = set(UUID.findall("".join(text for name, text in files.items() if name not in {"plan.json", "state.json"})))
    ids = {}
    with tempfile.TemporaryDirectory() as made:
        work = pathlib.Path(made).resolve()
        for name, text in files.items():
            if name not in OURS:
                (work / name).parent.mkdir(parents=True, exist_ok=True)
                (work / name).write_text(text)
        if "prior.tfstate" in files:
            (work / "terraform.tfstate").write_text(files["prior.tfstate"])

        def run(*words):
            environment = {"PATH": os.environ["PATH"], "HOME": "/home/user", **arguments.get("env", {})}
            done = subprocess.run(["terraform", *words], cwd=work, env=environment, capture_output=True, text=True)
            said.append(" ".join(words) + "\n" + done.stdout + done.stderr)
            return done.stdout

        said = []

        def document(*words):
            text = run("show", "-json", *words)
            if not text.startswith("{"):
                sys.exit("\n".join(said))
            for found in UUID.findall(text):
                if found not in known:
                    ids.setdefault(found, f"<uuid:{len(ids) + 1}>")
            for found, name in ids.items():
                text = text.replace(found, name)
            read = json.loads(text.replace(str(work), "<cwd>"), parse_float=Digits, parse_int=Digits)
            if "timestamp" in read:
                read["timestamp"] = "<timestamp>"
            return write(read) + "\n"

        run("init")
        documents = {"prior.json": document()} if "prior.tfstate" in files else {}
        run("plan", "-input=false", "-out=the.plan", *arguments["args"])
        documents["plan.json"] = document("the.plan")
        if arguments.get("apply"):
            run("apply", "-input=false", "the.plan")
            documents["state.json"] = document()
        return documents


class Digits(float):
    """A number as it is written."""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number


def write(value):
    """JSON in which numbers keep all their digits."""
    if isinstance(value, Digits):
        return value.text
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(name) + ":" + write(part) for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    return json.dumps(value)


def main():
    lines = []
    for case in cases():
        files = {name: text for name, text in case["files"].items() if name not in {"prior.json", "plan.json", "state.json"}}
        lines.append(json.dumps({"id": case["id"], "files": dict(sorted({**files, **say(files)}.items()))}))
    PACK.write_text("\n".join(lines) + "\n")


main()
