import type { StartedProgram } from "./started-programs.ts";

export const ownPackage: string = "mcp-code-execution";
// The Python program that reads the same files: each would start the other recursively.
const pythonPackage = "mcp-server-code-execution-mode";
const name = `(?:${ownPackage}|${pythonPackage})`;
const version = String.raw`v?\d+\.\d[\w.+-]*?`;
const ending = String.raw`(?:\.bundle)?(?:\.min)?(?:\.(?:[cm]?[jt]s|py|pyz|exe|cmd|bat|ps1|tgz|tar\.gz|mcpb|dxt))?`;

// A command, a file, or a package specifier with its version, range or extras.
const named = new RegExp(
  String.raw`^${name}(?:[-.]${version})?(?:\.git|${ending})(?:(?:@|==|>=|~=|\[).*)?$`,
  "i",
);
const npmSpecifier = new RegExp(`^(?:.*@)?npm:${name}(?:@[^/]*)?(?:/.*)?$`, "i");
const imageReference = new RegExp(String.raw`^(?:[\w.:-]+/)?elusznik/${name}(?:[:@].*)?$`, "i");
// A package nested in ours is another program.
const packageFolder = new RegExp(`/node_modules/${name}/(?!.*node_modules/)`, "i");
const desktopExtension = new RegExp(
  `/Claude Extensions/(?:[^/]*[^a-z0-9/])?${name}(?:[-@.]${version})?/`,
  "i",
);

/** Whether a program bears our name, or that of our Python counterpart. */
export function isNamedLikeUs({ kind, name: written }: StartedProgram): boolean {
  if (kind === "image") return imageReference.test(written);
  if (kind === "python-module") return named.test(withHyphens(written.replace(/\..*$/, "")));
  if (npmSpecifier.test(written)) return true;
  // A scoped package of that name is a different program.
  if (written.startsWith("@")) return false;
  const path = written.replace(/#.*$/, "").replace(/[/\\]+$/, "");
  return named.test(withHyphens(path.replace(/^.*[/\\]/s, "")));
}

/** Whether a path lies where package managers and Claude Desktop install us. */
export function isInstalledLikeUs(path: string): boolean {
  const slashed = path.replaceAll("\\", "/");
  return packageFolder.test(slashed) || desktopExtension.test(slashed);
}

function withHyphens(text: string): string {
  return text.replaceAll("_", "-");
}
