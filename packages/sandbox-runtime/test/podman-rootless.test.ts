import { testContainer } from "./container.ts";
import { testRuntime } from "./contract.ts";
import { testConversation } from "./conversation.ts";
import { withEngine } from "./engines.ts";

await withEngine("podman rootless", (engine) => {
  const driver = engine.driver();
  testConversation("podman rootless", async () => driver);
  testRuntime("podman rootless", { driver });
  testContainer("podman rootless", engine);
});
