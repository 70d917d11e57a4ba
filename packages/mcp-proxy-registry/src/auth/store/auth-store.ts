/** Stores logins: one text for each server's URL. The text contains tokens and must be kept secret. */
export interface AuthStore {
  /** The text stored for the URL, or undefined. */
  read(url: string): Promise<string | undefined>;
  /** Replaces the stored text atomically. */
  write(url: string, text: string): Promise<void>;
  /** Whether there was something to remove. */
  remove(url: string): Promise<boolean>;
  /** Runs `work` while no other holder, in this process or another, does so for the same URL. */
  exclusively<T>(url: string, work: () => Promise<T>): Promise<T>;
}
