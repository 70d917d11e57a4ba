import { asArray, isObject } from "../json-value.ts";
import { isLongAddress } from "../long-address.ts";
import { RegistryError } from "../registry-error.ts";
import type { QuestionContext } from "./upstream-questions.ts";
import { untilAborted } from "../cancelling/until-aborted.ts";

/** A page that a server requires to be opened before it handles a request (MCP's error -32042). */
export interface RequiredPage {
  message: string;
  url: string;
  elicitationId: string;
}

const maxPages = 5;
const shownCharacters = 300;

/**
 * Shows the person the pages that a refused call requires, once, and returns the error of the call: `page-required` or
 * `call-refused`. The error names only the pages' hosts, so that code does not see their addresses.
 */
export async function openRequiredPages(
  tool: string,
  refusal: { elicitations: unknown },
  { server, features, calls }: QuestionContext,
  signal: AbortSignal,
): Promise<RegistryError> {
  const wanted = asArray(refusal.elicitations).slice(0, maxPages).filter(isPage);
  const shown = wanted.map(shownPage).join("; ");
  const fail = (code: "page-required" | "call-refused", why: string): RegistryError =>
    new RegistryError(
      code,
      `The call of tool "${tool}" of server "${server}" was not carried out: ${why}.`,
      { server, tool, cause: refusal },
    );
  if (wanted.length === 0) {
    return fail("page-required", "a person has to open a page first, and the server names none");
  }
  const ask = features.elicit?.url;
  if (!ask) {
    return fail(
      "page-required",
      `a person has to open a page first: ${shown}. The client here cannot ask for that`,
    );
  }
  const question = calls.openQuestion();
  const ended = AbortSignal.any([signal, question.signal]);
  let giveBack: (() => void) | undefined;
  try {
    giveBack = await calls.personTurns.take(ended);
    for (const page of wanted) {
      const { message, url, elicitationId } = page;
      const asked = ask(
        { message, url, elicitationId },
        { server, signal: ended, contexts: question.contexts },
      );
      const { action } = await untilAborted(asked, ended);
      if (action !== "accept") {
        return fail("call-refused", `a person had to open a page first and did not: ${shown}`);
      }
    }
    return fail(
      "page-required",
      `a person had to open a page first, and agreed to: ${shown}. Call again when that is done`,
    );
  } finally {
    giveBack?.();
    question.end();
  }
}

function isPage(value: unknown): value is RequiredPage {
  if (!isObject(value)) return false;
  const { message, url, elicitationId } = value;
  const areTexts = [message, url, elicitationId].every((text) => typeof text === "string");
  return areTexts && !isLongAddress(url);
}

function shownPage({ message, url }: RequiredPage): string {
  const end = message.length > shownCharacters ? "…" : "";
  return `${message.slice(0, shownCharacters)}${end} (at ${hostOf(url)})`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that is none";
}
