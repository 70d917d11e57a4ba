import { expect, test } from "vitest";
import { isQuestion } from "./is-question.ts";

test.each([
  "who changed it",
  "What's new?",
  "so, how many are left",
  "How far is it",
  "does it rain",
  "“Which one?”",
  "Welche Rechnungen sind offen",
  "quel temps fait-il",
  "¿Cuánto cuesta?",
  "où est la gare",
  "明天几点开会",
  "会議はいつですか",
])("is a question: %s", (text) => expect(isQuestion(text)).toBe(true));

test.each([
  "how do I delete it",
  "How to send mail",
  "delete what is old",
  "whatever you find, send it",
  "isolate the host",
  "werte löschen",
  "发送邮件",
  "",
])("is none: %s", (text) => expect(isQuestion(text)).toBe(false));
