import { describe, expect, it } from "vitest";
import { createOwner, isAbandoned, isOfThisMachine, sandboxLabels, type Owner } from "./owner.ts";
import { thisMachine } from "./this-machine.ts";

const noProcess = 4_194_303;
const isTold = (await thisMachine()) !== undefined;

const abandoned = async (over: Partial<Owner>): Promise<boolean> =>
  isAbandoned(sandboxLabels({ ...(await createOwner()), ...over }, "sandbox"));

describe("a container", () => {
  it("is its owner's alone, though others of the process have its machine and process id", async () => {
    const [one, other] = [await createOwner(), await createOwner()];
    expect(other).toEqual({ ...one, id: expect.not.stringMatching(one.id) });
  });

  it.runIf(isTold)(
    "is abandoned where its process is gone, or its number is another's",
    async () => {
      expect(await abandoned({ pid: noProcess })).toBe(true);
      expect(await abandoned({})).toBe(false);
      if (process.platform === "win32") return;
      expect(await abandoned({ started: "at another time" })).toBe(true);
      // Whoever was not told when it started itself is alive all the same.
      expect(await abandoned({ started: "" })).toBe(false);
    },
  );

  it("is not where its machine is another, of the same name or of none that can be told", async () => {
    const { host } = await createOwner();
    const [name = ""] = host.split(" ");
    for (const other of [name, `${host} `, `${name} 0`, ""]) {
      expect(await abandoned({ host: other, pid: noProcess })).toBe(false);
      expect(
        await isOfThisMachine(sandboxLabels({ ...(await createOwner()), host: other }, "sandbox")),
      ).toBe(false);
    }
    expect(await isAbandoned({})).toBe(false);
  });
});
