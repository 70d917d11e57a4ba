"""The kernel: runs cells of user code, captures what they print, and asks the host for tools.

It has no third-party imports and speaks one JSON object per line with the host
(the frames are listed in docs/protocol.md). `kernel.embedded` starts it under Pyodide.
"""
