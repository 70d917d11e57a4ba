import type { IndexedTool } from "../catalog/indexed-tools.ts";
import { ToolSearchError } from "../errors.ts";
import type { Embed } from "../types.ts";
import { splitIdentifier } from "../words/split-identifier.ts";

export interface Similar {
  tool: IndexedTool;
  /** Cosine of the angle between query and tool, 0 to 1; negative values become 0. */
  similarity: number;
}

/** Compares a query with tools using the caller's embedding model. Each tool is embedded once. */
export interface SemanticRanking {
  /** Most similar first. */
  rank(query: string, tools: readonly IndexedTool[]): Promise<Similar[]>;
}

const batch = 64;
const maxText = 1_000;

export function createSemanticRanking(embed: Embed): SemanticRanking {
  const vectors = new WeakMap<IndexedTool, ArrayLike<number>>();
  let filling: Promise<void> = Promise.resolve();

  const fill = async (tools: readonly IndexedTool[]): Promise<void> => {
    const missing = tools.filter((tool) => !vectors.has(tool));
    for (let start = 0; start < missing.length; start += batch) {
      const some = missing.slice(start, start + batch);
      const embedded = await embedAll(embed, some.map(textOf));
      for (const [index, tool] of some.entries()) vectors.set(tool, embedded[index]!);
    }
  };

  return {
    async rank(query, tools) {
      // One after the other, so that concurrent searches do not embed the same tools twice.
      const filled = filling.then(() => fill(tools));
      filling = filled.catch(() => {});
      await filled;
      const [asked] = await embedAll(embed, [query.slice(0, maxText)]);
      return tools
        .map((tool) => ({ tool, similarity: cosine(asked!, vectors.get(tool)!) }))
        .toSorted((a, b) => b.similarity - a.similarity || a.tool.id - b.tool.id);
    },
  };
}

function textOf({ server, tool }: IndexedTool): string {
  const name = splitIdentifier(tool.name).join(" ");
  return `${server} ${name}: ${tool.description ?? tool.title ?? ""}`.slice(0, maxText);
}

async function embedAll(
  embed: Embed,
  texts: readonly string[],
): Promise<readonly ArrayLike<number>[]> {
  let vectors: readonly ArrayLike<number>[];
  try {
    vectors = await embed(texts);
  } catch (cause) {
    throw new ToolSearchError(
      "embedding-failed",
      "The `embed` function failed; see the cause, or create the index without it.",
      { cause },
    );
  }
  const given = Array.isArray(vectors) ? vectors.length : "no";
  if (given !== texts.length) {
    throw new ToolSearchError(
      "embedding-failed",
      `The \`embed\` function gave ${given} vectors for ${texts.length} texts: return one for each, in their order.`,
    );
  }
  if (vectors.every((vector) => isVector(vector, vectors[0]?.length))) return vectors;
  throw new ToolSearchError(
    "embedding-failed",
    "The `embed` function gave a vector that is none: each must be an array of finite numbers, all of one length.",
  );
}

/** @param length of all of them */
function isVector(vector: ArrayLike<number> | null, length: number | undefined): boolean {
  if (typeof vector !== "object" || !vector?.length || vector.length !== length) return false;
  for (let index = 0; index < length; index++) {
    if (!Number.isFinite(vector[index])) return false;
  }
  return true;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    product += a[index]! * (b[index] ?? 0);
    lengthA += a[index]! ** 2;
    lengthB += (b[index] ?? 0) ** 2;
  }
  const similarity = product / Math.sqrt(lengthA * lengthB);
  return similarity > 0 ? Math.min(1, similarity) : 0;
}
