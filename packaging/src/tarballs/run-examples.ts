import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../run-process.ts";
import { readExamples } from "./read-examples.ts";

/** A program that serves over stdio never ends by itself. */
export const serves = (code: string): boolean => code.includes("StdioServerTransport");

/** Runs the examples of the README of a package that is installed in `folder`. Resolves with what each printed. */
export async function runExamples(
  folder: string,
  name: string,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const readme = join(folder, "node_modules", name, "README.md");
  const programs = (await readExamples(readme, name)).filter((code) => !serves(code));
  const printed: string[] = [];
  for (const [index, code] of programs.entries()) {
    const file = join(folder, `example-${index}.js`);
    await writeFile(file, code);
    printed.push(await runProcess("node", [file], { cwd: folder, environment }));
  }
  return printed;
}
