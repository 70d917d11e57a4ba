import { describe, expect, it } from "vitest";
import { explainFailure } from "./explain-failure.ts";
import { noEngine } from "./no-engine.ts";

const denied = { origin: "/var/run/docker.sock", reason: explainFailure({ code: "EACCES" }) };
const missing = ["/a.sock", "/b.sock"].map((origin) => ({
  origin,
  reason: explainFailure({ code: "ENOENT" }),
}));

describe("the message where no engine answers", () => {
  it("lists what was tried, with what failed alike together", () => {
    const failures = [{ reason: "DOCKER_HOST is not set" }, denied, ...missing];
    expect(noEngine("docker", "linux", failures, false).message).toContain(
      "No Docker engine answers (DOCKER_HOST is not set; /var/run/docker.sock: permission denied; " +
        "/a.sock, /b.sock: no such file).",
    );
  });

  it("says how to get the right to use Docker's socket", () => {
    const { message } = noEngine("docker", "linux", [denied, ...missing], false);
    expect(message).toContain("sudo usermod -aG docker $USER");
    expect(message).toContain("https://docs.docker.com/engine/security/rootless/");
  });

  it.each([
    ["docker", "linux", "sudo systemctl start docker"],
    ["docker", "darwin", "Start Docker Desktop"],
    ["docker", "win32", "Start Docker Desktop"],
    ["podman", "linux", "systemctl --user start podman.socket"],
    ["podman", "linux", "podman system migrate"],
    ["podman", "darwin", "podman machine start"],
    ["podman", "win32", "podman machine start"],
  ] as const)("says what starts %s on %s", (name, platform, advice) => {
    const { code, message } = noEngine(name, platform, missing, false);
    expect(code).toBe("runtime-unavailable");
    expect(message).toContain(advice);
    expect(message).toContain("MCP_BRIDGE_RUNTIME=embedded");
  });

  it("does not offer another address where the environment names one", () => {
    expect(noEngine("podman", "linux", missing, false).message).toContain("set CONTAINER_HOST");
    expect(noEngine("podman", "linux", missing, true).message).not.toContain("set CONTAINER_HOST");
  });
});
