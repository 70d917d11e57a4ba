/** The error that answers a call which the host does not pass on. Python raises the exception for its code. */
export function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
