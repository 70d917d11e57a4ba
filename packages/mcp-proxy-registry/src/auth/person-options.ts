/** The ways to the person who logs in. */
export interface PersonOptions {
  /** Given the address of the page to log in on; a browser that cannot be opened is no error. */
  openBrowser?(url: string): unknown;
  /**
   * Given the same address, to show it to the person, and the host that gets what is allowed there, where that is
   * another than the page's: the server chose both, and the person knows which of them they trust.
   */
  onUrl?(url: string, receiver?: string): void;
  /**
   * For a browser on another machine: resolves with the address it was sent to at the end, as the person copied it.
   * It is asked again while what it gives is no such address, and its signal ends it.
   */
  pastedUrl?(signal: AbortSignal): Promise<string>;
}
