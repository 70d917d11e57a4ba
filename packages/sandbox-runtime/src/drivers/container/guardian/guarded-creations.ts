import { type Guardian, type GuardianTask, startGuardian } from "./start-guardian.ts";

/** Containers being created, by name: from the request until its result is known. */
export interface Creations {
  begin(name: string): void;
  end(name: string): void;
}

/** Those of one host, which the guardian knows as well. */
export interface GuardedCreations extends Creations {
  /** Starts a guardian, in place of the one before. */
  guard(task: GuardianTask): void;
  /** The host ends in good order. */
  dismiss(): void;
}

export function createGuardedCreations(): GuardedCreations {
  let guardian: Guardian | undefined;
  const asked = new Set<string>();
  return {
    begin(name) {
      asked.add(name);
      guardian?.creating(name);
    },
    end(name) {
      if (asked.delete(name)) guardian?.created(name);
    },
    guard(task) {
      guardian?.dismiss();
      guardian = startGuardian(task);
      for (const name of asked) guardian.creating(name);
    },
    dismiss() {
      guardian?.dismiss(asked);
    },
  };
}
