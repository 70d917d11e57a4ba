import type { CallDeadline } from "./call-deadline.ts";
import { createQuestionTurns } from "../questions/question-turns.ts";
import type { CallLogMessage, CallOptions } from "./call-types.ts";
import type { Turns } from "./turns.ts";

/** One request to a server that somebody waits for. */
export interface CallUnderWay extends Pick<CallOptions, "context" | "onLog"> {
  deadline: CallDeadline;
}

/** A question of the server that is being answered. The time limits of all calls are paused until `end()`. */
export interface OpenQuestion {
  /** The `context` values of the calls in progress when the question arrived. */
  readonly contexts: readonly unknown[];
  /** Aborted when there were such calls and all of them have ended, since the question was for one of them. */
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * The calls of a server in progress. Its questions and log messages do not say which call they belong to, so they
 * concern all of them.
 */
export interface CallsUnderWay {
  add(call: CallUnderWay): void;
  /** The call has ended. */
  delete(call: CallUnderWay): void;
  contexts(): unknown[];
  /** Passes a log message to the calls that listen. */
  log(message: CallLogMessage): void;
  openQuestion(): OpenQuestion;
  /** The turns of questions that a person or a model has to answer. */
  readonly personTurns: Turns;
  readonly size: number;
}

interface Waiting {
  controller: AbortController;
  calls: Set<CallUnderWay>;
}

/** Of one server. */
export function createCallsUnderWay(): CallsUnderWay {
  const calls = new Map<CallUnderWay, (() => void) | undefined>();
  const questions = new Set<Waiting>();

  const contexts = (): unknown[] =>
    [...calls.keys()].map(({ context }) => context).filter((context) => context !== undefined);

  return {
    personTurns: createQuestionTurns(),
    get size() {
      return calls.size;
    },
    add(call) {
      calls.set(call, questions.size > 0 ? call.deadline.hold() : undefined);
    },
    delete(call) {
      calls.delete(call);
      for (const question of questions) {
        const wasWaiting = question.calls.delete(call);
        if (wasWaiting && question.calls.size === 0) question.controller.abort();
      }
    },
    contexts,
    log(message) {
      for (const { onLog } of calls.keys()) {
        try {
          onLog?.(message);
        } catch {
          // A listener that fails must not keep the message from the others.
        }
      }
    },
    openQuestion() {
      if (questions.size === 0)
        for (const call of calls.keys()) calls.set(call, call.deadline.hold());
      const question = { controller: new AbortController(), calls: new Set(calls.keys()) };
      questions.add(question);
      return {
        contexts: contexts(),
        signal: question.controller.signal,
        end() {
          if (!questions.delete(question) || questions.size > 0) return;
          for (const release of calls.values()) release?.();
        },
      };
    },
  };
}
