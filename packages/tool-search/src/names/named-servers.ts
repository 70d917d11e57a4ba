import type { Need } from "../query/need.ts";
import type { Term } from "../words/lexicon.ts";

/** Words in server names that do not identify a server. */
const generic = new Set("mcp server api service tool client plugin connector official".split(" "));

export interface ServerName {
  /** The terms of the name. */
  terms: readonly Term[];
  /** The number of its tools. */
  size: number;
}

export interface ServerNames {
  add(server: string, name: ServerName): void;
  remove(server: string): void;
  /**
   * The servers that a query names: it contains all words of the name, and one of them rarely occurs outside of that
   * server. So `github` is a name, while `weather` is a topic of many tools. True marks servers that are named as the
   * place of the action, as in `on github`.
   */
  findIn(needs: readonly Need[]): Map<string, boolean>;
}

export function createServerNames(): ServerNames {
  const names = new Map<string, ServerName>();
  const serversOf = new Map<Term, Set<string>>();

  const isNamed = (server: string, asked: ReadonlySet<Term>): boolean => {
    const { terms, size } = names.get(server)!;
    return (
      terms.every((term) => asked.has(term)) && terms.some((term) => term.tools <= 1.5 * size + 1)
    );
  };

  return {
    add(server, { terms, size }) {
      const own = terms.filter((term) => !generic.has(term.stem));
      names.set(server, { terms: own, size });
      for (const term of own) {
        const servers = serversOf.get(term) ?? new Set();
        serversOf.set(term, servers.add(server));
      }
    },
    remove(server) {
      for (const term of names.get(server)?.terms ?? []) {
        const servers = serversOf.get(term);
        servers?.delete(server);
        if (servers?.size === 0) serversOf.delete(term);
      }
      names.delete(server);
    },
    findIn(needs) {
      const asked = new Set<Term>();
      const places = new Set<Term>();
      for (const { answers, isPlace } of needs) {
        for (const { term, by } of answers) {
          if (by === "synonym" || by === "value") continue;
          asked.add(term);
          if (isPlace) places.add(term);
        }
      }
      const named = new Map<string, boolean>();
      for (const term of asked) {
        for (const server of serversOf.get(term) ?? []) {
          if (isNamed(server, asked)) {
            named.set(server, named.get(server) === true || places.has(term));
          }
        }
      }
      return named;
    },
  };
}
