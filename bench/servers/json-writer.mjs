// Says that it is there; at the first line it writes so many characters as JSON, and ends.
process.stdout.write("ready\n");
process.stdin.once("data", () => {
  const text = "x".repeat(Number(process.argv[2]));
  process.stdout.write(JSON.stringify({ text }), () => process.exit());
});
