import { testBattery } from "./battery.ts";

testBattery("embedded", { runtime: "embedded" });
