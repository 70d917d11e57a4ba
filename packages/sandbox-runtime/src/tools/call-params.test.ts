import * as fc from "fast-check";
import { expect, it } from "vitest";
import { callParams, longestName, readCallParams } from "./call-params.ts";

const name = fc.oneof(
  fc.constantFrom("", "x".repeat(longestName), "x".repeat(longestName + 1), 1, null),
  fc.string(),
);
const args = fc.oneof(
  fc.constant({}),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}')),
  fc.jsonValue(),
);

it("gives what the schema gives, and refuses what it refuses", () => {
  const params = fc.record(
    { server: name, tool: name, arguments: args, more: fc.jsonValue() },
    {
      requiredKeys: ["server"],
    },
  );
  fc.assert(
    fc.property(params, (given) => {
      const { success, data } = callParams.safeParse(given);
      if (success) expect(readCallParams(given)).toStrictEqual(data);
      else expect(() => readCallParams(given)).toThrow(Error);
    }),
    { numRuns: 2_000 },
  );
});
