// The program that the suite starts. It hands the scenario to the test that runs the suite, where the client is.
const response = await fetch(process.env.CONFORMANCE_RELAY ?? "", {
  method: "POST",
  body: JSON.stringify({
    name: process.env.MCP_CONFORMANCE_SCENARIO,
    url: process.argv[2],
    context: JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? "{}"),
  }),
});
process.stderr.write(await response.text());
process.exitCode = response.ok ? 0 : 1;
