/** A kind of machine that a bundle is built for. */
export interface Platform {
  name: string;
  /** As Node, npm and the manifest name them. */
  os: "linux" | "darwin" | "win32";
  cpu: "x64" | "arm64";
}

export const platforms: Platform[] = [
  { name: "darwin-arm64", os: "darwin", cpu: "arm64" },
  { name: "darwin-x64", os: "darwin", cpu: "x64" },
  { name: "win32-x64", os: "win32", cpu: "x64" },
  { name: "linux-x64", os: "linux", cpu: "x64" },
];
