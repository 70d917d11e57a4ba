// The suite imports `globSync` from "fs", which Node has from version 22 on, and uses it for reports only.
import fs from "node:fs";
import { register } from "node:module";

const substitute =
  'export * from "node:fs"; export { default } from "node:fs"; export const globSync = () => [];';
const hook = `export const resolve = (name, context, next) =>
  name === "fs" && context.parentURL?.includes("/conformance/")
    ? { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(substitute)}`)}, shortCircuit: true }
    : next(name, context);`;

if (!("globSync" in fs)) register(`data:text/javascript,${encodeURIComponent(hook)}`);
