import type { EngineSearch } from "./engine.ts";

/** A place where an engine may answer. */
export interface EnginePlace {
  /** What led to it, for messages: `DOCKER_HOST`, `context "colima"`. */
  origin: string;
  /** As `connectEngine` takes it. */
  address: string;
}

export interface EnginePlaces {
  places: readonly EnginePlace[];
  /** The user named this engine: if it does not answer, no other is used instead. */
  final?: boolean;
  /** Why there is no place to try, as part of a sentence. */
  remark?: string;
}

/** One way of knowing where an engine is. It looks, and changes nothing. */
export type FindPlaces = (search: EngineSearch) => EnginePlaces | Promise<EnginePlaces>;
