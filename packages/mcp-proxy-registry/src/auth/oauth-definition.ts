/**
 * What a server's entry says about OAuth. None of it is needed where the authorization server registers clients by
 * itself.
 */
export interface OAuthDefinition {
  /**
   * `authorization_code`: a person logs in once. `client_credentials`: the client's own id and secret are
   * enough, and nobody logs in. Default `authorization_code`.
   */
  grantType?: "authorization_code" | "client_credentials" | undefined;
  /** Of a client that was registered by hand. */
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /**
   * The https address of a document that describes the client; it is the client's id where the authorization server
   * takes such.
   */
  clientMetadataUrl?: string | undefined;
  /** Asked for instead of the scopes that the server names. */
  scopes?: string[] | undefined;
  /** Port of the address on this machine to which the browser comes back; default any free one. */
  redirectPort?: number | undefined;
}
