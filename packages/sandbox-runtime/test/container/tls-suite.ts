// asyncio is imported without `ssl`, and has it once code has imported that.
import { describe, expect, it } from "vitest";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { TestEngine } from "../engines.ts";

// Without certificates, which the standard library cannot make.
const talk = `
import asyncio, ssl
def context(kind):
    made = ssl.SSLContext(kind)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers("aNULL:@SECLEVEL=0")
    return made
async def answer(reader, writer):
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()
server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context(ssl.PROTOCOL_TLS_SERVER))
port = server.sockets[0].getsockname()[1]
reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context(ssl.PROTOCOL_TLS_CLIENT))
writer.write(b"hello\\n")
said = await reader.readline()
writer.close()
server.close()
said`;

export function testTls(engine: TestEngine): void {
  describe("TLS", () => {
    it("works in asyncio, although its modules are imported only when code imports ssl", async () => {
      await using runtime = await createSandboxRuntime({ driver: engine.driver() });
      expect((await runtime.run('import sys; "ssl" in sys.modules')).value).toBe("False");
      const { value, error } = await runtime.run(talk);
      expect(error).toBeUndefined();
      expect(value).toBe("b'HELLO\\n'");
    });

    it("is Python's own where a file of the code has its name", async () => {
      await using runtime = await createSandboxRuntime({ driver: engine.driver() });
      const { value } = await runtime.run(`
open("ssl.py", "w").write("own = True")
import ssl, sys
hasattr(ssl, "own"), ssl.__spec__.loader is ssl.__loader__, any("Ssl" in type(each).__name__ for each in sys.meta_path)`);
      expect(value).toBe("(False, True, False)");
    });

    it.each([
      ["was only looked for", "import importlib.util\nimportlib.util.find_spec('ssl').name"],
      [
        "failed to load at first",
        `import sys
sys.modules["_ssl"] = None
try: import ssl
except ImportError: pass
del sys.modules["_ssl"]`,
      ],
      [
        "was read by its loader",
        `import importlib.util
_ = importlib.util.find_spec("ssl").loader.get_source("ssl")`,
      ],
      [
        "is found by finders of the code",
        `import sys
class Finder:
    def __init__(self, other): self.find_spec = other.find_spec
sys.meta_path = [Finder(each) for each in sys.meta_path]`,
      ],
    ])("works in asyncio even if ssl %s", async (_, before) => {
      await using runtime = await createSandboxRuntime({ driver: engine.driver() });
      expect((await runtime.run(before)).error).toBeUndefined();
      expect((await runtime.run(talk)).value).toBe("b'HELLO\\n'");
    });
  });
}
