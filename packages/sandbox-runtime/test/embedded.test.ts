import { createEmbeddedDriver } from "../src/drivers/embedded/embedded-driver.ts";
import { testRuntime } from "./contract.ts";
import { testConversation } from "./conversation.ts";

testConversation("embedded", async () => createEmbeddedDriver());
testRuntime("embedded", { runtime: "embedded" });
