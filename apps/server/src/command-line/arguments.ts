import { InvalidArgumentError } from "commander";

/** A number of seconds above 0. */
export function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return number;
}

/** A whole number from 1. */
export function wholeNumber(value: string): number {
  const number = Number(value);
  if (!(Number.isSafeInteger(number) && number >= 1)) {
    throw new InvalidArgumentError("It must be a whole number from 1.");
  }
  return number;
}

/** A TCP port; 0 is any that is free. */
export function port(value: string): number {
  const number = Number(value);
  if (!(Number.isSafeInteger(number) && number >= 0 && number <= 65_535)) {
    throw new InvalidArgumentError("It must be a port from 0 to 65535.");
  }
  return number;
}
