export { createRegistry } from "./registry.ts";
export {
  RegistryError,
  type RegistryErrorCode,
  type RegistryErrorContext,
} from "./registry-error.ts";
export { isPythonIdentifier, pythonName, pythonNames } from "./python-names.ts";
export type {
  CallOptions,
  CallToolResult,
  Catalog,
  CatalogTool,
  JsonSchemaObject,
  LogEvent,
  Registry,
  RegistryOptions,
  ServerDefinition,
  ServerState,
  ServerSummary,
  StdioServerDefinition,
  ToolContent,
  ToolProgress,
  ToolsListener,
  UrlServerDefinition,
} from "./registry-types.ts";
