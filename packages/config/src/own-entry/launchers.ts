/** How to find the program that a launcher's command line starts. */
export interface Launcher {
  /** The kind of its first operand. `command`: another command line. `shell`: text that contains one. */
  starts: "package" | "script" | "image" | "command" | "shell";
  /** Words before the operand that choose what to do, such as `dlx` or `run`. */
  verbs?: readonly string[];
  /** Options whose value is the next word. */
  valued?: readonly string[];
  /** Options without a value, if all others have one. */
  flags?: readonly string[];
  /** Options whose value is a shell's text. */
  scripts?: readonly string[];
  /** Options whose value is the name of a Python module to run. */
  modules?: readonly string[];
}

const npm: Launcher = {
  starts: "package",
  valued: words(
    "-p --package -c --call -w --workspace --registry --cache --prefix -C --userconfig " +
      "--loglevel --script-shell --node-options --dir --filter -F --cwd",
  ),
  scripts: ["-c", "--call"],
};

const uv: Launcher = {
  starts: "package",
  valued: words(
    "--from --with --with-editable --with-requirements -p --python --directory --project " +
      "--index --default-index --index-url -i --extra-index-url --extra --group --env-file " +
      "-c --constraints --cache-dir --config-file --spec --pip-args",
  ),
};

const node: Launcher = {
  starts: "script",
  verbs: ["run", "watch", "x"],
  valued: words(
    "-r --require --import --loader --experimental-loader -C --conditions --env-file " +
      "--preload --tsconfig --cwd --config -c",
  ),
};

const python: Launcher = { starts: "script", valued: words("-W -X"), modules: ["-m"] };

const containerEngine: Launcher = {
  starts: "image",
  verbs: ["container", "run"],
  flags: words(
    "-i --interactive -t --tty -d --detach -P --publish-all -q --quiet --rm --rmi --init " +
      "--privileged --read-only --no-healthcheck --no-hosts --oom-kill-disable --sig-proxy " +
      "--disable-content-trust --replace --tls-verify --env-host --http-proxy -D --debug " +
      "--tls --tlsverify -r --remote",
  ),
};

const wrapper: Launcher = { starts: "command" };
const shell: Launcher = { starts: "shell" };

const launchers: Readonly<Record<string, Launcher>> = {
  npx: npm,
  pnpx: npm,
  bunx: npm,
  npm: { ...npm, verbs: ["exec", "x"] },
  pnpm: { ...npm, verbs: ["dlx", "exec"] },
  yarn: { ...npm, verbs: ["dlx", "exec", "run"] },
  uvx: uv,
  uv: { ...uv, verbs: ["tool", "run"] },
  pipx: { ...uv, verbs: ["run"] },
  node,
  nodejs: node,
  electron: node,
  tsx: node,
  "ts-node": node,
  bun: node,
  deno: node,
  python,
  pypy: python,
  py: python,
  docker: containerEngine,
  podman: containerEngine,
  nerdctl: containerEngine,
  ...all(words("sh bash zsh dash ksh fish cmd powershell pwsh"), shell),
  ...all(
    words(
      "env exec sudo doas nice nohup time timeout stdbuf caffeinate arch volta nvm fnm mise asdf " +
        "corepack direnv nix wsl winpty start dotenv dotenvx op doppler infisical aws-vault " +
        "flatpak-spawn firejail systemd-run",
    ),
    wrapper,
  ),
};

/** The launcher that a command's first word names, however its path and ending are written. */
export function launcherNamed(word: string): Launcher | undefined {
  // A scoped package is a different program, whatever its name.
  if (word.startsWith("@")) return undefined;
  const name = (word.split(/[/\\]/).at(-1) ?? "")
    .toLowerCase()
    .replace(/@[^@]*$/, "")
    .replace(/\.(?:exe|cmd|bat|ps1|[cm]?js)$/, "")
    .replace(/-cli$/, "")
    .replace(/^(python|pypy)[\d.]+$/, "$1");
  return Object.hasOwn(launchers, name) ? launchers[name] : undefined;
}

function words(line: string): string[] {
  return line.split(" ");
}

function all(names: readonly string[], launcher: Launcher): Record<string, Launcher> {
  return Object.fromEntries(names.map((name) => [name, launcher]));
}
