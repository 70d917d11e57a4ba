/** Whether two addresses are the same one; a slash at the end makes no difference, as in the MCP SDK. */
export function isSameUrl(left: string, right: string): boolean {
  return plainUrl(left) === plainUrl(right);
}

function plainUrl(url: string): string {
  return (URL.canParse(url) ? new URL(url).href : url).replace(/\/$/, "");
}
