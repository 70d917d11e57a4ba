import { randomFrom } from "./compare.mjs";

const syllables =
  "ba ce di fo gu ka le mi no pu ra se ti vo zu bri cla dro fle gri pla sto tra".split(" ");
const toolsOfServer = 25;
const vocabulary = 12_000;

/**
 * Creates a catalog of any size from the existing ones: tools are drawn at random, each with an invented word in its
 * name and two in its description, some common and most rare, so that the number of words grows as in real catalogs.
 */
export function growCatalog(tools, size) {
  const random = randomFrom(size);
  const words = Array.from({ length: vocabulary }, () => {
    const length = 2 + Math.floor(random() * 3);
    return Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join(
      "",
    );
  });
  const word = () => words[Math.floor(vocabulary ** random()) - 1];
  return Array.from({ length: size }, (_, index) => {
    const tool = tools[Math.floor(random() * tools.length)];
    return {
      ...tool,
      server: `${words[Math.floor(index / toolsOfServer)]}-server`,
      tool: `${tool.tool}_${word()}_${index}`,
      description: `${tool.description ?? ""} ${word()} ${word()}`,
    };
  });
}
