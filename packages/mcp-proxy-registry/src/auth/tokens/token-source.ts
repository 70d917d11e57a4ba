/** The login that a server requires, from the `WWW-Authenticate` header of a refusal. */
export interface Challenge {
  scope?: string | undefined;
  resourceMetadataUrl?: URL | undefined;
}

/** Where the access tokens for one server come from. */
export interface TokenSource {
  /** The token to send, if there is one. An expired token is replaced first. */
  current(): Promise<string | undefined>;
  /** A new token in place of the one refused with 401, if that is possible without a person. */
  replace(refused: string | undefined, challenge: Challenge): Promise<string | undefined>;
  /** A new token in place of one with too few scopes (403), if that is possible without a person. */
  extend(refused: string | undefined, challenge: Challenge): Promise<string | undefined>;
  /** Called if the server refused a new token at once: it must not be replaced again. */
  giveUp(refused: string): void;
  /** The error for the caller when nothing is left to try after this status. */
  refusal(status: 401 | 403): Promise<Error>;
}
