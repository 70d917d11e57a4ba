/**
 * What tools call an action that people name in two words or more: `delete` for `throw away`. The tools' words come first, then a
 * colon and the phrases. Other words may stand in between: `turn the ticket into …`. General English, not taken from any catalog.
 */
export const actionPhrases: readonly string[] = `
login authenticate: sign in; log in; log on; sign on
logout session: sign out; log out; log off
register create account: sign up
delete remove: throw away; throw out; get rid of; take away; take off; take out; wipe out; wipe off; clean up; clear out; clear away; cross off; strike off; cut out; strip out
remove revoke: kick out; throw out
block restrict: keep out; lock out; shut out
restore recover undo: bring back; get back; put back; take back; give back
rollback revert restore: go back to; roll back; change back; switch back
create start: set up; spin up; start up; bring up; fire up; open up
start run trigger: kick off; set off
stop shutdown: shut down; power off; power down; take down; bring down
enable start: turn on; switch on; power on
disable stop: turn off; switch off
restart: start over; start again; boot up
cancel: call off
complete done close: tick off; check off; mark off; cross off; finish off; wrap up
submit fill: hand in; fill in; fill out; send in
search find: look up; look for; track down; hunt for; seek out; find out
get fetch: pull up; pick up
download: pull down
list all: go through; run through
note write save: write down; note down; jot down; put down; take down
print: print out
send: send out; send off; send over
share: give out; hand out
forward: pass on; pass along; send on
reply: get back to; write back; answer back
assign transfer: hand over; hand off; pass over; turn over
notify message: let know; tell that
postpone reschedule update: put off; push back; move up; bring forward
snooze: put off
schedule plan: line up; pencil in
approve allow: let in; let through
permission access share: give access; let see
monitor watch track: keep eye; keep track; keep tabs
summarize summary: sum up; boil down
calculate: work out; figure out; add up
investigate analyze: look into; dig into
review: go over; look over
test: try out
fix resolve: sort out; patch up; clear up
convert: turn into; change into; make into
split: break up; break down; divide up; split up
merge combine: put together; bring together; join up
connect link: hook up; plug in; link up
backup: back up
import: bring in; pull in
archive: put away; file away
resize scale: scale up; scale down; make bigger; make larger; make smaller; blow up
increase: turn up
decrease reduce: turn down; cut down
deploy release publish: roll out; go live; push out
generate: come up with; make up
refund: pay back; give back; send back; money back
unsubscribe: opt out
leave: get out
join: come along
play: put on
next skip: move on
swipe scroll: scroll down; scroll up
lock: lock up; lock down
`
  .trim()
  .split("\n");

/**
 * What tools call the thing that a question asks for, in the same form: `distance` for `how far`. Only from `is` and its like to the
 * other word may others stand in between: `is the server up`.
 */
export const questionPhrases: readonly string[] = `
distance direction route: how far
direction route: how get from; how get to
duration time: how long
count number total statistic: how many
amount price cost balance total: how much
age birthday: how old
height elevation altitude: how high; how tall; how deep
size: how big; how large
temperature weather: how hot; how cold; how warm
speed performance: how fast; how slow
frequency: how often
weight: how heavy
rating review score: how good; how well
time timezone: what time
date calendar: what day; which day
user member person people: who
location address: where
status state: is up; is down; is running; is done; is finished; is ready; is online; is open; is closed; is on; is off; is available; is working; are done; are running; are ready; has finished; has arrived
`
  .trim()
  .split("\n");
