// What stands in the guides, the workflows and the issue forms can be followed: links lead somewhere, blocks of JSON can be
// pasted, actions are pinned.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import GithubSlugger from "github-slugger";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const others = new Set(["node_modules", "dist", ".git", ".turbo"]);

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return others.has(entry.name) ? [] : filesBelow(path);
    return [path];
  });
}

const files = filesBelow(".");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const guides = files.filter((path) => path.endsWith(".md"));
const forms = files.filter((path) => /^\.github\/.*\.ya?ml$/.test(path));

const withoutCode = (text: string): string =>
  text.replaceAll(/^```[\s\S]*?^```$/gm, "").replaceAll(/`[^`\n]*`/g, (code) => code.slice(1, -1));

function anchors(path: string): string[] {
  const slugger = new GithubSlugger();
  const text = withoutCode(readFileSync(path, "utf8"));
  return [...text.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = ""]) =>
    slugger.slug(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("**", "")),
  );
}

/** The links that lead nowhere. Those to other sites are not followed. */
function dead(guide: string): string[] {
  const from = join(root, guide);
  const links = [...withoutCode(readFileSync(from, "utf8")).matchAll(/\]\(([^)\s]+)\)/g)];
  return links.flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? from : resolve(dirname(from), decodeURI(path));
    if (!existsSync(target)) return [link];
    return anchor === undefined || anchors(target).includes(anchor) ? [] : [link];
  });
}

function jsonBlocks(guide: string): string[] {
  return [...read(guide).matchAll(/^ *```json\n([\s\S]*?)^ *```$/gm)].map(([, text = ""]) => text);
}

/** A block may be one value, or one to a line as a log has them. */
function parsed(text: string): unknown {
  return /^\{.*\}\n\{/.test(text)
    ? text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown)
    : JSON.parse(text);
}

describe.each(guides)("%s", (guide) => {
  it("has links that lead somewhere, and JSON that can be pasted", () => {
    expect(dead(guide)).toEqual([]);
    for (const block of jsonBlocks(guide)) expect(() => parsed(block), block).not.toThrow();
  });
});

describe.each(forms)("%s", (form) => {
  it("is valid YAML, and its actions are pinned to a commit", () => {
    expect(parse(read(form))).toBeTypeOf("object");
    const actions = [...read(form).matchAll(/\buses: *(\S+)/g)].map(([, action]) => action);
    for (const action of actions) expect(action).toMatch(/@[0-9a-f]{40}$/);
  });
});

it("every guide of docs/ is listed in docs/README.md", () => {
  const listed = read("docs/README.md");
  const pages = guides.filter(
    (path) => /^docs\/[^/]+\.md$/.test(path) && !path.endsWith("README.md"),
  );
  for (const page of pages) expect(listed).toContain(`(${page.slice("docs/".length)})`);
});
