"""The program given to a container's `python3 -c`: reads the kernel from the first line of stdin and starts it.

It uses only the standard library, since no file of ours exists in the container. The kernel stays in memory.
"""

import binascii
import importlib.machinery
import json
import marshal
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
del chunk, line


class KernelLoader:
    """Finds and loads the kernel's modules. The classes to derive from, in `importlib.abc`, would import many modules that nothing else needs."""

    def __init__(self, files, codes):
        self.files = {"/kernel/" + path: text for path, text in files.items()}
        self.codes = codes

    def find_spec(self, name, path=None, target=None):
        stem = "/kernel/" + name.replace(".", "/")
        for file, package in ((stem + "/__init__.py", True), (stem + ".py", False)):
            if file in self.files:
                spec = importlib.machinery.ModuleSpec(name, self, origin=file, is_package=package)
                spec.has_location = True
                return spec
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, name):
        if name not in self.codes:
            self.codes[name] = compile(self.get_source(name), self.find_spec(name).origin, "exec", dont_inherit=True)
        return self.codes[name]

    def get_source(self, name):
        return self.files[self.find_spec(name).origin]


compiled = start.pop("compiled", None)
loader = KernelLoader(start["files"], marshal.loads(binascii.a2b_base64(compiled)) if compiled else {})
del compiled
sys.meta_path.insert(0, loader)

from kernel.asyncio_without_tls import import_asyncio  # noqa: E402

import_asyncio()

from kernel.stdio import main  # noqa: E402

if start.pop("compile", False):
    # No code of a user has run yet: what this Python has compiled is as good as the image.
    code = binascii.b2a_base64(marshal.dumps(loader.codes), newline=False).decode()
    with open(1, "w", closefd=False) as to_host:
        to_host.write(json.dumps({"type": "kernel-compiled", "code": code}) + "\n")
    del code, to_host
loader.codes.clear()

main(start, rest)
