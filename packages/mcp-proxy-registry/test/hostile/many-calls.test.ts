// Thousands of calls that end, or go on, because of one thing: others are to be heard between them.
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { type CancelSignal, CancelSource } from "../../src/cancelling/cancel-signal.ts";
import { createRegistry } from "../../src/registry.ts";
import type { Registry } from "../../src/registry-types.ts";
import type { ServerDefinition } from "../../src/servers/server-definition.ts";
import { fixture, processOf } from "../test-servers.ts";
import { hostile } from "./hostile-case.ts";

const calls = 1_000;

interface WaitingCalls {
  registry: Registry;
  cancel(): void;
}

interface Way {
  definition?: Partial<ServerDefinition>;
  /** Whether the server is up before it is called. */
  cold?: boolean;
  /** What ends the calls, or lets them go on; else their time does. */
  end?(calls: WaitingCalls): void | Promise<unknown>;
}

const ways: Record<string, Way> = {
  "their time is up": { definition: { timeoutMs: 1_500 } },
  "they are cancelled": { end: ({ cancel }) => cancel() },
  "their server is withdrawn": { end: ({ registry }) => registry.setServers({}) },
  "their server is gone": {
    end: async ({ registry }) => process.kill((await processOf(registry, "one")).pid, "SIGKILL"),
  },
  "they are cancelled while one of them has its turn": {
    definition: { maxConcurrentCalls: 1 },
    end: ({ cancel }) => cancel(),
  },
  "they are cancelled while their server starts": {
    cold: true,
    definition: fixture("silent-server"),
    end: ({ cancel }) => cancel(),
  },
  "their server does not start": {
    cold: true,
    definition: { ...fixture("silent-server"), startupTimeoutMs: 500 },
  },
};

it.each(Object.entries(ways))(
  "[4.many-calls] a thousand calls end because %s",
  {
    timeout: 60_000,
    ...hostile({
      id: "4.many-calls",
      name: "a thousand calls that end at the same moment",
      protection: "what is done for each of them is done in turns of the host's event loop",
      checked: "mutation",
    }),
  },
  async (_, { definition, cold, end }) => {
    const one = { ...fixture("troublesome-server"), ...definition } as ServerDefinition;
    await using registry = createRegistry({ one });
    if (!cold) await registry.listTools("one");
    const sources = Array.from({ length: calls }, () => new CancelSource());
    const most = mostInTurn();
    const ends = sources.map((signal) =>
      hang(registry, signal).catch((error: { code: string }) => {
        most.count();
        return error.code;
      }),
    );
    if (end) {
      await delay(500);
      const cancel = (): void => {
        for (const source of sources) source.abort("cancelled");
      };
      await end({ registry, cancel });
    }
    const codes = new Set(await Promise.all(ends));
    most.stop();
    expect(codes.size).toBe(1);
    expect(most.value).toBeLessThan(200);
  },
);

function hang(registry: Registry, signal: CancelSignal): Promise<unknown> {
  return registry.callTool("one", "hang", {}, { signal });
}

/** How many were counted, at most, in one turn of the event loop. */
function mostInTurn(): { value: number; count(): void; stop(): void } {
  let counted = 0;
  let next = setImmediate(each);
  function each(): void {
    counted = 0;
    next = setImmediate(each);
  }
  return {
    value: 0,
    count() {
      counted += 1;
      this.value = Math.max(this.value, counted);
    },
    stop: () => clearImmediate(next),
  };
}
