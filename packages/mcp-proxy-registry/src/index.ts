export { checkArguments } from "./check-arguments.ts";
export { nearestNames } from "./nearest-name.ts";
export type { AuthStore } from "./auth/auth-store.ts";
export { fileAuthStore } from "./auth/file-auth-store.ts";
export { withFileLock } from "./auth/file-lock.ts";
export { login, type LoginOptions } from "./auth/login.ts";
export { logout, type LogoutOptions } from "./auth/logout.ts";
export type { OAuthDefinition } from "./auth/oauth-definition.ts";
export { abortSignalOf, type CancelSignal } from "./cancel-signal.ts";
export { createRegistry } from "./registry.ts";
export {
  RegistryError,
  type RegistryErrorCode,
  type RegistryErrorContext,
} from "./registry-error.ts";
export { unknownTool, type UnknownToolOptions } from "./unknown-tool.ts";
export { isPythonIdentifier, pythonName, pythonNames } from "./python-names.ts";
export type {
  ClientFeatures,
  ElicitationForm,
  ElicitationResult,
  ElicitationUrl,
  Question,
  Root,
  SamplingParams,
  SamplingResult,
} from "./client-features.ts";
export type {
  Prompt,
  PromptMessage,
  PromptResult,
  ReadResourceResult,
  Resource,
  ResourceContent,
  ResourceTemplate,
} from "./resource-types.ts";
export type {
  AskOptions,
  CallLogMessage,
  CallJson,
  CallOptions,
  CallToolResult,
  Catalog,
  CatalogOptions,
  CatalogTool,
  JsonSchemaObject,
  LogEvent,
  Registry,
  RegistryOptions,
  ServerDefinition,
  ServerDescription,
  ServerLimits,
  ServerLogMessage,
  ServerState,
  ServerSummary,
  StdioServerDefinition,
  ToolContent,
  ToolProgress,
  ToolsListener,
  UrlServerDefinition,
} from "./registry-types.ts";
