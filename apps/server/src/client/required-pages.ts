// A server may refuse a call until the person has opened a page (MCP's error -32042). The page is shown through our
// client; code then calls again, since opening a page is not yet having done what it is for.
import type { ClientFeatures } from "@mcp-code-execution/mcp-proxy-registry";
import type { ToolHost } from "@mcp-code-execution/sandbox-runtime";
import { z } from "zod";

const requiredPages = z.object({
  code: z.literal(-32_042),
  data: z.object({
    elicitations: z
      .array(z.object({ message: z.string(), url: z.string(), elicitationId: z.string() }))
      .min(1)
      .max(10),
  }),
});

/** The same host, with the pages shown that its calls are refused for. */
export function showRequiredPages(host: ToolHost, features: () => ClientFeatures): ToolHost {
  return {
    ...host,
    async callTool(request, context) {
      try {
        return await host.callTool(request, context);
      } catch (error) {
        const pages = pagesIn(error);
        const show = features().elicit?.url;
        if (!pages || !show) throw error;
        const { server = request.server } = error as { server?: string };
        const question = { server, signal: context.signal, contexts: [context] };
        for (const page of pages) {
          const { action } = await show(page, question);
          if (action !== "accept")
            throw pageError(request, "call-refused", "do not want to", error);
        }
        throw pageError(
          request,
          "page-required",
          "are at it. Call the tool again when they say that they are done",
          error,
        );
      }
    },
  };
}

function pageError(
  { server, tool }: { server: string; tool: string },
  code: string,
  state: string,
  cause: unknown,
): Error {
  const message = `Server "${server}" wants the person to open a page before its tool "${tool}" is called, and they ${state}.`;
  return Object.assign(new Error(message, { cause }), { code, server, tool });
}

function pagesIn(
  error: unknown,
): z.infer<typeof requiredPages>["data"]["elicitations"] | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const parsed = requiredPages.safeParse(at);
    if (parsed.success) return parsed.data.data.elicitations;
  }
  return undefined;
}
