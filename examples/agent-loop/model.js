// Stands in for a model: writes the code that a model would write, then repeats what it got back.
export async function answer(messages, [tool]) {
  const { role, content } = messages.at(-1);
  if (role === "tool") return { role: "assistant", content: `It says: ${content}` };
  const code = "await mcp_everything.get_sum(a=2, b=3)";
  return { role: "assistant", call: { name: tool.name, arguments: { code } } };
}
