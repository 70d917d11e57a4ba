import { tellStories } from "../stories/tell.mjs";
import { stories } from "../stories/all-stories.mjs";
import { row } from "../report/rows.mjs";

export const claim = "Tokens that pass through the model in whole tasks, definitions included";
export const baseline = "the same task as direct tool calls of the same servers";

export async function measure({ quick }) {
  const told = await tellStories(quick ? stories.slice(0, 1) : stories);
  return told.map(({ name, ours, direct, most }) =>
    row({
      name,
      ours: `${ours}`,
      baseline: `${direct}`,
      ratio: ours / direct,
      written:
        ours <= direct
          ? `${saving(ours / direct)} less`
          : `${(ours / direct).toFixed(2)} times as many`,
      most,
      wanted: most === 1 ? "less" : most < 1 ? `≥ ${saving(most)} less` : "",
    }),
  );
}

const saving = (share) => `${(100 * (1 - share)).toFixed(1)} %`;
