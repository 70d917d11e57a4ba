/**
 * Abbreviations, and shell commands for what they do, with the word that tools use; that word comes first. Unlike
 * synonyms they have no other meaning, so they count nearly as much as the word itself.
 */
export const abbreviations: readonly (readonly string[])[] = `
list ls
move mv
copy cp
delete rm del
remove rm
read cat
search grep
fetch curl wget
download wget
process ps
directory dir dirs mkdir rmdir
repository repo repos
database db dbs
pull pr prs
request pr prs
kubernetes k8s
javascript js
typescript ts
environment env envs
configuration config configs cfg
authentication auth
message msg msgs
image img imgs pic pics
document doc docs
information info
command cmd
package pkg pkgs
application app apps
machine vm vms
timezone tz
exchange fx
google gcp
postgres pg psql
number num
address addr
parameter param params
argument arg args
variable var vars
function func fn
calculate calc
statistics stats
maximum max
minimum min
average avg
quantity qty
organization org orgs
language lang
notification notif notifs
transaction txn tx
service svc
namespace ns
kubernetes kubectl
memory mem
credential creds
certificate cert certs
dependency deps
appointment appt
account acct
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));
