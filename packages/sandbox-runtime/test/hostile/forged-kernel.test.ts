// What later sandboxes of an image load comes from one that has not run any code yet, and only if it was asked.
import { describe, expect, it } from "vitest";
import { end } from "./forged-frames.ts";
import { withForged } from "./forged-sandbox.ts";
import { hostile } from "./hostile-case.ts";

const compiled = (code: string): string => `{"type":"kernel-compiled","code":"${code}"}\n`;
const ready = '{"type":"ready","python":"3.13.0"}\n';

const forged = {
  id: "5.forged-kernel",
  name: "a compiled kernel for later sandboxes of the image",
  protection:
    "the host takes it once, before the sandbox is ready, and only if it has asked for it",
  checked: "mutation",
} as const;

describe(`[${forged.id}] ${forged.name}`, () => {
  it.each([
    ["that was not asked for", undefined, compiled("AAAA") + ready],
    ["that is a second one", "an-image", compiled("AAAA") + compiled("BBBB") + ready],
    [
      "after it is ready, in the same piece",
      "an-image",
      compiled("AAAA") + ready + compiled("BBBB"),
    ],
    ["that is no base64", "an-image", compiled("A") + ready],
  ])("%s ends the sandbox", hostile("host", forged), (_, image, beginning) =>
    withForged(async ({ fake, run }) => {
      Object.assign(fake, { image, beginning });
      await run((id) => fake.sayFrame(end(id))).then(
        () => expect(fake.kills()).toBe(1),
        (error: unknown) => expect(String(error)).toContain("broke the protocol"),
      );
    }),
  );

  it("is taken from the first one, and given to the next", () =>
    withForged(async ({ fake, run, runtime }) => {
      Object.assign(fake, { image: "an-image", beginning: compiled("AAAA") + ready });
      expect((await run((id) => fake.sayFrame(end(id)))).status).toBe("ok");
      expect(fake.started()).toMatchObject({ compile: true });
      await runtime.session().close();
      fake.beginning = ready;
      expect((await run((id) => fake.sayFrame(end(id)))).status).toBe("ok");
      expect(fake.started()).toMatchObject({ compiled: "AAAA" });
      await runtime.session().close();
      Object.assign(fake, { image: "another", beginning: compiled("BBBB") + ready });
      expect((await run((id) => fake.sayFrame(end(id)))).status).toBe("ok");
      expect(fake.started()).toMatchObject({ compile: true });
    }));
});
