// `zoneinfo` in the embedded sandbox, beside what Node's own Intl says of the same moments.
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "../src/index.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "Europe/Dublin",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Tehran",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
];
const step = 17 * 86_400;
const moments = Array.from({ length: 2500 }, (_, index) => index * step);

/** Seconds since 1970; offset and saving in seconds, and the abbreviation, as they are from then on. */
type Sample = [number, number, number, string];

/** Where a zone's time is another one, sampled twice a month from 2008 to 2024. */
const samples = `
import json, zoneinfo
from datetime import datetime, timezone

def taken(names=None):
    return {name: changes(zoneinfo.ZoneInfo(name)) for name in names or sorted(zoneinfo.available_timezones() - {"Factory", "localtime"})}

def changes(zone):
    found = []
    for seconds in range(1_199_188_800, 1_727_740_800, 15 * 86_400):
        moment = datetime.fromtimestamp(seconds, timezone.utc).astimezone(zone)
        time = int(moment.utcoffset().total_seconds()), int(moment.dst().total_seconds()), moment.tzname()
        if not found or found[-1][1:] != time:
            found.append((seconds, *time))
    return found
`;
const different = new Set([
  "America/Scoresbysund",
  "Antarctica/Troll",
  "Asia/Ust-Nera",
  "Europe/Kaliningrad",
  "Europe/Kirov",
  "Europe/Minsk",
  "Europe/Volgograd",
  "MET",
]);

let runtime: SandboxRuntime;
beforeAll(async () => {
  runtime = await createSandboxRuntime({ runtime: "embedded", outputLimit: 10_000_000 });
  await runtime.run(
    "from datetime import datetime, timedelta, timezone\nfrom zoneinfo import ZoneInfo",
  );
});
afterAll(() => runtime?.close());

async function value(code: string): Promise<string | undefined> {
  const outcome = await runtime.run(code);
  expect(outcome.error).toBeUndefined();
  return outcome.value;
}

function offsetsOf(zone: string): number[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return moments.map((seconds) => {
    const parts = format.formatToParts(seconds * 1000);
    const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d+):(\d+))?/.exec(text) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) || 0;
  });
}

it.each(zones)("%s has its offsets, of more than a century", async (zone) => {
  const offsets = await value(`
zone = ZoneInfo("${zone}")
moments = [datetime.fromtimestamp(n * ${step}, zone) for n in range(${moments.length})]
offsets = [moment.utcoffset() // timedelta(minutes=1) for moment in moments]
import itertools
[(offset, len(list(group))) for offset, group in itertools.groupby(offsets)]`);
  const found = JSON.parse((offsets ?? "").replaceAll("(", "[").replaceAll(")", "]")) as [
    number,
    number,
  ][];
  expect(found.flatMap(([offset, count]) => Array<number>(count).fill(offset))).toEqual(
    offsetsOf(zone),
  );
});

it.each([
  ["Europe/Berlin", "2026-07-01", "CEST", 3600],
  ["America/New_York", "2026-01-01", "EST", 0],
  ["Asia/Kolkata", "2026-01-01", "IST", 0],
  ["Asia/Tokyo", "2026-07-01", "JST", 0],
  ["Europe/Moscow", "2026-01-01", "MSK", 0],
  ["Asia/Shanghai", "1988-07-01", "CDT", 3600],
  ["Asia/Jerusalem", "2026-07-01", "IDT", 3600],
  ["Africa/Nairobi", "2026-07-01", "EAT", 0],
  // From summer time to another standard time of the same offset.
  ["America/Whitehorse", "2021-01-01", "MST", 0],
  // The database has summer time for their standard time.
  ["Europe/Dublin", "2026-01-01", "GMT", -3600],
  ["Europe/Dublin", "2026-07-01", "IST", 0],
  ["Africa/Casablanca", "2020-05-01", "+00", -3600],
  ["Africa/Windhoek", "2010-06-01", "WAT", -3600],
  ["Asia/Dubai", "2026-01-01", "+04", 0],
  ["America/Sao_Paulo", "1990-01-01", "-02", 3600],
  ["Asia/Amman", "2024-01-01", "+03", 0],
  ["GMT", "2026-01-01", "GMT", 0],
  ["Europe/Jersey", "2026-07-01", "BST", 3600],
  ["Antarctica/Troll", "2026-07-01", "+02", 7200],
  ["Africa/Algiers", "1977-07-01", "WEST", 3600],
  ["America/Santiago", "2099-12-01", "-03", 3600],
  ["America/Dawson", "2010-07-01", "PDT", 3600],
  ["Europe/Berlin", "1950-01-01", "CET", 0],
  ["Pacific/Honolulu", "1975-01-01", "HST", 0],
])(
  "%s abbreviates its time of %s as the database does: %s, and saves %i s",
  async (...expected) => {
    const [zone, day, written, saved] = expected;
    const shown = await value(
      `t = datetime.fromisoformat("${day}T12:00").replace(tzinfo=ZoneInfo("${zone}")); f"{t:%Z}", int(t.dst().total_seconds())`,
    );
    expect(shown).toBe(`('${written}', ${saved})`);
  },
);

// Python with data of its own. What was is the same in all versions of them.
const real = spawnSync("python3", ["-c", `${samples}\nprint(json.dumps(taken()))`], {
  encoding: "utf8",
  maxBuffer: 100_000_000,
});
const known = JSON.parse(real.status === 0 ? real.stdout : "{}") as Record<string, Sample[]>;
const hasOwn = Object.keys(known).length > 500;
if (!hasOwn) console.error("SKIPPED: time zones beside Python's own: it has none here.");

it.skipIf(!hasOwn)(
  "every zone has had the offsets, abbreviations and savings since 2008 that Python's own data have",
  { timeout: 300_000 },
  async () => {
    const outcome = await runtime.run(
      `${samples}\nprint(json.dumps(taken(${JSON.stringify(Object.keys(known))})))`,
    );
    expect(outcome.error).toBeUndefined();
    const found = JSON.parse(outcome.output.map(({ text }) => text).join("")) as typeof known;
    const differing = Object.keys(known).filter(
      (name) => JSON.stringify(known[name]) !== JSON.stringify(found[name]),
    );
    // English has other names for their times than the database, or saves as much as Python works out of older times.
    expect(differing.filter((name) => !different.has(name))).toEqual([]);
  },
);

it("names them all, and none that there is not", async () => {
  expect(
    await value(
      "import zoneinfo\nnames = zoneinfo.available_timezones()\n{'Europe/Berlin', 'UTC', 'Asia/Kolkata', 'US/Eastern'} <= names, len(names) > 590, [n for n in names if not ZoneInfo(n)]",
    ),
  ).toBe("(True, True, [])");
  for (const name of ["Europe/Nowhere", "+01:00", "zones", "Europe"]) {
    const { error } = await runtime.run(`ZoneInfo(${JSON.stringify(name)})`);
    expect(error).toMatchObject({ type: "ZoneInfoNotFoundError" });
    expect(error?.traceback).not.toMatch(/pyodide|time_zones/i);
  }
});
