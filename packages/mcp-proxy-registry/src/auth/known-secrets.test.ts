import { expect, it } from "vitest";
import { rememberSecret, rememberSecretsOf } from "./known-secrets.ts";

it("keeps what is in use, and forgets the oldest of a server that gives new tokens without end", () => {
  const secrets = new Set<string>();
  for (let number = 0; number < 1_000; number += 1) {
    rememberSecretsOf(secrets, { access_token: `token ${number}`, refresh_token: "in use" });
  }
  expect(secrets.size).toBeLessThanOrEqual(100);
  expect([...secrets]).toEqual(expect.arrayContaining(["token 999", "token%20999", "in use"]));
  expect(secrets).not.toContain("token 0");
});

it("keeps no more of long ones than the newest", () => {
  const secrets = new Set<string>();
  for (let number = 0; number < 10; number += 1) {
    rememberSecret(secrets, `${number}${"x".repeat(900_000)}`);
  }
  expect(secrets.size).toBe(1);
  expect([...secrets][0]?.[0]).toBe("9");
});
