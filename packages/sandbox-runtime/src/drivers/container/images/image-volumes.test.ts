import { describe, expect, it } from "vitest";
import { foldersToCover } from "./image-volumes.ts";

const fold = (...volumes: string[]): string[] => foldersToCover({ name: "an-image", volumes });

describe("the volumes of an image", () => {
  it("are named as engines name them, however they are written", () => {
    expect(fold("/data", "/data/", "//etc/../tmp", "/a/./b//c/", "/workspace/../opt")).toEqual([
      "/data",
      "/data",
      "/tmp",
      "/a/b/c",
      "/opt",
    ]);
  });

  it.each([
    ["/", "/workspace/..", "//", "/..", "", "."],
    ["data", "../data", "./data"],
    ["/proc", "/proc/x", "/x/../proc/sys", "/sys/fs/cgroup", "/dev", "/dev/shm", "//dev/"],
    ["/a,b", "/a:b", "/a:rw", "/a\nb", "/a\0b", "/a\\b"],
  ])("that cannot be covered are refused by name: %j", (...volumes) => {
    for (const volume of volumes) {
      expect(() => fold("/data", volume)).toThrow(
        `The image an-image declares a volume at ${JSON.stringify(volume)}, which cannot be covered`,
      );
    }
  });
});
