// Masks a configuration file for display. Only names, and how servers are started, are shown, since clients store
// logins in the same files.
import { parseTree, type Node } from "jsonc-parser";
import type { FileChange } from "./plan.ts";

const mask = "***";
const shownKeys = new Set([
  "command",
  "args",
  "type",
  "transport",
  "cwd",
  "url",
  "httpUrl",
  "serverUrl",
  "description",
]);
const secretName = /key|token|secret|pass|auth|credential|bearer|cookie|signature|dsn|connection/i;
const plainWord = /^(?:-{0,2}[\w.@:/\\~$ {}-]{1,80}|)$/;
const secretShape =
  /\b(?:sk-|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abeprs]-|AKIA|AIza|npm_|hf_|eyJ)|(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{24,}/i;

/** The text of a configuration file with secrets masked. */
export function maskedText(
  text: string,
  { format, key }: Pick<FileChange, "format" | "key">,
): string {
  return format === "toml" ? maskedToml(text, key) : maskedJson(text, key);
}

function maskedJson(text: string, key: string): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) return text;
  const hidden: Node[] = [];
  collect(root, [], key, hidden);
  // Collected in the order of the text: clients' histories contain a hundred thousand values.
  const pieces: string[] = [];
  let shown = 0;
  for (const { offset, length } of hidden) {
    pieces.push(text.slice(shown, offset), `"${mask}"`);
    shown = offset + length;
  }
  return pieces.join("") + text.slice(shown);
}

function collect(
  node: Node,
  path: readonly (string | number)[],
  key: string,
  hidden: Node[],
): void {
  if (node.type === "object") {
    for (const { children = [] } of node.children ?? []) {
      const [name, value] = children;
      if (name && value) collect(value, [...path, String(name.value)], key, hidden);
    }
  } else if (node.type === "array") {
    let previous = "";
    for (const [index, child] of (node.children ?? []).entries()) {
      if (
        child.type === "string" &&
        isShown(path, key) &&
        isPlainArgument(String(child.value), previous)
      ) {
        previous = String(child.value);
        continue;
      }
      previous = typeof child.value === "string" ? child.value : "";
      collect(child, [...path, index, "hidden"], key, hidden);
    }
  } else if (
    node.type === "string" &&
    !(isShown(path, key) && isPlainArgument(String(node.value), ""))
  ) {
    hidden.push(node);
  }
}

/** `mcpServers.<name>.<shown key>` */
function isShown(path: readonly (string | number)[], key: string): boolean {
  return path.length === 3 && path[0] === key && shownKeys.has(String(path[2]));
}

function isPlainArgument(word: string, previous: string): boolean {
  if (previous.startsWith("-") && secretName.test(previous)) return false;
  if (/^[\w-]+=/.test(word) || word.includes("?") || /:\/\/[^/]*@/.test(word)) return false;
  return (plainWord.test(word) || /^https?:\/\/[\w.:/-]+$/.test(word)) && !secretShape.test(word);
}

/** Line by line: strings are shown on the lines of `command`, `args` and the like in the servers' tables. */
function maskedToml(text: string, key: string): string {
  let isServer = false;
  let isOpen = false;
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const header = /^\s*\[{1,2}\s*([^\]]+?)\s*\]/.exec(line)?.[1];
      if (header !== undefined && !isOpen) {
        isServer = new RegExp(`^${key}\\s*\\.\\s*(?:[\\w-]+|"[^"]*"|'[^']*')$`).test(header);
        return line;
      }
      const name = /^\s*([\w-]+)\s*=/.exec(line)?.[1];
      if (!isOpen && line.trimStart().startsWith("#")) return line;
      const shown = !isOpen && isServer && name !== undefined && shownKeys.has(name);
      // The rest of a multi-line string.
      if (isOpen) {
        if (/'''|"""/.test(line)) isOpen = false;
        return `${mask}\n`;
      }
      if ((line.match(/'''|"""/g) ?? []).length === 1) {
        isOpen = true;
        return line.replace(/('''|""")[\s\S]*$/, `$1${mask}\n`);
      }
      let previous = "";
      return line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => {
        const word = quoted.slice(1, -1);
        const isPlain = shown && isPlainArgument(word, previous);
        previous = word;
        return isPlain ? quoted : `"${mask}"`;
      });
    })
    .join("");
}
