import type { QuestionContext } from "./upstream-questions.ts";
import { untilAborted } from "./until-aborted.ts";

/** A page that a server wants opened before it does what it was asked for (MCP's error -32042). */
export interface RequiredPage {
  message: string;
  url: string;
  elicitationId: string;
}

const MAX_PAGES = 5;

/**
 * Puts the pages to the person and says what came of it, to follow "because". Their addresses stay between server and
 * person: only their hosts are named.
 */
export async function openRequiredPages(
  pages: readonly RequiredPage[],
  { server, features, calls }: QuestionContext,
  signal: AbortSignal,
): Promise<string> {
  const wanted = pages.slice(0, MAX_PAGES);
  const shown = wanted.map(({ message, url }) => `${message} (at ${hostOf(url)})`).join("; ");
  const ask = features.elicit?.url;
  if (!ask)
    return `a person has to open a page first: ${shown}. The client here cannot ask for that`;
  const question = calls.openQuestion();
  const ended = AbortSignal.any([signal, question.signal]);
  try {
    for (const page of wanted) {
      const { message, url, elicitationId } = page;
      const asked = ask(
        { message, url, elicitationId },
        { server, signal: ended, contexts: question.contexts },
      );
      const { action } = await untilAborted(asked, ended);
      if (action !== "accept") return `a person had to open a page first and did not: ${shown}`;
    }
    return `a person had to open a page first, and agreed to: ${shown}. Call again when that is done`;
  } finally {
    question.end();
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that is none";
}
