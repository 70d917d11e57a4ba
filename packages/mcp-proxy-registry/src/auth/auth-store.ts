/**
 * Where logins are kept: one text for each server's URL. The text holds tokens and is to be kept as a secret.
 */
export interface AuthStore {
  /** What is kept for the URL, or undefined. */
  read(url: string): Promise<string | undefined>;
  /** Takes the place of what was kept, as a whole or not at all. */
  write(url: string, text: string): Promise<void>;
  /** Whether there was something to remove. */
  remove(url: string): Promise<boolean>;
  /** Runs `work` while nobody else does so for the same URL, in this process or in another. */
  exclusively<T>(url: string, work: () => Promise<T>): Promise<T>;
}
