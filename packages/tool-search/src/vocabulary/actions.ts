/**
 * Verbs grouped by the kind of action, one kind per line: a query that asks to create something hardly means a tool
 * that deletes. General English of software, not taken from any catalog.
 */
export const actions: readonly (readonly string[])[] = `
get list show fetch retrieve read view display find search query lookup check enumerate describe browse
create add new insert make generate write post send upload build register open start book
delete remove drop erase clear cancel destroy close stop
update edit modify change set rename patch replace move
calculate compute convert translate analyze summarize compare validate
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

/** The lines of those that change nothing. */
export const reading = 0;
export const computing = 4;
