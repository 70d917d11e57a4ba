import { testRuntime } from "./contract.ts";

testRuntime("embedded", { runtime: "embedded" });
