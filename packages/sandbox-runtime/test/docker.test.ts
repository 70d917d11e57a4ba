import { testContainer } from "./container.ts";
import { testRuntime } from "./contract.ts";
import { testConversation } from "./conversation.ts";
import { withEngine } from "./engines.ts";

await withEngine("docker", (engine) => {
  const driver = engine.driver();
  testConversation("docker", async () => driver);
  testRuntime("docker", { driver });
  testContainer("docker", engine);
});
