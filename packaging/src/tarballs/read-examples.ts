import { readFile } from "node:fs/promises";

/** The README's blocks of JavaScript, or of other languages, that import the package, as they stand there. */
export async function readExamples(
  readme: string,
  packageName: string,
  languages = "js",
): Promise<string[]> {
  const block = new RegExp(`^\`\`\`(?:${languages})\n([\\s\\S]*?)^\`\`\`$`, "gm");
  const blocks = [...(await readFile(readme, "utf8")).matchAll(block)];
  return blocks.map(([, code]) => code ?? "").filter((code) => code.includes(`"${packageName}"`));
}
