/** Does the work with what opens, and closes it afterwards; `await using` is more than Node 20 reads. */
export async function withOpen(opening, work) {
  const open = await opening;
  try {
    return await work(open);
  } finally {
    await open[Symbol.asyncDispose]();
  }
}
