/**
 * Words that mean the same in the names and descriptions of tools, one group per line. General English of software, not
 * taken from any catalog. A word may be in several groups; a search follows one step from the word in the query, not
 * from group to group.
 */
export const synonyms: readonly (readonly string[])[] = `
create add new insert make generate
create build construct compose draft
create register open start
generate render draw produce
list get show fetch retrieve read view display
list enumerate browse all
get obtain receive
find search query lookup look locate discover
search explore browse filter
delete remove drop erase destroy clear discard trash
update edit modify change set alter patch adjust
update refresh renew sync
replace substitute swap
rename move
copy duplicate clone
write save store put
read open load view
upload import attach
download export save fetch
send post submit deliver
send email mail message
start run launch begin execute invoke
run execute eval evaluate
restart reboot
stop cancel end terminate kill abort halt
close finish complete resolve
pause suspend
resume continue
enable activate
disable deactivate
check verify validate test confirm
compare diff difference
calculate compute solve evaluate
convert transform translate change
translate translation language
merge combine join concatenate
split divide separate
count number total amount
sum add total plus
subtract minus difference
multiply product
divide quotient
average mean
analyze analyse analysis examine inspect
summarize summary overview digest abstract
describe detail details info information
explain describe
track monitor watch observe
schedule plan arrange
book reserve booking reservation
buy purchase order
order purchase
sell sale
pay payment charge
transfer send move
subscribe follow
share publish
invite add
assign allocate
approve accept confirm
reject decline deny
login signin authenticate authentication auth
logout signout
navigate go visit open
click press tap
type enter input fill
screenshot capture snapshot
scrape crawl extract
extract parse get
rotate turn spin
resize scale
recommend suggest recommendation suggestion
rate rating score
rank ranking top
play listen
forecast prediction predict tomorrow
issue ticket bug
issue problem error
task todo
task job
message chat dm
message text sms
comment reply note
post article blog
email mail gmail inbox
directory folder dir
file document doc
document page
path location
repository repo
pr pullrequest pull
branch fork
user person people member account
user customer client
employee staff worker
team group organization
meeting event appointment calendar
event calendar
reminder alarm alert notification
notification alert
channel room
picture image photo
image graphic
video movie film clip
film movie
song music track audio
audio sound voice speech
text content
page website webpage site web
url link address web
web internet online
browser web page
database db sql
table sheet spreadsheet
spreadsheet excel xlsx xls
column field
row record entry
record entry item
presentation slide slides ppt powerpoint pptx deck
word docx
chart graph plot diagram visualization
map location place
location place position
place venue
address location
direction route navigation
route path way
distance far long
trip travel journey
flight plane airline
flight fly
train railway rail
car vehicle auto
taxi cab ride
hotel accommodation lodging stay
house home property
apartment house home
restaurant eat dining food
food meal dish
recipe cook cooking
drink beverage
weather forecast temperature climate
price cost quote fee
cheap discount deal
stock share equity ticker
company business firm corporation
currency money exchange
crypto cryptocurrency bitcoin coin token
news headline article
paper article publication research
book novel
doctor physician provider
therapist psychologist counselor
medicine drug medication
illness disease sickness
time clock hour
date day
today current now
current latest now
recent latest newest
history past log
log record
schedule timetable
version release
config configuration setting settings preference
parameter argument option
id identifier
key token
secret password credential
permission access right
status state condition
health status
size length big large
ls list
rm delete remove
mv move rename
cp copy
mkdir create
grep search find
curl fetch request http
area surface
container docker
pod kubernetes k8s
cluster kubernetes
server host machine
process program
application app software
package library module dependency
code source program
function method
script program
terminal shell command
command instruction
test check
bug defect
knowledge memory
memory remember recall
note memo
tag label
category type kind
group category
collection list set
product item goods
shop store
cart basket
inventory stock
contact phone
phone telephone call mobile
color colour
license licence
country nation
city town
language locale
student pupil
course class lesson
school university college
job position career
salary wage pay
game match
player athlete
team club
score result
result outcome
probability chance odds
interest rate
loan mortgage credit
tax taxation
budget spending expense
invoice bill
lawsuit case court
lawyer attorney
law legal statute
gene genetic dna
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));
