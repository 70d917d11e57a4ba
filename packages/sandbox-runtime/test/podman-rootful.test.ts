import { testContainer } from "./container.ts";
import { testRuntime } from "./contract.ts";
import { testConversation } from "./conversation.ts";
import { withEngine } from "./engines.ts";

await withEngine("podman rootful", (engine) => {
  const driver = engine.driver();
  testConversation("podman rootful", async () => driver);
  testRuntime("podman rootful", { driver });
  testContainer("podman rootful", engine);
});
