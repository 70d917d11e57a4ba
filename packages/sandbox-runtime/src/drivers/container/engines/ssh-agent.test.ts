import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { connectEngine, disconnectEngine } from "./connect-engine.ts";
import { sshArguments } from "./ssh-agent.ts";

describe("the command line of ssh", () => {
  it("names user, port and host, and has docker carry the connection on", () => {
    expect(sshArguments("docker", new URL("ssh://me@box:2222"))).toEqual([
      "-T",
      "-oBatchMode=yes",
      "-l",
      "me",
      "-p",
      "2222",
      "--",
      "box",
      "docker system dial-stdio",
    ]);
  });

  it("names the socket there, which the shell there must not read as anything else", () => {
    const url = new URL("ssh://box/run/it%27s;%20rm/podman.sock");
    expect(sshArguments("podman", url).at(-1)).toBe(
      `podman --url 'unix:///run/it'\\''s; rm/podman.sock' system dial-stdio`,
    );
    expect(sshArguments("docker", new URL("ssh://box/d.sock")).at(-1)).toBe(
      "docker --host 'unix:///d.sock' system dial-stdio",
    );
  });

  it("names the key, and asks for no host key at a machine of this computer only", () => {
    const near = sshArguments(
      "podman",
      new URL("ssh://core@127.0.0.1:5/p?identity=/k&machine=yes"),
    );
    expect(near).toEqual(expect.arrayContaining(["-i", "/k", "-oStrictHostKeyChecking=no"]));
    const far = sshArguments("podman", new URL("ssh://core@box:5/p?machine=yes"));
    expect(far).not.toContain("-oStrictHostKeyChecking=no");
  });

  it("takes no host for an option", () => {
    const words = sshArguments("docker", new URL("ssh://-oProxyCommand=evil/"));
    expect(words.slice(-3, -1)).toEqual(["--", "-oProxyCommand=evil"]);
  });
});

const hasSsh = spawnSync("ssh", ["-V"]).status === 0;
if (!hasSsh) console.error("SKIPPED: what ssh says, since there is no ssh here.");

it.skipIf(!hasSsh)("reports what ssh has to say", async () => {
  const client = await connectEngine("docker", "ssh://me@127.0.0.1:1");
  await expect(client.ping()).rejects.toThrow(/127\.0\.0\.1 port 1: Connection refused/);
  disconnectEngine(client);
});
