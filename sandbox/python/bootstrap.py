"""The program given to a container's `python3 -c`: reads the kernel from the first line of stdin and starts it.

It uses only the standard library, since no file of ours exists in the container. The kernel stays in memory.
"""

import importlib.abc
import importlib.util
import json
import os
import select
import sys

# If the host is killed between starting a container and attaching to it, nobody will ever send anything.
if not select.select([0], [], [], 60)[0]:
    sys.exit(0)
rest = b""
while b"\n" not in rest:
    chunk = os.read(0, 1 << 20)
    if not chunk:
        sys.exit(0)
    rest += chunk
line, _, rest = rest.partition(b"\n")
start = json.loads(line)


class KernelLoader(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    def __init__(self, files):
        self.files = {"/kernel/" + path: text.encode() for path, text in files.items()}

    def find_spec(self, name, path=None, target=None):
        stem = "/kernel/" + name.replace(".", "/")
        for file, package in ((stem + "/__init__.py", True), (stem + ".py", False)):
            if file in self.files:
                return importlib.util.spec_from_file_location(
                    name, file, loader=self, submodule_search_locations=[stem] if package else None
                )
        return None

    def get_data(self, path):
        try:
            return self.files[path]
        except KeyError:
            raise OSError(path) from None

    def get_filename(self, name):
        return self.find_spec(name).origin


sys.meta_path.insert(0, KernelLoader(start["files"]))

from kernel.stdio import main  # noqa: E402

main(start, rest)
