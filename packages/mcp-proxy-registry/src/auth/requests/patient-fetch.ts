// Node's `fetch` gives a response up whose head, or whose next piece, takes longer than five minutes. A tool may take
// longer, and so may a stream in which nothing happens. Each of our requests has a time limit of its own.

type Dispatcher = NonNullable<RequestInit["dispatcher"]>;

// Where Node keeps what carries its requests out; the first one in newer versions.
const keepers = [
  Symbol.for("undici.globalDispatcher.2"),
  Symbol.for("undici.globalDispatcher.1"),
] as const;

/** As `fetch`, but the response may take as long as it likes: only the signal ends it. */
export async function patientFetch(address: string | URL, init?: RequestInit): Promise<Response> {
  // Node looks for its dispatcher when any of the classes around `fetch` is first used.
  const headers = new Headers(init?.headers);
  const used = ownDispatcher();
  if (!used) return fetch(address, { ...init, headers });
  const patient: Pick<Dispatcher, "dispatch"> = {
    dispatch: (options, handler) =>
      used.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
  };
  return fetch(address, { ...init, headers, dispatcher: patient as Dispatcher });
}

/** The program's own, such as one that uses a proxy. */
function ownDispatcher(): Dispatcher | undefined {
  const known = globalThis as { [keeper in (typeof keepers)[number]]?: Dispatcher };
  return keepers.map((keeper) => known[keeper]).find((kept) => kept !== undefined);
}
