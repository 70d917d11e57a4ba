/**
 * The OAuth settings of a server's entry. None is needed if the authorization server supports dynamic client
 * registration.
 */
export interface OAuthDefinition {
  /**
   * `authorization_code`: a person logs in once. `client_credentials`: the client's own id and secret are
   * enough, and nobody logs in. Default `authorization_code`.
   */
  grantType?: "authorization_code" | "client_credentials" | undefined;
  /** The id of a client that was registered by hand. */
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /**
   * The https address of a client metadata document; it is the client's id if the authorization server supports such
   * documents.
   */
  clientMetadataUrl?: string | undefined;
  /**
   * What the authorization server describes itself as, where that is not the address that the server names for it, and a
   * login is wanted all the same.
   */
  issuer?: string | undefined;
  /** Requested instead of the scopes that the server names. */
  scopes?: string[] | undefined;
  /** Port of the loopback address to which the browser returns; default any free one. */
  redirectPort?: number | undefined;
}
