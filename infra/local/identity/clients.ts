/** Who asks the issuers for tokens, and for what the tokens are. */

/** The claim `aud`; Cognito's access tokens have none and name the client in `client_id` instead. */
export const AUDIENCE = "urn:licentia:api";
/** Public client of whoever signs in from a terminal: any loopback port (RFC 8252, section 7.3). */
export const TERMINAL_CLIENT = {
  id: "licentia-terminal",
  redirectUri: "http://127.0.0.1/callback",
};
/** Public client of the platform's own pages. */
export const WEB_CLIENT = "licentia-web";
