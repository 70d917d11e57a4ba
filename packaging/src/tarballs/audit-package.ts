import { runProcess } from "../run-process.ts";

/**
 * Asks npm's registry for known holes in what the lockfile of a folder names. Resolves with npm's report; rejects with
 * it where there is a hole, and with what npm said where the registry does not answer.
 */
export async function auditPackage(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return runProcess("npm", ["audit", "--omit=dev"], { cwd: folder, environment });
}
