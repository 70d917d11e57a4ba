import { InvalidArgumentError } from "commander";

/** A number of seconds above 0. */
export function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return number;
}
