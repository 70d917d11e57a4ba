// Empties the dist/ of the package it is started in, so that nothing is published that has no source any more.
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
