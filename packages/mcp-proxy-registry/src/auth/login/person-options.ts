/** How the person who logs in is reached. */
export interface PersonOptions {
  /** Called with the address of the login page; failing to open a browser is not an error. */
  openBrowser?(url: string): unknown;
  /**
   * Given the same address, to show it to the person, and the host that gets what is allowed there, where that is
   * another than the page's: the server chose both, and the person knows which of them they trust.
   */
  onUrl?(url: string, receiver?: string): void;
  /**
   * For a browser on another machine: resolves with the final address, copied by the person. Called again if the result
   * is not such an address; the signal ends it.
   */
  pastedUrl?(signal: AbortSignal): Promise<string>;
}
