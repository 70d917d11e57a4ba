import { expect } from "vitest";
import type { BatteryCase } from "../battery.ts";

const ended = "sandbox-crashed";

export const fileCases: readonly BatteryCase[] = [
  {
    id: "2.another-session",
    name: "files that another session wrote",
    protection: "each session is a sandbox with folders of its own, in memory",
    checked: "nothing to take away: there is no folder that two sandboxes could share",
    async attack({ attempt, runtime }) {
      await runtime.run(
        "for f in '/tmp', '/workspace': open(f + '/secret', 'w').write('of the bystander')",
        { session: "bystander" },
      );
      const seen = await attempt(`
import os
found = []
for folder, folders, files in os.walk('/'):
    if folder in ('/proc', '/sys'): folders.clear()
    if 'secret' in files and folder in ('/tmp', '/workspace'): found.append(folder)
found`);
      expect(seen.value).toBe("[]");
    },
  },
  {
    id: "2.next-session",
    name: "modules planted for the next sandbox to import",
    protection: "no sandbox starts with files of another, and the kernel writes none",
    checked: "nothing to take away: there is no folder that two sandboxes could share",
    async attack({ attempt }) {
      const planted = await attempt(`
import os, sys
for folder in {os.getcwd(), '/tmp', *sys.path}:
    for name in 'json.py', 'sitecustomize.py', 'usercustomize.py', 'asyncio.py', 'evil.pth':
        try: open(os.path.join(folder, name), 'w').write('import builtins; builtins.planted = True')
        except OSError: pass
print(os.path.exists('/workspace/json.py'), flush=True)
os._exit(0)`);
      expect(planted).toMatchObject({ status: ended, output: "True\n" });
      const next = await attempt(`
import builtins, json, os
hasattr(builtins, 'planted'), os.path.exists('/workspace/json.py'), os.path.exists('/tmp/json.py'), json.dumps(1)`);
      expect(next.value).toBe("(False, False, False, '1')");
      expect(next.notices).toContain("gone");
    },
  },
  {
    id: "7.patched-builtins",
    name: "builtins and modules patched to outlive the session",
    protection: "a new session is a new interpreter",
    checked: "nothing to take away: no interpreter serves two sessions",
    async attack({ attempt }) {
      await attempt(`
import builtins, json, os
builtins.len = lambda value: 'patched'
json.dumps = lambda value, **rest: 'patched'
os._exit(0)`);
      expect((await attempt("len('abc'), json.dumps(1)")).value).toBe("(3, '1')");
    },
  },
];
