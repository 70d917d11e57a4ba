import type { CancelSignal } from "../cancelling/cancel-signal.ts";
import { asArray, isObject } from "../json-value.ts";
import { withKnownNames } from "./known-names.ts";
import { listPages } from "./list-pages.ts";
import type {
  ReadResourceResult,
  Resource,
  ResourceContent,
  ResourceTemplate,
} from "./resource-types.ts";
import type { UpstreamServer } from "../servers/upstream-server.ts";

/** All pages of `resources/list`; entries without a URI are left out. */
export async function listResources(
  upstream: UpstreamServer,
  signal?: CancelSignal,
): Promise<Resource[]> {
  const list = { capability: "resources", method: "resources/list", key: "resources" };
  const listed = await listPages(upstream, list, signal);
  return listed.filter(isResource).map((resource) => ({ ...resource, name: nameOf(resource) }));
}

/** All pages of `resources/templates/list`; entries without a template are left out. */
export async function listResourceTemplates(
  upstream: UpstreamServer,
  signal?: CancelSignal,
): Promise<ResourceTemplate[]> {
  const list = {
    capability: "resources",
    method: "resources/templates/list",
    key: "resourceTemplates",
  };
  const listed = await listPages(upstream, list, signal);
  return listed.filter(isTemplate);
}

/** The parts of one resource. */
export async function readResource(
  upstream: UpstreamServer,
  uri: string,
  signal?: CancelSignal,
): Promise<ReadResourceResult> {
  const ask = { capability: "resources", about: `resource ${JSON.stringify(uri)}` };
  const asked = upstream.ask(ask, signal, (connection, own) =>
    connection.request("resources/read", { uri }, { signal: own }),
  );
  const answer = await asked.catch(async (error: unknown) => {
    throw await withKnownNames(error, {
      kind: "resource",
      wrong: uri,
      names: async () => (await listResources(upstream, signal)).map((resource) => resource.uri),
    });
  });
  return { contents: asArray(answer["contents"]).filter(isContent) };
}

function nameOf(resource: Resource): string {
  return typeof resource.name === "string" ? resource.name : resource.uri;
}

function isResource(value: unknown): value is Resource {
  return isObject(value) && typeof value["uri"] === "string";
}

function isTemplate(value: unknown): value is ResourceTemplate {
  return isObject(value) && typeof value["uriTemplate"] === "string";
}

function isContent(value: unknown): value is ResourceContent {
  return isObject(value) && typeof value["uri"] === "string";
}
