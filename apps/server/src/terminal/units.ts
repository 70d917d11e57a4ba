/** `850 ms`, `2.4 s`, `3 min`, `5 h`, `2 days`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const minutes = seconds / 60;
  if (minutes < 60) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}

/** `512 MiB`. */
export function byteSize(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
