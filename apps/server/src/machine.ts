// Everything that depends on the platform in this package: path rules, folders, file modes, how npx is started.
import { homedir } from "node:os";
import { posix, win32 } from "node:path";

/** The facts about a machine on which paths depend. */
export interface Machine {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  homeDirectory: string;
  workingDirectory: string;
}

/** The machine that runs this code. */
export const thisMachine = (): Machine => ({
  platform: process.platform,
  environment: process.env,
  homeDirectory: homedir(),
  workingDirectory: process.cwd(),
});

/** The path rules of a platform, which need not be the one that runs this code. */
export function pathRules({ platform }: Pick<Machine, "platform">): typeof posix {
  return platform === "win32" ? win32 : posix;
}

/** The path that a setting names. Clients start this program without a shell, so the tilde is expanded here. */
export function settingPath(setting: string, machine: Machine): string {
  const paths = pathRules(machine);
  if (setting === "~" || /^~[/\\]/.test(setting)) {
    return paths.join(machine.homeDirectory, setting.slice(1));
  }
  return paths.resolve(machine.workingDirectory, setting);
}

/** The folder in which desktop applications keep a user's settings. */
export function settingsFolder(machine: Machine): string {
  return applicationFolder(machine, ["APPDATA", "Roaming"], ["XDG_CONFIG_HOME", [".config"]]);
}

/** The folder for applications' user data other than settings. */
export function dataFolder(machine: Machine): string {
  return applicationFolder(
    machine,
    ["LOCALAPPDATA", "Local"],
    ["XDG_DATA_HOME", [".local", "share"]],
  );
}

/** A folder of that name for this application's user data. */
export function ownDataFolder(name: string, machine: Machine): string {
  return pathRules(machine).join(dataFolder(machine), "mcp-code-execution", name);
}

function applicationFolder(
  { platform, environment, homeDirectory }: Machine,
  [windowsVariable, windowsFolder]: [string, string],
  [xdgVariable, xdgFolders]: [string, string[]],
): string {
  const paths = pathRules({ platform });
  if (platform === "darwin") return paths.join(homeDirectory, "Library", "Application Support");
  if (platform === "win32") {
    return environment[windowsVariable] || paths.join(homeDirectory, "AppData", windowsFolder);
  }
  // The XDG base directory specification says to ignore a value that is not absolute.
  const named = environment[xdgVariable];
  return named && paths.isAbsolute(named) ? named : paths.join(homeDirectory, ...xdgFolders);
}

/** How a client starts this program. Windows cannot start `npx` without a shell. */
export function startCommand({ platform }: Pick<Machine, "platform">): {
  command: string;
  args: string[];
} {
  const args = ["-y", "mcp-code-execution"];
  return platform === "win32"
    ? { command: "cmd", args: ["/c", "npx", ...args] }
    : { command: "npx", args };
}

/** Whether file modes control who may read a file. Windows uses access lists instead, which are left unchanged. */
export function hasFileModes({ platform }: Pick<Machine, "platform">): boolean {
  return platform !== "win32";
}
