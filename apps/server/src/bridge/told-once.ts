const subject = /^Server ("[^"]*")/;

/**
 * The notices without what the error of the run, or a notice before, says already. The first line of a notice may be such
 * an error; further lines say more about it.
 */
export function toldOnce(notices: readonly string[], error: string | undefined): string[] {
  return notices.map((notice, index) => {
    if (error !== undefined && notice.endsWith(`: ${error}`)) {
      return `${notice.slice(0, -error.length)}see the error`;
    }
    const [first = "", ...more] = notice.split("\n");
    const isTold = first === error || notices.slice(0, index).some((n) => n.endsWith(`: ${first}`));
    if (more.length === 0 || !isTold) return notice;
    const name = subject.exec(first)?.[1];
    return `More about ${name === undefined ? "the error" : `server ${name}`}: ${more.join("\n")}`;
  });
}
