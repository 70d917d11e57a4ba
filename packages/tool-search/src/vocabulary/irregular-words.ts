/** Irregular forms, which the stemming rules do not cover: the word first, then its forms. */
export const irregularWords: readonly (readonly string[])[] = `
create creation creations creator creators
write wrote written
send sent sender
buy bought
sell sold
pay paid
find found
get got gotten
make made
run ran
take took taken
give gave given
go went gone
begin began begun
draw drew drawn
choose chose chosen
speak spoke spoken
know knew known
build built
keep kept
leave left
lose lost
meet met
spend spent
teach taught
think thought
understand understood
win won
fly flew flown
drive drove driven
eat ate eaten
see saw seen
delete deletion deletions
child children
person people persons
man men
woman women
foot feet
mouse mice
index indices
matrix matrices
vertex vertices
analyze analyse analysis analyses analyzed analysed analyzing analysing
query queries
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

/**
 * Words that the rules would give the stem of another word: `news` that of `new`, `customer` that of `custom`. Each
 * line contains the stem itself, then its forms.
 */
export const keptWords: readonly (readonly string[])[] = `
news
bus buses
gas gases
status statuses
lens lenses
virus viruses
campus campuses
canvas canvases
alias aliases
series
species
evening evenings
general generally
generic
university universities
community communities
organic
organization organizations organisation organisations
important importance
experiment experiments experimental
paste pastes pasted pasting
customer customers
authorize authorizes authorized authorizing authorization authorise authorised authorisation
animal animals
position positions positioned
terminal terminals
apartment apartments
department departments
international
internal
executive executives
engineer engineers engineering
several
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));
