import type { EngineFacts } from "../engines/engine-facts.ts";

/** A sandbox that is running in a container, started by this or another process of this machine. */
export interface RunningSandbox {
  /** The container's id; twelve characters of it are enough to name it. */
  id: string;
  engine: EngineFacts["name"];
  image: string;
  /** Process id of the host that uses it. */
  ownerPid: number;
  startedAt: Date;
  /** Undefined if the engine does not report it. */
  memoryBytes?: number | undefined;
}
