// `zoneinfo` in the embedded sandbox, beside what Node's own Intl says of the same moments.
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

let runtime: SandboxRuntime;
beforeAll(async () => {
  runtime = await createSandboxRuntime({ runtime: "embedded" });
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
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
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

it("knows summer and the letters that English has", async () => {
  const shown = await value(`
when = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin")), datetime(2026, 1, 1, 12, tzinfo=ZoneInfo("America/New_York"))
[(f"{moment:%Z %z}", moment.dst().seconds) for moment in when]`);
  expect(shown).toBe("[('CEST +0200', 3600), ('EST -0500', 0)]");
});

it("names them all, and none that there is not", async () => {
  expect(
    await value(
      "import zoneinfo\n{'Europe/Berlin', 'UTC'} <= zoneinfo.available_timezones(), len(zoneinfo.available_timezones()) > 400",
    ),
  ).toBe("(True, True)");
  for (const name of ["Europe/Nowhere", "+01:00", "zones", "Europe"]) {
    const { error } = await runtime.run(`ZoneInfo(${JSON.stringify(name)})`);
    expect(error).toMatchObject({ type: "ZoneInfoNotFoundError" });
    expect(error?.traceback).not.toMatch(/pyodide|time_zones/i);
  }
});
