import { withOpen } from "../measure/with-open.mjs";
import { connect, ourServer } from "../measure/connect.mjs";
import { residentBytes } from "../measure/process-usage.mjs";
import { mebibytes, row } from "../report/rows.mjs";

export const claim = "Memory of our process over many runs";
export const baseline = "its memory after the first fifth of the runs";

export async function measure({ quick, runtimes }) {
  const runs = quick ? 50 : 100_000;
  const [runtime] = runtimes.filter((name) => name !== "embedded").concat("embedded");
  return withOpen(connect(ourServer(runtime)), async (ours) => {
    let early = 0;
    for (let done = 0; done < runs; done += 1) {
      if (done === runs / 5) early = residentBytes(ours.pid);
      await ours.run(`print(${done})`);
    }
    const late = residentBytes(ours.pid);
    return [
      row({
        runtime,
        name: `${runs} runs`,
        ours: mebibytes(late),
        baseline: mebibytes(early),
        ratio: late / early,
        most: 1.1,
      }),
    ];
  });
}
