// Puts what `dist/main.js` needs into few files, since a start that reads hundreds of them takes three times as long:
// main.js and, beside it, program-*.js, which are loaded as far as they are needed.
import { writeFileSync } from "node:fs";
import { build } from "rolldown";
import { licencesOf } from "./licences.mjs";

/**
 * The SDK's server checks answers to forms of its own with Ajv, which takes a seventh of a start to load and to set up.
 * Ours has no such forms: it hands on those of others, and reads the answers to its own by itself.
 */
const withoutFormCheck = {
  name: "without-form-check",
  resolveId: {
    filter: { id: /\/validation\/ajv-provider\.js$/ },
    handler: (_, importer) =>
      /[/\\]sdk[/\\].*[/\\]server[/\\]index\.js$/.test(importer ?? "") ? formCheck : undefined,
  },
  load: {
    filter: { id: /form-check$/ },
    handler: () =>
      'export class AjvJsonSchemaValidator { getValidator() { throw new Error("This program holds no validator of forms."); } }',
  },
};
const formCheck = "\0form-check";

const { output } = await build({
  input: { main: "dist/main.js" },
  platform: "node",
  // The sandbox starts files that lie in its own package; the completion's package has no licence text to take along.
  external: ["@mcp-code-execution/sandbox-runtime", /^@bomb\.sh\/tab/],
  // jsonc-parser's other form loads its parts in a way that no bundler follows.
  plugins: [withoutFormCheck],
  resolve: { mainFields: ["module", "main"] },
  // With the hash, a program that runs while it is replaced never loads a part of another version.
  output: { dir: "dist", chunkFileNames: "program-[name]-[hash].js" },
  logLevel: "warn",
});
const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licencesOf(modules));
