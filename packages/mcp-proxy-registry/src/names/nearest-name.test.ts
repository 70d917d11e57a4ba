import { expect, it } from "vitest";
import { nearestNames } from "./nearest-name.ts";

const names = [
  "create_issue",
  "create_pull_request",
  "get-sum",
  "listEvents",
  "search",
  "read_file",
];

it.each([
  ["creat_issue", ["create_issue"]],
  ["issue_create", ["create_issue"]],
  ["raed_file", ["read_file"]],
  ["getSum", ["get-sum"]],
  ["list_events", ["listEvents"]],
  ["Search", ["search"]],
  ["create_pr", ["create_issue"]],
])("%s is nearest to %j", (wrong, expected) => {
  expect(nearestNames(wrong, names, 1)).toEqual(expected);
});

it("suggests nothing where nothing is like it", () => {
  expect(nearestNames("zzz", names)).toEqual([]);
  expect(nearestNames("", names)).toEqual([]);
  expect(nearestNames("?!", ["?!?"])).toEqual([]);
});

it("gives at most as many as asked for, best first", () => {
  expect(nearestNames("create_issues", names, 2)[0]).toBe("create_issue");
  expect(nearestNames("create", ["create_a", "create_b", "create_c", "create_d"])).toHaveLength(3);
});
