export const maxSteps = 100_000;

/** Steps that all checks of values may take together; once they are used up, the rest counts as valid. */
export interface CheckBudget {
  stepsLeft: number;
}

export function createCheckBudget(): CheckBudget {
  return { stepsLeft: maxSteps };
}
