// The kernel and the image's Dockerfile travel with the package: the build puts copies beside the compiled files.
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(new URL("../dist/python/", import.meta.url));
rmSync(target, { recursive: true, force: true });
cpSync(fileURLToPath(new URL("../../../sandbox/python/", import.meta.url)), target, {
  recursive: true,
  filter: (path) => !path.includes("__pycache__"),
});

cpSync(
  fileURLToPath(new URL("../../../sandbox/Dockerfile", import.meta.url)),
  fileURLToPath(new URL("../dist/Dockerfile", import.meta.url)),
);
