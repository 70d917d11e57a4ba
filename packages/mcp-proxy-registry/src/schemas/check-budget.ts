const maxSteps = 100_000;

/** Steps that checks of values may take together; below zero what is left unchecked counts as right. */
export interface CheckBudget {
  stepsLeft: number;
}

export function createCheckBudget(): CheckBudget {
  return { stepsLeft: maxSteps };
}
