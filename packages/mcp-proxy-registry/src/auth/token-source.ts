/** What a server says of the login it wants, in the `WWW-Authenticate` header of a refusal. */
export interface Challenge {
  scope?: string | undefined;
  resourceMetadataUrl?: URL | undefined;
}

/** Where the access tokens for one server come from. */
export interface TokenSource {
  /** The token to send, if there is one. One that has run out is replaced first. */
  current(): Promise<string | undefined>;
  /** Another token than the one that the server refused with 401, if one can be had without a person. */
  replace(refused: string | undefined, challenge: Challenge): Promise<string | undefined>;
  /** Another token than the one that has too few scopes (403), if one can be had without a person. */
  extend(refused: string | undefined, challenge: Challenge): Promise<string | undefined>;
  /** Told of a new token that the server refused at once: it is not to be replaced by yet another. */
  giveUp(refused: string): void;
  /** The error for the caller when nothing is left to try after this status. */
  refusal(status: 401 | 403): Promise<Error>;
}
