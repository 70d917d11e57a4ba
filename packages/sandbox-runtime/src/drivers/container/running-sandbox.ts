import type { EngineFacts } from "./engine-facts.ts";

/** A sandbox that runs in a container now, started by this or another process of this machine. */
export interface RunningSandbox {
  /** The container's id; twelve characters of it are enough to name it. */
  id: string;
  engine: EngineFacts["name"];
  image: string;
  /** Process id of the host that uses it. */
  ownerPid: number;
  startedAt: Date;
  /** Undefined where the engine cannot tell. */
  memoryBytes?: number | undefined;
}
