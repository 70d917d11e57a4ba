// What Claude Desktop starts. Whatever unpacked the bundle may have dropped the mark that makes Deno's binary a program.
import { chmodSync, readdirSync } from "node:fs";

const modules = new URL("./node_modules/", import.meta.url);
if (process.platform !== "win32") {
  const platforms = new URL("@deno/", modules);
  for (const platform of readdirSync(platforms)) {
    try {
      chmodSync(new URL(`${platform}/deno`, platforms), 0o755);
    } catch {
      // Not ours to change; the server says so where the binary cannot be started.
    }
  }
}
await import(new URL("mcp-code-execution/dist/main.js", modules).href);
