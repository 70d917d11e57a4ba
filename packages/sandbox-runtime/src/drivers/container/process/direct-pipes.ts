// Opens the pipes that a container's first process offers. Frames then go from process to process: through the engine,
// each would be copied by two more processes in each direction. Where the system does not let this process open them,
// or the container runs on another machine or in a virtual one, frames keep going through the engine.
import { close, constants, open, readlink } from "node:fs";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { z } from "zod";
import type { OfferedPipe, PipesOffer } from "../../../protocol/sandbox-frames.ts";
import type { DirectPipes } from "../../driver.ts";
import { askEngine } from "../engines/ask-engine.ts";
import type { Engine } from "../engines/engine.ts";
import { getFromEngine } from "../engines/get-from-engine.ts";

const inspectMs = 2_000;
const containerReply = z.object({ State: z.object({ Pid: z.int().positive() }) });

/** O_PATH, which Node does not name. Its number is that of x86_64 and aarch64, the only machines with sandboxes. */
const onlyHeld = 0o10000000;

/** Engines whose containers belong to a user whose processes this one may not look into. */
const forbidden = new WeakSet<Engine>();

/** Whether the processes of the engine's containers may be visible in this machine's /proc. */
export function mayOpenPipes(engine: Engine): boolean {
  const isHere = process.platform === "linux" && engine.address.startsWith("unix:");
  return isHere && !forbidden.has(engine);
}

/** The id of a running container's first process, as this machine counts it. */
export async function firstProcess(engine: Engine, id: string): Promise<number> {
  const details = await askEngine(inspectMs, (signal) =>
    getFromEngine(engine.client, `/containers/${id}/json`, signal),
  );
  return containerReply.parse(details).State.Pid;
}

/** Opens both pipes; undefined if that is not possible. */
export async function openPipes(
  engine: Engine,
  pid: Promise<number>,
  offer: PipesOffer,
): Promise<DirectPipes | undefined> {
  try {
    return await openOffered(await pid, offer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") forbidden.add(engine);
    return undefined;
  }
}

/** Throws if the process has no such pipes, or this process may not open them. */
export async function openOffered(
  pid: number,
  { toSandbox, fromSandbox }: Pick<PipesOffer, "toSandbox" | "fromSandbox">,
): Promise<DirectPipes> {
  const input = await openPipe(pid, toSandbox, constants.O_WRONLY);
  try {
    const output = await openPipe(pid, fromSandbox, constants.O_RDONLY);
    return {
      toSandbox: new Socket({ fd: input, readable: false, writable: true }),
      fromSandbox: new Socket({ fd: output, readable: true, writable: false }),
    };
  } catch (error) {
    await promisify(close)(input);
    throw error;
  }
}

/**
 * The process might not be the container's, and the descriptor not a pipe, or no longer the same: the opening of a
 * terminal would have effects. So it is only held first, which has none; and what is held is looked at, and then opened.
 * Only the container's process knows the inode of its own pipe.
 */
async function openPipe(
  pid: number,
  { descriptor, inode }: OfferedPipe,
  mode: number,
): Promise<number> {
  const path = `/proc/${pid}/fd/${descriptor}`;
  const held = await promisify(open)(path, onlyHeld);
  try {
    const own = `/proc/self/fd/${held}`;
    const found = await promisify(readlink)(own);
    if (found !== `pipe:[${inode}]`) throw new Error(`${path} is ${found}`);
    return await promisify(open)(own, mode | constants.O_NONBLOCK);
  } finally {
    await promisify(close)(held);
  }
}
