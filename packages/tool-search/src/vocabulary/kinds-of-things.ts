/**
 * The words that tools use for things that people name: `currency` for `euros`, `weather` for `umbrella`. The tools'
 * word comes first, then a colon and the things; it does not apply in the other direction. Kinds that were tried and
 * did not help to find any tool are omitted.
 */
export const kindsOfThings: readonly string[] = `
currency money exchange: dollar dollars euro euros pound pounds yen yuan rupee rupees franc francs peso pesos usd eur gbp jpy cny inr cad aud chf krw mxn brl
cryptocurrency crypto coin token: bitcoin bitcoins ethereum ether btc eth dogecoin doge solana litecoin ripple xrp
language translate: english french spanish german chinese mandarin japanese italian portuguese russian korean arabic hindi dutch polish turkish greek latin swedish
unit convert: kilometer kilometers km mile miles meter meters feet foot inch inches centimeter centimeters cm kilogram kilograms kg lbs ounce ounces liter liters gallon gallons celsius fahrenheit kelvin
time: morning afternoon evening tonight noon midnight
date day: monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december weekend
weather forecast: rain raining rainy snow snowing sunny windy cloudy humid humidity umbrella storm
symptom health medical: fever headache cough pain nausea flu cold
city location: london paris berlin madrid rome tokyo beijing shanghai delhi mumbai sydney toronto chicago boston seattle dubai singapore amsterdam vienna barcelona moscow istanbul
product clothing shopping: shirt shirts shoes dress jacket jeans sneakers laptop laptops headphones smartphone
event activity history log: happened happening happen happens occurred
performance latency: slow slower slowest sluggish fast faster fastest
manager supervisor: boss superior
leave absence: vacation holiday holidays sick
user member person: colleague colleagues coworker coworkers teammate teammates everybody
error failure exception: broken crash crashed crashes fail fails failed failing
volume storage: disk disks
instance server machine: vm vms
certificate ssl tls: https
permission access role: allowed allow forbid forbidden
complete done check: tick ticked
balance outstanding due: owe owed owes
transaction expense payment: spent spend paid purchase purchases bought
order sale revenue: sold earned earn
light: lamp lamps bulb
temperature climate thermostat: warm warmer cold colder hot cool heating
recurring subscription: monthly weekly yearly
schedule recurring cron: daily nightly hourly
recent latest history: lately
nearby distance: near nearest closest nearer
rating review: best
price cost: expensive cheapest cheaper
trend popular top: trending hottest
attachment file upload: attached
search query: contains contain mention mentions mentioned mentioning
reminder notification alarm: remind
assign assignee: assigned responsible
watch subscribe follower: following follows
status progress: finished ready done
alert warning: warn warning warnings
security vulnerability: unsafe vulnerable vulnerabilities
analytics traffic visit: visitors visitor
`
  .trim()
  .split("\n");
