/** Something worth a line in a log. Secrets of the server's definition are masked. */
export interface LogEvent {
  server: string;
  level: "debug" | "info" | "warning" | "error";
  message: string;
}
