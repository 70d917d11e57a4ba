// The globals of Deno and of workers that the guest uses; the rest of the package is typed for Node.
declare const Deno: {
  readonly args: readonly string[];
  readonly build: { readonly os: string };
  readonly stdin: { read(into: Uint8Array): Promise<number | null> };
  readonly stdout: { writeSync(data: Uint8Array): number };
  readonly permissions: { revoke(descriptor: { name: "read" }): Promise<unknown> };
  addSignalListener(signal: "SIGUSR1", listener: () => void): void;
  memoryUsage(): { readonly rss: number };
  exit(code: number): never;
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
};

interface WorkerScope {
  addEventListener(
    type: "unhandledrejection",
    listener: (event: Event & { reason: unknown }) => void,
  ): void;
  addEventListener(type: "error", listener: (event: Event & { error: unknown }) => void): void;
}

declare const WebAssembly: {
  readonly Module: { new (bytes: Uint8Array): object; readonly prototype: object };
  readonly CompileError: new (message: string) => Error;
};
