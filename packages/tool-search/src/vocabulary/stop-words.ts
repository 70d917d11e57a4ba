/** English words that do not matter for a search. Verbs of tools (`get`, `make`, `use`) are not included. */
export const stopWords: readonly string[] = `
a about above after again all also am an and any anybody anyone anything are as at
be because been before being below between both but by
can cannot could did do does doing don done during each either else ever every
for from further had has have having he help her here hers him his how however
i if in into is it its itself just kindly let lets like ll
may maybe me might mine more most much must my myself need needs no nor not now
of off on once one ones only onto or other our ours out over own please
re really s same shall she should so some somebody someone something such
t than thank thanks that the their theirs them then there these they this those through to too
under until up upon us ve very via
want wants was we well were what whatever when where whether which while who whom whose why will
wish with within without would yes yet you your yours
d m im ive whats hows wheres whos thats theres doesnt dont didnt cant couldnt wouldnt isnt arent
etc eg ie able
`
  .trim()
  .split(/\s+/);
