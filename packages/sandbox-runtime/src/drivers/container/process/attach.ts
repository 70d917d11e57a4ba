import type { Duplex } from "node:stream";
import type Docker from "dockerode";

/**
 * The container's stdin, stdout and stderr as one connection. Not dockerode's own `attach`: it sends its options as the
 * request's body as well, which Podman passes on to the container's stdin. An empty `file` makes the body empty.
 */
export async function attach(
  { modem }: Docker,
  id: string,
  abortSignal: AbortSignal,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        path: `/containers/${id}/attach?`,
        method: "POST",
        isStream: true,
        hijack: true,
        abortSignal,
        file: Buffer.alloc(0),
        options: { stream: true, stdin: true, stdout: true, stderr: true },
        statusCodes: { 200: true, 404: "no such container", 500: "server error" },
      },
      (error: unknown, stream: unknown) => (error ? reject(error) : resolve(stream as Duplex)),
    );
  });
}
