#!/usr/bin/env python3
"""Kills a program with SIGKILL while it applies many terraform_data resources, and looks at what is left.

  bench/crash.py [PROGRAM...]          default: ./groma and, where it is installed, terraform

RUNS (24), RESOURCES (800) and SEED (1) are environment variables. Each run is killed when it has told of a random number of objects that
their creation is complete. Then is counted: whether the state can be read, how many of the objects that the user was told of it knows, and
whether the same command, given again, ends with all objects recorded and an empty plan.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile

RUNS = int(os.environ.get("RUNS", "24"))
RESOURCES = int(os.environ.get("RESOURCES", "800"))
SEED = int(os.environ.get("SEED", "1"))
TOLD = re.compile(r"^(\S+): Creation complete after .*\[id=([0-9a-f-]+)\]")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

CONFIGURATION = {
    "resource": {"terraform_data": {"many": {"count": RESOURCES, "input": "${count.index}"}}}
}


def state(program, folder):
    """What the program itself reads as the state, or None when it cannot."""
    done = subprocess.run([program, "state", "pull"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    if not done.stdout.strip():
        return {}
    try:
        return json.loads(done.stdout)
    except ValueError:
        return None


def ids(document):
    """The ids of the objects of a state."""
    return {
        one["attributes"]["id"]
        for resource in (document or {}).get("resources", [])
        for one in resource["instances"]
        if "attributes" in one
    }


def file_is_whole(folder):
    """Whether the state file, if there is one, is a JSON document."""
    path = os.path.join(folder, "terraform.tfstate")
    if not os.path.exists(path):
        return True
    try:
        with open(path, encoding="utf-8") as text:
            json.load(text)
        return True
    except ValueError:
        return False


def run(program, number):
    """One apply that is killed; a dictionary of what was seen."""
    folder = tempfile.mkdtemp(prefix="groma-crash-")
    try:
        with open(os.path.join(folder, "main.tf.json"), "w", encoding="utf-8") as text:
            json.dump(CONFIGURATION, text)
        subprocess.run([program, "init"], cwd=folder, capture_output=True, check=True)
        wanted = random.Random(SEED * 1000 + number).randrange(1, RESOURCES)
        apply = [program, "apply", "-auto-approve", "-no-color"]
        child = subprocess.Popen(apply, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        told = set()
        for line in child.stdout:
            found = TOLD.match(line)
            if found:
                told.add(found.group(2))
                if len(told) == wanted:
                    os.kill(child.pid, signal.SIGKILL)
        child.wait()
        whole = file_is_whole(folder)
        left = state(program, folder)
        known = ids(left)
        again = subprocess.run(apply, cwd=folder, capture_output=True, text=True, check=False)
        plan = subprocess.run(
            [program, "plan", "-detailed-exitcode", "-no-color"], cwd=folder, capture_output=True, text=True, check=False
        )
        final = ids(state(program, folder))
        return {
            "killed": child.returncode == -signal.SIGKILL,
            "told": len(told),
            "whole": whole,
            "readable": left is not None,
            "lost": len(told - known),
            "replaced": len(told - final),
            "again": again.returncode == 0,
            "empty": plan.returncode == 0 and len(final) == RESOURCES,
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    programs = sys.argv[1:] or [os.path.join(ROOT, "groma")] + ([shutil.which("terraform")] if shutil.which("terraform") else [])
    print(f"{RUNS} runs of {RESOURCES} terraform_data, seed {SEED}")
    seen = {program: [] for program in programs}
    for number in range(RUNS):
        for program in programs:
            seen[program].append(run(program, number))
            print(os.path.basename(program), seen[program][-1], file=sys.stderr, flush=True)
    for program in programs:
        killed = [one for one in seen[program] if one["killed"]]
        print(f"\n{program}")
        print(f"  killed                                            {len(killed)}")
        print(f"  state file empty or broken                        {sum(not one['whole'] for one in killed)}")
        print(f"  state cannot be read by the program               {sum(not one['readable'] for one in killed)}")
        print(f"  objects told of as complete                       {sum(one['told'] for one in killed)}")
        print(f"  of these not in the state                         {sum(one['lost'] for one in killed)}")
        print(f"  runs in which such objects are lost               {sum(one['lost'] > 0 for one in killed)}")
        print(f"  same command again succeeds                       {sum(one['again'] for one in killed)}")
        print(f"  then everything is recorded and the plan is empty {sum(one['empty'] for one in killed)}")
        print(f"  objects made a second time                        {sum(one['replaced'] for one in killed)}")


if __name__ == "__main__":
    main()
