import { readFile } from "node:fs/promises";

/** The README's blocks of JavaScript that import the package, as they stand there. */
export async function readExamples(readme: string, packageName: string): Promise<string[]> {
  const blocks = [...(await readFile(readme, "utf8")).matchAll(/^```js\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, code]) => code ?? "").filter((code) => code.includes(`"${packageName}"`));
}
