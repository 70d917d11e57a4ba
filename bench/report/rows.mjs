import { compare } from "../measure/alternate.mjs";

/**
 * One line of the table. `runtime` and `name` say what was measured within its claim; either may be missing. `ratio` is
 * compared with `most` or `least`; `written` and `wanted` say both in other words. What explains another row is a
 * `detail`.
 *
 * @param {{runtime?: string, name?: string, ours: string, baseline: string, ratio: number, spread?: string,
 *   most?: number, least?: number, written?: string, wanted?: string, detail?: boolean}} row
 */
export function row({ ratio, most, least, written, wanted, ...rest }) {
  const holds = (most === undefined || ratio <= most) && (least === undefined || ratio >= least);
  const bound = most !== undefined ? `≤ ${most}` : least !== undefined ? `≥ ${least}` : "";
  const words = { written: written ?? figure(ratio), target: wanted ?? bound };
  return { spread: "", detail: false, ...rest, ratio, miss: holds ? "" : "missed", ...words };
}

/** A row from a result of `alternate`: how many times as long ours takes. */
export function timesRow(measured, { ours, baseline, ratio }, target) {
  return row({
    ...measured,
    ours: milliseconds(ours.median),
    baseline: milliseconds(baseline.median),
    ratio: ratio.median,
    spread: `${figure(ratio.low)} to ${figure(ratio.high)}`,
    ...target,
  });
}

/** The same as throughput, or as a speed-up: the baseline's time divided by ours. */
export function throughputRow(measured, { ours, baseline, ratio }, target) {
  return row({
    ...measured,
    ours: milliseconds(ours.median),
    baseline: milliseconds(baseline.median),
    ratio: 1 / ratio.median,
    spread: `${figure(1 / ratio.high)} to ${figure(1 / ratio.low)}`,
    ...target,
  });
}

/**
 * What `timeInTurn` measured of ours, of its baseline, and of the least that this design allows: a row with the target,
 * and two that say how much of it is ours.
 */
export function besideLeast(
  measured,
  { ours, least, baseline },
  { throughput = false, ...target },
) {
  const rowOf = throughput ? throughputRow : timesRow;
  const part = (name) => ({
    ...measured,
    name: measured.name ? `${measured.name}: ${name}` : name,
    detail: true,
  });
  return [
    rowOf(measured, compare(ours, baseline), target),
    rowOf(part("ours beside the least"), compare(ours, least), {}),
    rowOf(part("the least beside the baseline"), compare(least, baseline), {}),
  ];
}

/** Combines measurements of several sizes in one row: their figures side by side, and which of them miss the target. */
export function rowOfSizes({ name, ...measured }, rowBySize) {
  const sizes = Object.entries(rowBySize).map(([size, one]) => ({ size, ...one }));
  const beside = (field) => sizes.map((one) => one[field]).join(" · ");
  const missing = sizes.filter(({ miss }) => miss).map(({ size }) => size);
  return {
    detail: false,
    ...measured,
    name: `${name}: ${beside("size")}`,
    ours: beside("ours"),
    baseline: beside("baseline"),
    written: beside("written"),
    spread: sizes.some(({ spread }) => spread) ? beside("spread") : "",
    target: sizes[0].target,
    miss: missing.length > 0 ? `missed at ${missing.join(", ")}` : "",
    sizes,
  };
}

/** What a row measured, in words: "docker, one container per call". */
export function nameOf({ runtime, name }) {
  return [runtime, name].filter(Boolean).join(", ");
}

export function milliseconds(value) {
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return value >= 10 ? `${value.toFixed(0)} ms` : `${value.toFixed(2)} ms`;
}

export function mebibytes(bytes) {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function figure(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
